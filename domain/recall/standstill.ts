import type { Practice } from '../practice/practice.ts';
import { daysAfter, localDay } from './local-day.ts';
import type { Outreach, Pause } from './outreach.ts';
import { sweepZones } from './sweep-gate.ts';

/** What of recall has stopped: zones without the sweep of yesterday, and messages that should have left a day ago. */
export interface Standstill {
  readonly sweeps: number;
  /** So many at most are counted. */
  readonly touches: number;
}

export interface StandstillPorts {
  readonly outreach: Pick<Outreach, 'lastClosed' | 'watchedSince' | 'pause' | 'toSend'>;
  readonly practice: Practice;
  /** ISO instant. */
  readonly now: string;
}

/** The sender runs every five minutes, and whatever it puts off gets a later time: a day is no backlog. */
const lateMilliseconds = 24 * 3_600_000;
const mostCounted = 100;

/** A zone that has never been swept counts from the day on which it was first looked at, so that a new one has a whole day for its first sweep. */
async function isOverdue({ outreach, now }: StandstillPorts, zone: string): Promise<boolean> {
  const today = localDay(now, zone);
  const last = (await outreach.lastClosed(zone)) ?? (await outreach.watchedSince(zone, today));
  return last < daysAfter(today, -1);
}

/** A pause is no fault; nor, for a day after its end, what waited behind it. */
const waitsByWish = (pause: Pause | undefined, late: string): boolean =>
  pause !== undefined && (pause.paused || pause.at > late);

/**
 * Whether recall goes on: each zone's sweep of yesterday is closed, and what is planned leaves within a day of its time, unless the practice has
 * paused it. Sweeps are made all the same while it is paused.
 */
export async function standstillOf(ports: StandstillPorts): Promise<Standstill> {
  const { outreach, practice, now } = ports;
  const overdue: boolean[] = [];
  for (const zone of sweepZones(practice)) overdue.push(await isOverdue(ports, zone));
  const late = new Date(Date.parse(now) - lateMilliseconds).toISOString();
  const waits = waitsByWish(await outreach.pause(), late);
  const touches = waits ? [] : await outreach.toSend(late, mostCounted);
  return { sweeps: overdue.filter(Boolean).length, touches: touches.length };
}
