import type { Part, Pattern, Place } from './pattern.ts';

/** What numbers of a message are filed under: no term is spelled so. */
export const anyNumber = '#';

/** Parts by the terms that they may begin with: a message is compared only with those that one of its words begins. */
export type Starts<Entry> = ReadonlyMap<string, readonly Entry[]>;

/** The terms that a part may begin with, those of the classes it names included. */
export function startsOf(part: Part, classes: ReadonlyMap<string, readonly Part[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const entriesOf = (name: string): readonly Part[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    return classes.get(name) ?? [];
  };
  const begin = (place: Place | undefined): readonly string[] =>
    place === undefined
      ? []
      : [
          ...place.terms,
          ...(place.numbers.length > 0 ? [anyNumber] : []),
          ...[...place.phrases, ...place.classes.flatMap(entriesOf)].flatMap(([first]) => begin(first)),
        ];
  return new Set(begin(part[0]));
}

/** Files entries by the terms that each may begin with. */
export function filed<Entry>(
  entries: readonly Entry[],
  starts: (entry: Entry) => Iterable<string>,
): Starts<Entry> {
  const found = new Map<string, Entry[]>();
  for (const entry of entries)
    for (const start of starts(entry)) {
      const known = found.get(start);
      if (known) known.push(entry);
      else found.set(start, [entry]);
    }
  return found;
}

/** Patterns, each with something of one's own, that are looked up by the words of a message. */
export interface Filing<Item> {
  readonly items: readonly { readonly pattern: Pattern; readonly item: Item }[];
  readonly byStart: Starts<{ readonly at: number; readonly part: number }>;
}

export function filing<Item>(
  items: readonly { readonly pattern: Pattern; readonly item: Item }[],
  classes: ReadonlyMap<string, readonly Part[]>,
): Filing<Item> {
  const parts = items.flatMap(({ pattern }, at) =>
    pattern.map((part, index) => ({ at, part: index, starts: startsOf(part, classes) })),
  );
  return { items, byStart: filed(parts, ({ starts }) => starts) };
}

/** The patterns of which every part may begin with one of these terms, in their order. */
export function* begun<Item>(
  { items, byStart }: Filing<Item>,
  terms: Iterable<string>,
): Generator<{ readonly pattern: Pattern; readonly item: Item }> {
  const parts = new Map<number, Set<number>>();
  for (const term of terms)
    for (const { at, part } of byStart.get(term) ?? []) {
      const known = parts.get(at);
      if (known) known.add(part);
      else parts.set(at, new Set([part]));
    }
  for (const [at, found] of [...parts].sort(([a], [b]) => a - b)) {
    const entry = items[at];
    if (entry && found.size === entry.pattern.length) yield entry;
  }
}
