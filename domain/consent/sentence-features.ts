import { tokensOf } from '../red-flag/tokens.ts';
import type { Sentence } from './sentences.ts';

/** Features fall into this many buckets by their hash; two that share one blur each other a little. */
export const buckets = 32_768;

/** What is looked at in a sentence: a word, a pair of neighbours, or three or four letters of a word. */
export interface Feature {
  readonly bucket: number;
  readonly value: number;
}

export interface SentenceFeatures {
  /** How many there are. */
  readonly words: number;
  readonly features: readonly Feature[];
}

/** FNV-1a, its bits mixed once more so that the lowest of them can be taken. */
function bucketOf(name: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3ce5);
  return (hash ^ (hash >>> 13)) & (buckets - 1);
}

/** Parts of words say less than words: they are there for misspellings and endings. */
const partWeight = 0.5;
const partLengths = [3, 4];

function partsOf(word: string): readonly string[] {
  const edged = `_${word}_`;
  return partLengths.flatMap((length) =>
    Array.from({ length: Math.max(0, edged.length - length + 1) }, (_, from) =>
      edged.slice(from, from + length),
    ),
  );
}

/**
 * The features of a sentence, each once, and how many words it has. Case, accents and the figures of a number do not count. A longer sentence has more
 * features of less value each, so that length alone says little.
 */
export function featuresOf({ text, asked }: Sentence): SentenceFeatures {
  const words = tokensOf(text).map((token) => (/\d/.test(token.text) ? '#' : token.text));
  const found = new Map<number, number>();
  const add = (name: string, value = 1): void => {
    const bucket = bucketOf(name);
    if (!found.has(bucket)) found.set(bucket, value);
  };
  words.forEach((word, index) => {
    add(`word ${word}`);
    add(`pair ${words[index - 1] ?? '^'} ${word}`);
    for (const part of partsOf(word)) add(`part ${part}`, partWeight);
  });
  add(`pair ${words.at(-1) ?? '^'} $`);
  if (asked) add('asked');
  const length = Math.sqrt([...found.values()].reduce((sum, value) => sum + value * value, 0));
  const features = [...found].map(([bucket, value]) => ({ bucket, value: value / Math.sqrt(length) }));
  return { words: words.length, features };
}
