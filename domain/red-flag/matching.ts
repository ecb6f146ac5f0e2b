import { type Part, type Pattern, type Place, parsePattern } from './pattern.ts';
import type { Spelling } from './spelling.ts';
import { anyNumber, filed, type Starts, startsOf } from './starts.ts';
import type { Token } from './tokens.ts';

/** Words from `from` to `to`, both included. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** How many words of it are only guessed to be misspelled terms; a short one counts for more. */
  readonly doubt: number;
  /** How many words of it are the terms themselves. */
  readonly sure: number;
}

/** How wide the parts of a pattern may stand apart, in words. */
const nearby = 11;
/** How wide those that may stand sentences away: a message, but not all that a long mail says. */
const farAway = 40;

/** A message's words, and where each term stands among them; `masked` words mean nothing. */
export interface Reading {
  readonly tokens: readonly Token[];
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Of the places those where a word is only guessed to be the term. */
  readonly guesses: ReadonlyMap<string, ReadonlySet<number>>;
  readonly numbers: readonly number[];
  readonly classes: Map<string, readonly Span[]>;
}

function addPlace(places: Map<string, number[]>, term: string, index: number): void {
  const known = places.get(term);
  if (!known) places.set(term, [index]);
  else if (known.at(-1) !== index) known.push(index);
}

/** A shorter word, or the stem of one, is one slip away from too many others. */
const shortestSure = 5;
const shortDoubt = 1.5;

function wordSpan(index: number, term: string, { tokens, guesses }: Reading): Span {
  if (!guesses.get(term)?.has(index)) return { from: index, to: index, doubt: 0, sure: 1 };
  const length = Math.min(tokens[index]?.text.length ?? 0, term.replace('*', '').length);
  return { from: index, to: index, doubt: length < shortestSure ? shortDoubt : 1, sure: 0 };
}

export function readingOf(
  tokens: readonly Token[],
  termsOf: Spelling['termsOf'],
  masked: ReadonlySet<number> = new Set(),
): Reading {
  const places = new Map<string, number[]>();
  const guesses = new Map<string, Set<number>>();
  const numbers: number[] = [];
  tokens.forEach(({ text }, index) => {
    if (masked.has(index)) return;
    if (/^\d/.test(text)) {
      numbers.push(index);
      places.set(anyNumber, numbers);
    }
    const { sure, guessed } = termsOf(text);
    for (const term of sure) addPlace(places, term, index);
    for (const term of guessed) {
      addPlace(places, term, index);
      const known = guesses.get(term);
      if (known) known.add(index);
      else guesses.set(term, new Set([index]));
    }
  });
  return { tokens, places, guesses, numbers, classes: new Map() };
}

const inRange = (text: string, [from, to]: readonly [number, number]): boolean =>
  Number(text) >= from && Number(text) <= to;

/** Each class's entries as parts, by the terms that they may begin with. */
export interface Classes {
  readonly entries: ReadonlyMap<string, readonly Part[]>;
  readonly starts: ReadonlyMap<string, Starts<Part>>;
}

export function classesOf(words: Readonly<Record<string, readonly string[]>>): Classes {
  const entries = new Map(
    Object.entries(words).map(([name, texts]) => [name, texts.flatMap((text) => parsePattern(text, 1))]),
  );
  const starts = new Map(
    [...entries].map(([name, parts]) => [name, filed(parts, (part) => startsOf(part, entries))]),
  );
  return { entries, starts };
}

const inOrder = (a: Span, b: Span): number => a.from - b.from || a.to - b.to || a.doubt - b.doubt;

function classSpans(name: string, reading: Reading, classes: Classes): readonly Span[] {
  const known = reading.classes.get(name);
  if (known) return known;
  const starts = classes.starts.get(name);
  if (!starts) throw new Error(`There is no class <${name}>.`);
  const parts = new Set<Part>();
  for (const term of reading.places.keys()) for (const part of starts.get(term) ?? []) parts.add(part);
  const found = [...parts].flatMap((part) => partSpans(part, reading, classes));
  found.sort(inOrder);
  reading.classes.set(name, found);
  return found;
}

/** The names of the classes of which the message has a word. */
export const classesPresent = (reading: Reading, classes: Classes): readonly string[] =>
  [...classes.entries.keys()].filter((name) => classSpans(name, reading, classes).length > 0);

function placeSpans(place: Place, reading: Reading, classes: Classes): readonly Span[] {
  const ranged = reading.numbers.filter((index) =>
    place.numbers.some((range) => inRange(reading.tokens[index]?.text ?? '', range)),
  );
  const found = [
    ...place.terms.flatMap((term) =>
      (reading.places.get(term) ?? []).map((index) => wordSpan(index, term, reading)),
    ),
    ...ranged.map((index) => ({ from: index, to: index, doubt: 0, sure: 1 })),
    ...place.classes.flatMap((name) => classSpans(name, reading, classes)),
    ...place.phrases.flatMap((phrase) => partSpans(phrase, reading, classes)),
  ];
  if (found.length < 2) return found;
  return found.sort(inOrder);
}

/** Index of the first span that begins at `from` or later. */
function firstFrom(spans: readonly Span[], from: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).from < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the words of a part stand in order. */
export function partSpans(part: Part, reading: Reading, classes: Classes): readonly Span[] {
  const [first, ...rest] = part;
  if (!first) return [];
  let found = placeSpans(first, reading, classes);
  for (const place of rest) {
    if (found.length === 0) return [];
    const next = placeSpans(place, reading, classes);
    found = found.flatMap((span) => {
      const at = next[firstFrom(next, span.to + 1)];
      if (!at || at.from - span.to - 1 > place.between) return [];
      const { doubt, sure } = { doubt: span.doubt + at.doubt, sure: span.sure + at.sure };
      return [{ from: span.from, to: at.to, doubt, sure }];
    });
  }
  return found;
}

/** Every way in which the pattern stands in the message: one span for each of its parts, near one another, none in another. */
export function* matchesOf(pattern: Pattern, reading: Reading, classes: Classes): Generator<readonly Span[]> {
  const all: (readonly Span[])[] = [];
  for (const part of pattern) {
    const spans = partSpans(part, reading, classes);
    if (spans.length === 0) return;
    all.push(spans);
  }
  const [first = [], ...others] = all;
  function* joined(chosen: readonly Span[], left: readonly (readonly Span[])[]): Generator<readonly Span[]> {
    const [next, ...later] = left;
    if (!next) {
      yield chosen;
      return;
    }
    const from = Math.min(...chosen.map((span) => span.from));
    const to = Math.max(...chosen.map((span) => span.to));
    const reach = pattern[chosen.length]?.[0]?.far ? farAway : nearby;
    for (let index = firstFrom(next, from - reach); index < next.length; index += 1) {
      const span = next[index] as Span;
      if (span.from > from + reach) return;
      if (Math.max(to, span.to) - Math.min(from, span.from) > reach) continue;
      if (chosen.some((other) => span.from <= other.to && other.from <= span.to)) continue;
      yield* joined([...chosen, span], later);
    }
  }
  for (const span of first) yield* joined([span], others);
}
