import { type Likeness, middle, mostSteps } from './likeness.ts';
import { buckets, featuresOf } from './sentence-features.ts';
import { sentencesOf } from './sentences.ts';
import { normalized } from './unquoted.ts';

export interface Example {
  readonly text: string;
  /** Whether it ends messages. */
  readonly ends: boolean;
}

interface Row {
  readonly buckets: Int32Array;
  readonly values: Float64Array;
}

interface Model {
  readonly weights: Float64Array;
  readonly slopes: Float64Array;
  bias: number;
  biasSlope: number;
}

/** Chosen by training without one writer and asking about that writer (docs/decisions/026). */
const rounds = 5;
const rate = 0.3;
const shrink = 1e-3;
const tiny = 1e-8;

/** Always the same numbers, so that the same examples are always learned in the same order. */
function shuffler(): <T>(list: T[]) => T[] {
  let state = 20_240_411;
  return (list) => {
    for (let last = list.length - 1; last > 0; last -= 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const other = Math.floor((state / 2 ** 32) * (last + 1));
      [list[last], list[other]] = [list[other] as (typeof list)[number], list[last] as (typeof list)[number]];
    }
    return list;
  };
}

function rowsOf(text: string): readonly Row[] {
  return sentencesOf(normalized(text))
    .map((sentence) => featuresOf(sentence))
    .filter(({ words }) => words > 0)
    .map(({ features }) => ({
      buckets: Int32Array.from(features, ({ bucket }) => bucket),
      values: Float64Array.from(features, ({ value }) => value),
    }));
}

function sumOf({ weights, bias }: Model, row: Row): number {
  let sum = bias;
  for (let index = 0; index < row.buckets.length; index += 1)
    sum += (weights[row.buckets[index] as number] as number) * (row.values[index] as number);
  return sum;
}

/** One step of AdaGrad: what was seen often moves less. `weight` makes up for the class that has fewer examples. */
function learnRow(model: Model, row: Row, ends: boolean, weight: number): void {
  const error = (1 / (1 + Math.exp(-sumOf(model, row))) - (ends ? 1 : 0)) * weight;
  const { weights, slopes } = model;
  for (let index = 0; index < row.buckets.length; index += 1) {
    const bucket = row.buckets[index] as number;
    const before = weights[bucket] as number;
    const slope = error * (row.values[index] as number) + shrink * before;
    const total = (slopes[bucket] as number) + slope * slope;
    slopes[bucket] = total;
    weights[bucket] = before - (rate * slope) / Math.sqrt(total);
  }
  model.biasSlope += error * error;
  model.bias -= (rate * error) / Math.sqrt(model.biasSlope);
}

function learnRows(
  model: Model,
  ending: readonly Row[],
  others: readonly Row[],
  shuffle: <T>(list: T[]) => T[],
) {
  const all = [
    ...ending.map((row) => ({
      row,
      ends: true,
      weight: (ending.length + others.length) / 2 / ending.length,
    })),
    ...others.map((row) => ({
      row,
      ends: false,
      weight: (ending.length + others.length) / 2 / others.length,
    })),
  ];
  for (let round = 0; round < rounds; round += 1)
    for (const { row, ends, weight } of shuffle(all)) learnRow(model, row, ends, weight);
}

/** The sentence of a message that is most like those which end messages. */
const mostLike = (model: Model, rows: readonly Row[]): readonly Row[] =>
  rows.length < 2 ? rows : rows.toSorted((a, b) => sumOf(model, b) - sumOf(model, a)).slice(0, 1);

function compact({ weights, bias }: Model): Likeness {
  const most = weights.reduce((found, weight) => Math.max(found, Math.abs(weight)), tiny);
  const step = Number((most / mostSteps).toPrecision(6));
  const codes = Array.from(weights, (weight) => String.fromCharCode(middle + Math.round(weight / step)));
  return { weights: codes.join(''), step, bias: Number(bias.toPrecision(6)) };
}

/**
 * Learns from examples what messages that end messages are like; the same examples always give the same. Of one that does not, every
 * sentence counts; of a longer one that does, first none, then the sentence that is most like the short ones.
 */
export function learnLikeness(examples: readonly Example[]): Likeness {
  const shuffle = shuffler();
  const model: Model = {
    weights: new Float64Array(buckets),
    slopes: new Float64Array(buckets).fill(tiny),
    bias: 0,
    biasSlope: tiny,
  };
  const others = examples.filter(({ ends }) => !ends).flatMap(({ text }) => rowsOf(text));
  const ending = examples.filter(({ ends }) => ends).map(({ text }) => rowsOf(text));
  learnRows(model, ending.filter((rows) => rows.length === 1).flat(), others, shuffle);
  learnRows(
    model,
    ending.flatMap((rows) => mostLike(model, rows)),
    others,
    shuffle,
  );
  return compact(model);
}
