import { plainText } from './tokens.ts';

/** One place of a pattern: any of these terms, classes or numbers. */
export interface Place {
  /** How many other words may stand between it and the place before. */
  readonly between: number;
  /** Of the first place of a part: it may stand sentences away from the parts before it. */
  readonly far: boolean;
  readonly terms: readonly string[];
  readonly classes: readonly string[];
  readonly numbers: readonly (readonly [number, number])[];
  /** Choices of several words, side by side. */
  readonly phrases: readonly Part[];
}

/** Words in order; a pattern is several such parts that stand near one another, or in the same message. */
export type Part = readonly Place[];
export type Pattern = readonly Part[];

function placeOf(text: string, between: number, far = false): Place {
  const terms: string[] = [];
  const classes: string[] = [];
  const numbers: (readonly [number, number])[] = [];
  const phrases: Part[] = [];
  for (const choice of text.split('|')) {
    const range = /^\{([\d.]+)-([\d.]+)\}$/.exec(choice);
    const named = /^<([a-z-]+)>$/.exec(choice);
    if (range) numbers.push([Number(range[1]), Number(range[2])]);
    else if (named?.[1]) classes.push(named[1]);
    else if (choice.includes('_')) phrases.push(choice.split('_').map((word) => placeOf(word, 1)));
    else if (/^[\p{L}\d.]+\*?$/u.test(choice)) terms.push(choice);
    else throw new Error(`"${choice}" is no word, <class> or {number-number}.`);
  }
  return { between, far, terms, classes, numbers, phrases };
}

/** `..` lets more words stand before the place that follows it. */
const wide = 3;

function partOf(text: string, between: number, far: boolean): Part {
  const places: Place[] = [];
  let allowed = between;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (word === '..') allowed = wide;
    else {
      places.push(placeOf(word, allowed, far));
      allowed = between;
    }
  }
  if (places.length === 0) throw new Error('A pattern has an empty part.');
  return places;
}

/** How many words may stand between two of a part where nothing else is said. */
export const usuallyBetween = 2;

/**
 * Reads a pattern, for instance `<skin> & turned white|pale`; what follows `&&` may stand sentences away. Throws a sentence that says what
 * cannot be read.
 */
export function parsePattern(text: string, between = usuallyBetween): Pattern {
  return plainText(text)
    .split('&&')
    .flatMap((near, group) => near.split('&').map((part) => partOf(part, between, group > 0)));
}

/** Every term that stands in a pattern itself. */
export const termsIn = (pattern: Pattern): readonly string[] =>
  pattern.flat().flatMap(({ terms, phrases }) => [...terms, ...termsIn(phrases)]);
export const classesIn = (pattern: Pattern): readonly string[] =>
  pattern.flat().flatMap(({ classes, phrases }) => [...classes, ...classesIn(phrases)]);
