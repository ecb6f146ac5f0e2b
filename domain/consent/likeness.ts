import * as z from 'zod/mini';
import { buckets, featuresOf } from './sentence-features.ts';
import { sentencesOf } from './sentences.ts';

/** What was learned from the examples of `practice/revocation-examples/`: a logistic regression over the features of a sentence. */
export const Likeness = z.strictObject({
  /** One character a bucket: `middle` is nothing, every code above or below it one `step` more or less. */
  weights: z.string().check(z.length(buckets)),
  step: z.number(),
  bias: z.number(),
});
export type Likeness = z.infer<typeof Likeness>;

/** The printable characters from # to ~. */
export const middle = 80;
export const mostSteps = 45;

/** How much a message is like those that end messages. */
export interface Likelihood {
  /** From 0 to 1, of the sentence that is most like one; as if every other message ended messages. */
  readonly probability: number;
  /** The words of that sentence which weighed most, in its order. */
  readonly words: readonly string[];
}

const mostWords = 4;
/** One word says too little: which ones end messages is for the rules to say. */
const fewestWords = 2;

/** Reads how much a message in the patient's own words is like the examples of those that end messages. */
export function likenessReader({ weights, step, bias }: Likeness): (text: string) => Likelihood {
  const weightOf = (bucket: number): number => (weights.charCodeAt(bucket) - middle) * step;

  function ofSentence(sentence: ReturnType<typeof sentencesOf>[number]) {
    const { words, features } = featuresOf(sentence);
    const byWord = words.map(() => 0);
    let sum = bias;
    for (const { bucket, value, word } of features) {
      const weight = weightOf(bucket) * value;
      sum += weight;
      byWord[word] = (byWord[word] ?? 0) + weight;
    }
    return { sum: words.length < fewestWords ? Number.NEGATIVE_INFINITY : sum, words, byWord };
  }

  return (text) => {
    const [most] = sentencesOf(text)
      .map(ofSentence)
      .toSorted((a, b) => b.sum - a.sum);
    if (!most) return { probability: 0, words: [] };
    const { sum, words, byWord } = most;
    const least = byWord.toSorted((a, b) => b - a)[mostWords - 1] ?? 0;
    return {
      probability: 1 / (1 + Math.exp(-sum)),
      words: words.filter((_, index) => (byWord[index] ?? 0) > 0 && (byWord[index] ?? 0) >= least),
    };
  };
}
