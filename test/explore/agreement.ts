import { syntheticMonth } from '../../simulation/past-inquiries.ts';
import { replayed, simulated, told } from '../support/replay.ts';

/** So many inquiries within six hours of a day on which both locations are open, by the form alone. */
function busyDay(count: number, seed: number) {
  const start = Date.parse('2026-11-19T16:00:00.000Z');
  return syntheticMonth(count, '2026-11-01T00:00:00.000Z', ['downtown'], seed)
    .map((past) => ({
      ...past,
      channel: 'web-form' as const,
      priority:
        past.priority === 'other' || past.priority === 'post-treatment'
          ? ('new-lead' as const)
          : past.priority,
      at: new Date(
        start + Math.floor(((Date.parse(past.at) % 86_400_000) / 86_400_000) * 6 * 3600) * 1000,
      ).toISOString(),
    }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** A message to staff that is within somebody's limit, or the one that says that more wait. */
const isLimited = (line: string): boolean => / (alert|warning|bundle) /.test(line);
const instantOf = (line: string): string => line.slice(0, 19);

/** Lines that only one of the two has, each as often as it has it more. */
function onlyInOne(here: readonly string[], there: readonly string[]): readonly string[] {
  const left = [...there];
  const missing = here.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...missing, ...left];
}

/**
 * Plays the same day through the simulation and through the embedded engines; gives what differs. Where several inquiries are due in one
 * instant and somebody's limit is reached in it, which of them is the one too many is chance: there the messages of all are compared together.
 */
export async function exploreAgreement(count: number, seed: number): Promise<readonly string[]> {
  const day = busyDay(count, seed);
  const outcome = await simulated(day, seed, 60);
  const there = await replayed(day, outcome);
  const pairs = await Promise.all(
    day.map(async ({ id }) => ({
      id,
      here: await told(outcome, `inq_${id}`),
      other: there.get(`inq_${id}`) ?? [],
    })),
  );
  const full = new Set(
    pairs.flatMap(({ here }) => here.filter((line) => line.includes(' bundle ')).map(instantOf)),
  );
  const own = (lines: readonly string[]) =>
    lines.filter((line) => !(isLimited(line) && full.has(instantOf(line))));
  const shared = (lines: readonly string[]) =>
    lines
      .filter((line) => isLimited(line) && full.has(instantOf(line)))
      // Which kind the one too many is of is chance as well; how many each person gets is not.
      .map((line) => line.replace(/ (alert|warning|bundle) /, ' a message to '));
  const together = onlyInOne(
    pairs.flatMap(({ here }) => shared(here)),
    pairs.flatMap(({ other }) => shared(other)),
  );
  return [
    ...pairs.flatMap(({ id, here, other }) => {
      const only = onlyInOne(own(here), own(other));
      return only.length > 0 ? [`inquiry ${id}: ${only.slice(0, 4).join('; ')}`] : [];
    }),
    ...(together.length > 0 ? [`of all: ${together.slice(0, 4).join('; ')}`] : []),
  ];
}
