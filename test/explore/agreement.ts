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

/** Plays the same day through the simulation and through the embedded engines; gives what differs. */
export async function exploreAgreement(count: number, seed: number): Promise<readonly string[]> {
  const day = busyDay(count, seed);
  const outcome = await simulated(day, seed, 60);
  const there = await replayed(day, outcome);
  const differences: string[] = [];
  for (const { id } of day) {
    const here = await told(outcome, `inq_${id}`);
    const other = there.get(`inq_${id}`) ?? [];
    const only = [
      ...here.filter((line) => !other.includes(line)),
      ...other.filter((line) => !here.includes(line)),
    ];
    if (only.length > 0) differences.push(`inquiry ${id}: ${only.slice(0, 4).join('; ')}`);
  }
  return differences;
}
