import { type Arm, type Arms, armsOf, designEffect, type Outcome } from './arms.ts';
import { skewedBounds, wilson } from './intervals.ts';

export interface ArmCount {
  readonly patients: number;
  readonly households: number;
  readonly visits: number;
  readonly cents: number;
}

interface Counted {
  readonly contacted: ArmCount;
  readonly heldOut: ArmCount;
}

/** Why there is no number: too few households in an arm, or too few visits, or absent visits, to be expected in one. */
export type TooLittle = 'no holdout' | 'few households' | 'few visits' | 'few without a visit';

export interface Interval {
  readonly difference: number;
  /** Of 95 %. */
  readonly low: number;
  readonly high: number;
}

export type Lift =
  | (Counted & { readonly state: 'not enough data'; readonly why: TooLittle })
  | (Counted & { readonly state: 'measured' } & Interval);

/** Households an arm must have, and visits (and absences) that must be expected in it, before a difference is shown (docs/decisions/016). */
export const leastHouseholds = 30;
export const leastExpected = 5;
/** Revenue is skewed: so many visits must be expected. */
export const leastPaying = 40;

const count = (outcomes: readonly Outcome[]): ArmCount => ({
  patients: outcomes.length,
  households: new Set(outcomes.map(({ household }) => household)).size,
  visits: outcomes.filter(({ visited }) => visited).length,
  cents: outcomes.reduce((sum, { cents }) => sum + cents, 0),
});

const counted = (outcomes: readonly Outcome[]): Counted => ({
  contacted: count(outcomes.filter(({ heldOut }) => !heldOut)),
  heldOut: count(outcomes.filter(({ heldOut }) => heldOut)),
});

/** Independent patients that would say as much as those of an arm. */
const effective = (arm: Arm, design: number): number => arm.size / design;

/** The rule looks at both arms' pooled rate, never at one arm's own count: choosing by the count would bend the interval. */
function tooLittle({ contacted, heldOut }: Arms, design: number, expected: number): TooLittle | undefined {
  const both = [contacted, heldOut];
  if (both.some(({ members }) => members.length === 0)) return 'no holdout';
  if (both.some(({ households }) => households < leastHouseholds)) return 'few households';
  const patients = contacted.members.length + heldOut.members.length;
  const rate = (contacted.mean * contacted.members.length + heldOut.mean * heldOut.members.length) / patients;
  const least = Math.min(...both.map((arm) => effective(arm, design)));
  if (least * rate < expected) return 'few visits';
  return least * (1 - rate) < expected ? 'few without a visit' : undefined;
}

const visited = ({ visited }: Outcome): number => (visited ? 1 : 0);
const cents = ({ cents }: Outcome): number => cents;

/**
 * How many more of a hundred eligible patients came because they were contacted: the difference of the two shares (0 to 1) with a 95 % interval, or
 * that there is not enough data. Newcombe's hybrid of Wilson's score intervals, at the size that is left when households are the unit.
 */
export function visitLift(outcomes: readonly Outcome[]): Lift {
  const counts = counted(outcomes);
  const arms = armsOf(outcomes, visited);
  const design = designEffect(arms);
  const why = tooLittle(arms, design, leastExpected);
  if (why !== undefined) return { state: 'not enough data', why, ...counts };
  const scored = (arm: Arm) => ({ rate: arm.mean, ...wilson(arm.mean, effective(arm, design)) });
  const [c, h] = [scored(arms.contacted), scored(arms.heldOut)];
  const difference = c.rate - h.rate;
  return {
    state: 'measured',
    ...counts,
    difference,
    low: difference - Math.hypot(c.rate - c.low, h.high - h.rate),
    high: difference + Math.hypot(c.high - c.rate, h.rate - h.low),
  };
}

/**
 * How many more cents an eligible patient left because they were contacted (a whole number), with a 95 % interval. Welch's, over households.
 */
export function revenueLift(outcomes: readonly Outcome[]): Lift {
  const counts = counted(outcomes);
  const byVisit = armsOf(outcomes, visited);
  const why = tooLittle(byVisit, designEffect(byVisit), leastPaying);
  if (why !== undefined) return { state: 'not enough data', why, ...counts };
  const { contacted, heldOut } = armsOf(outcomes, cents);
  const variance = contacted.variance + heldOut.variance;
  const freedom =
    variance ** 2 /
    (contacted.variance ** 2 / (contacted.households - 1) + heldOut.variance ** 2 / (heldOut.households - 1));
  const error = Math.sqrt(variance);
  const skewness = error > 0 ? (contacted.third - heldOut.third) / error ** 3 : 0;
  const { below, above } = skewedBounds(skewness, freedom);
  const difference = contacted.mean - heldOut.mean;
  return {
    state: 'measured',
    ...counts,
    difference: Math.round(difference),
    low: Math.round(difference - below * error),
    high: Math.round(difference + above * error),
  };
}
