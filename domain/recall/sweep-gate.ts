import type { Practice } from '../practice/practice.ts';
import { daysAfter, localDay } from './local-day.ts';

import type { Outreach } from './outreach.ts';
import type { Shard } from './sweep.ts';

/** How far back the first sweep of a zone looks. */
const firstLookBackDays = 30;

export const sweepId = (zone: string, day: string): string => `${zone.replaceAll(/[^A-Za-z]/g, '-')}_${day}`;

/** The zones of the practice's locations, each swept by its own clock. */
export const sweepZones = ({ locations }: Practice): readonly string[] => [
  ...new Set(locations.map(({ zone }) => zone)),
];

/** The shards of a zone's day, from the day after its last closed sweep. */
export function shardsOf(
  zone: string,
  on: string,
  lastClosed: string | undefined,
  shards: number,
): readonly Shard[] {
  const from = lastClosed === undefined ? daysAfter(on, -firstLookBackDays) : daysAfter(lastClosed, 1);
  return Array.from({ length: shards }, (_, shard) => ({
    sweepId: sweepId(zone, on),
    zone,
    from: from > on ? on : from,
    on,
    shard,
    contacted: 0,
    considered: 0,
  }));
}

/**
 * Opens the sweep of a zone's day, or takes up the one that was not finished; one that is closed has no shards left. `now` is an ISO
 * instant.
 */
export async function openSweep(
  outreach: Pick<Outreach, 'openSweep' | 'lastClosed'>,
  { zone, shards, now }: { readonly zone: string; readonly shards: number; readonly now: string },
): Promise<{ readonly sweepId: string; readonly shards: readonly Shard[] }> {
  const on = localDay(now, zone);
  const lastClosed = await outreach.lastClosed(zone);
  const [first] = shardsOf(zone, on, lastClosed, 1);
  const from = first?.from ?? on;
  const sweep = await outreach.openSweep({
    id: sweepId(zone, on),
    zone,
    on,
    from,
    state: 'open',
    openedAt: now,
  });
  const all = shardsOf(zone, on, lastClosed, shards).map((shard) => ({ ...shard, from: sweep.from }));
  return { sweepId: sweep.id, shards: sweep.state === 'closed' ? [] : all };
}
