import type { Outcome } from '../../domain/measure/arms.ts';
import { type Lift, revenueLift, visitLift } from '../../domain/measure/lift.ts';
import { chance, minutesAround } from '../../simulation/chance.ts';

/** A practice of which the truth is known. Shares are 0 to 1. */
interface Setting {
  readonly control: number;
  readonly lift: number;
  readonly holdout: number;
  readonly patients: number;
  /** How alike members of a household are: the correlation of their visits. */
  readonly alike: number;
}

const settingsOf = (sizes: readonly number[]): readonly Setting[] =>
  [0.05, 0.1, 0.57].flatMap((control) =>
    [0, 0.03, 0.08].flatMap((lift) =>
      [0.1, 0.2].flatMap((holdout) =>
        sizes.map((patients) => ({ control, lift, holdout, patients, alike: 0.3 })),
      ),
    ),
  );

const named = ({ control, lift, holdout, patients }: Setting): string =>
  `${Math.round(control * 100)} % without, ${Math.round(lift * 100)} points more with, ${holdout * 100} % held out of ${patients}`;

/** What a visit leaves: mostly some hundred, now and then thousands. */
const median = 40_000;
const spread = 0.6;
const meanCents = median * Math.exp(spread ** 2 / 2);

function householdSize(number: () => number): number {
  const drawn = number();
  return drawn < 0.6 ? 1 : drawn < 0.9 ? 2 : 3;
}

/** One practice: households of one to three, all of one in the same arm; with the chance `alike` they do as one. */
function practice(setting: Setting, seed: number): readonly Outcome[] {
  const { control, lift, holdout, patients, alike } = setting;
  const number = chance(seed, named(setting));
  const outcomes: Outcome[] = [];
  for (let household = 0; outcomes.length < patients; household += 1) {
    const heldOut = number() < holdout;
    const rate = heldOut ? control : control + lift;
    const together = number() < alike ? number() : undefined;
    const size = householdSize(number);
    for (let member = 0; member < size; member += 1) {
      const visited = (together ?? number()) < rate;
      outcomes.push({
        household: String(household),
        heldOut,
        stratum: String(holdout),
        visited,
        cents: visited ? Math.round(minutesAround(median, spread, number)) : 0,
      });
    }
  }
  return outcomes;
}

const smallTakesEach = 5;

interface Coverage {
  /** Runs that gave a number, and those of them whose interval held the truth. */
  readonly answered: number;
  readonly covered: number;
}

function coverage(lifts: readonly Lift[], truth: number): Coverage {
  const measured = lifts.flatMap((lift) => (lift.state === 'measured' ? [lift] : []));
  return {
    answered: measured.length,
    covered: measured.filter(({ low, high }) => low <= truth && truth <= high).length,
  };
}

function play(
  setting: Setting,
  runs: number,
  seed: number,
): Readonly<Record<'visits' | 'revenue', Coverage>> {
  const lifts = Array.from({ length: runs }, (_, run) => {
    const outcomes = practice(setting, seed * 100_003 + run);
    return { visits: visitLift(outcomes), revenue: revenueLift(outcomes) };
  });
  return {
    visits: coverage(
      lifts.map(({ visits }) => visits),
      setting.lift,
    ),
    revenue: coverage(
      lifts.map(({ revenue }) => revenue),
      setting.lift * meanCents,
    ),
  };
}

const shareOf = ({ covered, answered }: Coverage): number => (covered / answered) * 100;
const told = (coverage: Coverage): string =>
  coverage.answered === 0 ? 'not enough data' : `${shareOf(coverage).toFixed(1)} % of ${coverage.answered}`;

/**
 * Plays practices of which the truth is known, and looks how often the 95 % intervals hold it. A setting is judged where at least half of its runs
 * gave a number. A thousand runs each, for chance alone moves 200 by three points; the small size takes some of the settings.
 */
export function exploreLift(full: boolean, seed: number) {
  const runs = 1000;
  const [least, most] = [93, 97];
  const settings = full
    ? settingsOf([600, 2000, 6000])
    : settingsOf([2000]).filter((_, index) => index % smallTakesEach === 0);
  const played = settings.map((setting) => ({
    name: named(setting),
    ...play(setting, runs, seed),
  }));
  const judged = played.flatMap(({ name, visits, revenue }) =>
    [
      { name: `visits, ${name}`, coverage: visits },
      { name: `revenue, ${name}`, coverage: revenue },
    ].filter(({ coverage }) => coverage.answered * 2 >= runs),
  );
  return {
    runs: played.length * runs,
    table: played.map(
      ({ name, visits, revenue }) => `${name}: visits ${told(visits)}, revenue ${told(revenue)}`,
    ),
    judged: judged.length,
    lowest: Math.min(...judged.map(({ coverage }) => shareOf(coverage))),
    highest: Math.max(...judged.map(({ coverage }) => shareOf(coverage))),
    findings: judged
      .filter(({ coverage }) => shareOf(coverage) < least || shareOf(coverage) > most)
      .map(({ name, coverage }) => `${name}: the interval held the truth in ${told(coverage)}`),
  };
}
