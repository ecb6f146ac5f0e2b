import type { Item } from './documents.ts';

/** A reader of stored items that leaves out what only the table needs: the keys, and the attributes of its indexes. */
export function leavingOut(...attributes: readonly string[]): <T>(item: Item) => T {
  const storage = new Set(['pk', 'sk', ...attributes]);
  return <T>(item: Item) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => !storage.has(name))) as T;
}
