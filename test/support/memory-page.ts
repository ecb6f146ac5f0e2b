/** A page of a list in memory, in the order of its keys, as a table gives it. */
export function memoryPage<T>(
  entries: Iterable<readonly [key: string, value: T]>,
  { cursor = '0', limit = 1000 }: { readonly cursor?: string | undefined; readonly limit?: number } = {},
): { readonly items: readonly T[]; readonly cursor?: string } {
  const all = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  const end = Number(cursor) + limit;
  return { items: all.slice(Number(cursor), end), ...(end < all.length ? { cursor: String(end) } : {}) };
}
