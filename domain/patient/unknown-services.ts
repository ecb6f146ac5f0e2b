import { serviceWords } from './service-words.ts';

/** A service that the catalogue does not know, as it is first written, and how many rows have it. */
export interface UnknownService {
  readonly name: string;
  readonly rows: number;
}

/** As many as anybody adds to a catalogue at a time. */
export const mostUnknown = 20;
/** So many different names are kept apart while they are counted: a column that holds no services has one for each row. */
const mostCounted = 5000;

/**
 * Counts of unknown services as one list, the most frequent first: names that differ in case, accents, marks or amounts alone are one. At most
 * `most` of them.
 */
export function unknownTogether(
  counts: Iterable<UnknownService>,
  most = mostUnknown,
): readonly UnknownService[] {
  const byWords = new Map<string, UnknownService>();
  for (const { name, rows } of counts) {
    const key = serviceWords(name).join(' ');
    const before = byWords.get(key);
    if (before === undefined && byWords.size >= mostCounted) continue;
    byWords.set(key, { name: before?.name ?? name, rows: (before?.rows ?? 0) + rows });
  }
  return [...byWords.values()]
    .toSorted((a, b) => b.rows - a.rows || a.name.localeCompare(b.name))
    .slice(0, most);
}
