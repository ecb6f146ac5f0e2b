import * as z from 'zod/mini';
import { buckets, featuresOf } from './sentence-features.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

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
  /** That sentence in the patient's own words, perhaps cut off. */
  readonly sentence: string;
}

/** One word says too little: which ones end messages is for the rules to say. */
const fewestWords = 2;
const longestShown = 100;

/** Reads how much a message in the patient's own words is like the examples of those that end messages. */
export function likenessReader({ weights, step, bias }: Likeness): (text: string) => Likelihood {
  const weightOf = (bucket: number): number => (weights.charCodeAt(bucket) - middle) * step;

  function ofSentence(sentence: Sentence): Likelihood {
    const { words, features } = featuresOf(sentence);
    const sum = features.reduce((found, { bucket, value }) => found + weightOf(bucket) * value, bias);
    return {
      probability: words < fewestWords ? 0 : 1 / (1 + Math.exp(-sum)),
      sentence: sentence.text.trim().slice(0, longestShown),
    };
  }

  return (text) => {
    const [most] = sentencesOf(text)
      .map(ofSentence)
      .toSorted((a, b) => b.probability - a.probability);
    return most ?? { probability: 0, sentence: '' };
  };
}
