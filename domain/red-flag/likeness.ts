import type { Assessment } from './assess.ts';
import { type Classes, classesPresent, type Reading } from './matching.ts';

/** What is weighed of a message: `w` a word, `s` how it begins, `c` a class of words, `l` the level and `f` a flag that the rules gave. */
export type Traits = readonly string[];

/** How much each trait speaks for a message of the urgent (above 0) or of the harmless examples (below). */
export interface Likeness {
  readonly weights: Readonly<Record<string, number>>;
  readonly bias: number;
  /** From here on a message is like the urgent ones. */
  readonly threshold: number;
}

export interface Example {
  /** Of the whole message first, then of each of its sentences. */
  readonly traits: readonly Traits[];
  readonly urgent: boolean;
  /** The rules find nothing urgent in it by themselves. */
  readonly passed: boolean;
}

const beginning = 5;

/** The traits of a message as it was read, and of what the rules found in it. */
export function traitsOf(reading: Reading, classes: Classes, { level, flags }: Assessment): Traits {
  const words = reading.tokens.map(({ text }) => text);
  return [
    ...new Set([
      ...words.map((word) => `w ${word}`),
      ...words.filter((word) => word.length > beginning).map((word) => `s ${word.slice(0, beginning)}`),
      ...classesPresent(reading, classes).map((name) => `c ${name}`),
      `l ${level}`,
      ...flags.map((flag) => `f ${flag}`),
    ]),
  ];
}

/** The sum of the weights, as if every message were as long as any other. */
function likenessOf(traits: Traits, { weights, bias }: Pick<Likeness, 'weights' | 'bias'>): number {
  const known = traits.flatMap((trait) => weights[trait] ?? []);
  return bias + known.reduce((sum, weight) => sum + weight, 0) / Math.sqrt(known.length || 1);
}

/** The likeness of a message or of that of its sentences which is most alike. */
export const mostAlike = (all: readonly Traits[], model: Pick<Likeness, 'weights' | 'bias'>): number =>
  Math.max(...all.map((traits) => likenessOf(traits, model)));

const rounds = 6;
const step = 0.5;
const biasStep = 0.05;
const decay = 0.001;

/** Each round takes the examples in another order, the same on every machine. */
function shuffled<Item>(items: readonly Item[], round: number): readonly Item[] {
  let state = round + 1;
  return items
    .map((item) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return { item, state };
    })
    .sort((a, b) => a.state - b.state)
    .map(({ item }) => item);
}

/** Learns the weights from examples by logistic regression (AdaGrad, in a fixed order). */
export function learned(examples: readonly Example[]): Pick<Likeness, 'weights' | 'bias'> {
  const weights = new Map<string, { value: number; squares: number }>();
  let bias = 0;
  const weightOf = (trait: string): { value: number; squares: number } => {
    const known = weights.get(trait) ?? { value: 0, squares: 0 };
    weights.set(trait, known);
    return known;
  };
  for (let round = 0; round < rounds; round += 1)
    for (const { traits, urgent } of shuffled(examples, round)) {
      const own = (traits[0] ?? []).map(weightOf);
      const length = Math.sqrt(own.length || 1);
      const score = bias + own.reduce((sum, { value }) => sum + value, 0) / length;
      const error = 1 / (1 + Math.exp(-score)) - (urgent ? 1 : 0);
      bias -= biasStep * error;
      for (const weight of own) {
        const slope = error / length + decay * weight.value;
        weight.squares += slope * slope;
        weight.value -= (step * slope) / Math.sqrt(weight.squares + 1e-8);
      }
    }
  const rounded = [...weights].map(([trait, { value }]) => [trait, Math.round(value * 100) / 100] as const);
  return { weights: Object.fromEntries(rounded), bias };
}

const folds = 5;

/**
 * Learns from all examples, and sets the threshold by what it says of harmless ones that it has not learned from and that the rules let pass:
 * of them this share may be taken for urgent.
 */
export function learnLikeness(examples: readonly Example[], mayBeWrong: number): Likeness {
  const unseen = Array.from({ length: folds }, (_, fold) => {
    const model = learned(examples.filter((_example, index) => index % folds !== fold));
    return examples
      .filter(({ urgent, passed }, index) => index % folds === fold && !urgent && passed)
      .map(({ traits }) => mostAlike(traits, model));
  })
    .flat()
    .sort((a, b) => b - a);
  return { ...learned(examples), threshold: unseen[Math.floor(unseen.length * mayBeWrong)] ?? Infinity };
}
