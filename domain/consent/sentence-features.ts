import { tokensOf } from '../red-flag/tokens.ts';
import type { Sentence } from './sentences.ts';

/** Features fall into this many buckets by their hash; two that share one blur each other a little. */
export const buckets = 32_768;

/** What is looked at in a sentence: a word, a pair of neighbours, or three or four letters of a word. */
export interface Feature {
  readonly bucket: number;
  readonly value: number;
  /** The word that it belongs to, counted from 0. */
  readonly word: number;
}

export interface SentenceFeatures {
  readonly words: readonly string[];
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
 * The words and features of a sentence, each feature once. Case, accents and the figures of a number do not count. A longer sentence has more
 * features of less value each, so that length alone says little.
 */
export function featuresOf({ text, asked }: Sentence): SentenceFeatures {
  const words = tokensOf(text).map((token) => (/\d/.test(token.text) ? '#' : token.text));
  const found = new Map<number, Feature>();
  const add = (name: string, word: number, value = 1): void => {
    const bucket = bucketOf(name);
    if (!found.has(bucket)) found.set(bucket, { bucket, value, word });
  };
  words.forEach((text, word) => {
    add(`word ${text}`, word);
    add(`pair ${words[word - 1] ?? '^'} ${text}`, word);
    for (const part of partsOf(text)) add(`part ${part}`, word, partWeight);
  });
  add(`pair ${words.at(-1) ?? '^'} $`, words.length - 1);
  if (asked) add('asked', words.length - 1);
  const all = [...found.values()];
  const length = Math.sqrt(all.reduce((sum, { value }) => sum + value * value, 0));
  return {
    words,
    features: all.map((feature) => ({ ...feature, value: feature.value / Math.sqrt(length) })),
  };
}
