import type { Inquiries } from '../inquiry/inquiries.ts';
import { isSettled, type Response, responseOf } from './response.ts';

/** What is kept of one day (UTC, by when inquiries were received). */
export interface RolledDay {
  readonly rows: readonly Response[];
  /** Nothing of it can change any more. */
  readonly settled: boolean;
}

/** Rolled-up days. */
export interface RolledDays {
  find(day: string): Promise<RolledDay | undefined>;
  keep(day: string, rolled: RolledDay, now: string): Promise<void>;
}

export interface RollUpPorts {
  readonly inquiries: Pick<Inquiries, 'receivedBetween'>;
  readonly days: RolledDays;
  /** ISO instant. */
  readonly now: string;
}

const dayMilliseconds = 86_400_000;
/** After so long the index shows everything of a day. */
const lag = 3_600_000;

/** The days (UTC) that a span of instants (ISO) touches. */
export function daysOf(from: string, until: string): readonly string[] {
  const first = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`);
  const days: string[] = [];
  for (let at = first; at < Date.parse(until); at += dayMilliseconds)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

async function rolled(day: string, { inquiries, days, now }: RollUpPorts): Promise<RolledDay> {
  const known = await days.find(day);
  if (known?.settled) return known;
  const end = new Date(Date.parse(`${day}T00:00:00.000Z`) + dayMilliseconds).toISOString();
  const rows = (await inquiries.receivedBetween(`${day}T00:00:00.000Z`, end)).map(responseOf);
  const over = Date.parse(now) - Date.parse(end) > lag;
  const fresh = { rows, settled: over && rows.every((row) => isSettled(row, now)) };
  await days.keep(day, fresh, now);
  return fresh;
}

/**
 * The inquiries received in a span of instants (ISO, `until` exclusive), from the rolled-up days; a day that can still change is rolled up anew
 * first, so the cost is that of what changed. The nightly run does no more than this for the last weeks.
 */
export async function responsesIn(
  ports: RollUpPorts,
  from: string,
  until: string,
): Promise<readonly Response[]> {
  const all: Response[] = [];
  for (const day of daysOf(from, until)) all.push(...(await rolled(day, ports)).rows);
  return all.filter(({ receivedAt }) => receivedAt >= from && receivedAt < until);
}
