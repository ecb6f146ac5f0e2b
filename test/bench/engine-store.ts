import { createRequire } from 'node:module';
import type { WireItem } from './gather.ts';

type Write = { readonly type: 'put'; readonly key: string; readonly value: unknown };
interface Part {
  batch(writes: readonly Write[], done: (error: Error | null) => void): void;
}
interface Table {
  readonly GlobalSecondaryIndexes?: readonly unknown[];
}
interface Entries {
  nextv(most: number): Promise<readonly (readonly [string, string])[]>;
  close(): Promise<void>;
}
interface Store {
  readonly db: {
    close(): Promise<void>;
    compactRange(from: string, to: string): Promise<void>;
    iterator(as: { readonly valueEncoding: 'utf8' }): Entries;
  };
  getTable(name: string, checkStatus: false, found: (error: Error | null, table: Table) => void): void;
  getItemDb(table: string): Part;
  getIndexDb(kind: 'Global', table: string, index: string): Part;
}
interface Index {
  readonly index: string;
  readonly key: string;
  readonly item: WireItem;
}

const page = 1000;

/** Whether a key of the store is an item's of a table; the others are entries of indexes. */
export const isItem = (key: string): boolean => key.startsWith('item-');

/** The parts of the engine that say how an item stands in its store. */
const engine = createRequire(import.meta.url)('dynalite/db') as {
  create(options: { path: string }): Store;
  createKey(item: WireItem, table: Table): string;
  getIndexActions(
    indexes: readonly unknown[],
    before: undefined,
    after: WireItem,
    table: Table,
  ): { readonly puts: readonly Index[] };
  validateItem(item: WireItem, table: Table): Error | undefined;
};

/** The engine's store in a folder in which it has made the tables, open for new items while the engine itself is not running. */
export function openStore(path: string) {
  const store = engine.create({ path });
  const tables = new Map<string, Promise<Table>>();

  function tableOf(name: string): Promise<Table> {
    const known = tables.get(name);
    if (known) return known;
    const table = new Promise<Table>((found, reject) =>
      store.getTable(name, false, (error, given) => (error ? reject(error) : found(given))),
    );
    tables.set(name, table);
    return table;
  }

  return {
    /** Writes items that are new, or as they stand already: nothing is looked up, and no index entry of before is taken away. */
    async write(puts: readonly (readonly [string, WireItem])[]): Promise<void> {
      const parts = new Map<Part, Write[]>();
      const add = (part: Part, key: string, value: unknown): void => {
        const writes = parts.get(part) ?? [];
        writes.push({ type: 'put', key, value });
        parts.set(part, writes);
      };
      for (const [name, item] of puts) {
        const table = await tableOf(name);
        const invalid = engine.validateItem(item, table);
        if (invalid) throw invalid;
        const { GlobalSecondaryIndexes: indexes = [] } = table;
        for (const entry of engine.getIndexActions(indexes, undefined, item, table).puts)
          add(store.getIndexDb('Global', name, entry.index), entry.key, entry.item);
        add(store.getItemDb(name), engine.createKey(item, table), item);
      }
      for (const [part, writes] of parts)
        await new Promise<void>((done, reject) =>
          part.batch(writes, (error) => (error ? reject(error) : done())),
        );
    },
    /** Everything that stands in the store, table by table, as its bytes; those of the tables themselves are left out. */
    async *entries(): AsyncGenerator<readonly [string, string]> {
      const all = store.db.iterator({ valueEncoding: 'utf8' });
      try {
        for (let some = await all.nextv(page); some.length > 0; some = await all.nextv(page))
          for (const entry of some) if (!entry[0].startsWith('table~')) yield entry;
      } finally {
        await all.close();
      }
    },
    /** What the store would otherwise put in order while something is measured. */
    settle: () => store.db.compactRange('', '\xff'),
    close: () => store.db.close(),
  };
}
