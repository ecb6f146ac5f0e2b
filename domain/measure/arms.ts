/** What came of one eligible patient. */
export interface Outcome {
  readonly household: string;
  readonly heldOut: boolean;
  /** Patients are only compared with those who had the same chance of being held out: the share at that time. */
  readonly stratum: string;
  readonly visited: boolean;
  /** Net revenue. */
  readonly cents: number;
}

/** A patient of an arm: the value, and how much of the arm's mean it makes up. */
interface Part {
  readonly household: string;
  readonly value: number;
  readonly weight: number;
  /** Mean of those of the same arm and stratum. */
  readonly around: number;
}

/** One of the two arms, standardised to the mix of strata of both. */
export interface Arm {
  readonly members: readonly Part[];
  readonly households: number;
  readonly mean: number;
  /** Of the mean, households being the unit. */
  readonly variance: number;
  /** Third central moment of the mean, households being the unit. */
  readonly third: number;
  /** Patients, less what unequal weights take away; as many as they are where there is one stratum. */
  readonly size: number;
}

export interface Arms {
  readonly contacted: Arm;
  readonly heldOut: Arm;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function armOf(members: readonly Part[]): Arm {
  const deviations = householdSums(members, ({ weight, value, around }) => weight * (value - around));
  const households = deviations.length;
  return {
    members,
    households,
    mean: sum(members.map(({ weight, value }) => weight * value)),
    variance: (households / Math.max(1, households - 1)) * sum(deviations.map((one) => one * one)),
    third: sum(deviations.map((one) => one ** 3)),
    size: 1 / sum(members.map(({ weight }) => weight * weight)),
  };
}

function householdSums(members: readonly Part[], of: (part: Part) => number): readonly number[] {
  const sums = new Map<string, number>();
  for (const part of members) sums.set(part.household, (sums.get(part.household) ?? 0) + of(part));
  return [...sums.values()];
}

/**
 * The two arms of an experiment. Strata in which one arm is empty say nothing and are left out; each of the others weighs as much as it has patients,
 * in both arms alike, so that a change of the share cannot look like an effect.
 */
export function armsOf(outcomes: readonly Outcome[], measured: (outcome: Outcome) => number): Arms {
  const strata = [...Map.groupBy(outcomes, ({ stratum }) => stratum).values()].filter((members) =>
    [true, false].every((heldOut) => members.some((one) => one.heldOut === heldOut)),
  );
  const patients = sum(strata.map(({ length }) => length));
  const partsOf = (heldOut: boolean): readonly Part[] =>
    strata.flatMap((stratum) => {
      const members = stratum.filter((one) => one.heldOut === heldOut);
      const around = sum(members.map(measured)) / members.length;
      const weight = stratum.length / patients / members.length;
      return members.map((one) => ({ household: one.household, value: measured(one), weight, around }));
    });
  return { contacted: armOf(partsOf(false)), heldOut: armOf(partsOf(true)) };
}

/**
 * By what factor the variance grows because members of a household are alike: 1 where they are not, and never less. Taken from both arms together, as
 * chance put the same kind of households into each; a small arm alone could not tell. Values must be 0 or 1.
 */
export function designEffect({ contacted, heldOut }: Arms): number {
  const effects = [contacted, heldOut].flatMap(({ members, households, size }) => {
    const scaled = householdSums(members, ({ weight, value, around }) => {
      const spread = Math.sqrt(around * (1 - around));
      return spread > 0 ? (weight * (value - around)) / spread : 0;
    });
    const effect = size * sum(scaled.map((one) => one * one));
    return effect > 0 ? [{ households, effect }] : [];
  });
  const households = sum(effects.map((one) => one.households));
  return households === 0
    ? 1
    : Math.max(1, sum(effects.map((one) => one.households * one.effect)) / households);
}
