import type { Practice } from '../practice/practice.ts';
import { daysAfter, instantOf, localDay } from './local-day.ts';

import type { Outreach } from './outreach.ts';
import type { RecallRules } from './recall-rules.ts';
import type { Shard } from './sweep.ts';

/** How far back the first sweep of a zone looks. */
const firstLookBackDays = 30;

/** The id of a zone's sweep of a local day: the same again is the same sweep. */
export const sweepId = (zone: string, day: string): string => `${zone.replaceAll(/[^A-Za-z]/g, '-')}_${day}`;

/** The sweep of a zone's local day, and the ISO instant at which it is made by the practice's rules. */
export const sweepOf = (zone: string, on: string, { sweepAt }: Pick<RecallRules, 'sweepAt'>) => ({
  on,
  sweepId: sweepId(zone, on),
  began: instantOf(on, sweepAt, zone),
});

/** The zones of the practice's locations, each swept by its own clock. */
export const sweepZones = ({ locations }: Practice): readonly string[] => [
  ...new Set(locations.map(({ zone }) => zone)),
];

/**
 * The shards of a zone's day, from that of its last closed sweep: whoever became due after that one is in it still, and whoever it looked at
 * is not.
 */
export function shardsOf(
  zone: string,
  on: string,
  lastClosed: string | undefined,
  shards: number,
): readonly Shard[] {
  const from = lastClosed ?? daysAfter(on, -firstLookBackDays);
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

/** Closes a sweep with its totals, counted from what it decided: whatever was cut off and begun again, each patient counts once. */
export async function closeSweep(
  outreach: Pick<Outreach, 'decisions' | 'closeSweep'>,
  sweepId: string,
  now: string,
): Promise<{ readonly contacted: number; readonly considered: number }> {
  const totals = { contacted: 0, considered: 0 };
  let cursor: string | undefined;
  do {
    const page = await outreach.decisions(sweepId, { cursor, limit: 500 });
    totals.considered += page.items.length;
    totals.contacted += page.items.filter(({ outcome }) => outcome === 'contact').length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  await outreach.closeSweep(sweepId, { closedAt: now, ...totals });
  return totals;
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
