/** A page of a list in memory as a table gives it: in the order of the keys, and going on behind a key, whatever has come or gone since. */
export function memoryPage<T>(
  entries: Iterable<readonly [key: string, value: T]>,
  { cursor, limit = 1000 }: { readonly cursor?: string | undefined; readonly limit?: number } = {},
  order: 'ascending' | 'descending' = 'ascending',
): { readonly items: readonly T[]; readonly cursor?: string } {
  const isBefore = (a: string, b: string): boolean => (order === 'ascending' ? a < b : a > b);
  const left = [...entries]
    .filter(([key]) => cursor === undefined || isBefore(cursor, key))
    .toSorted(([a], [b]) => (isBefore(a, b) ? -1 : 1));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(([, value]) => value),
    ...(last && page.length < left.length ? { cursor: last[0] } : {}),
  };
}
