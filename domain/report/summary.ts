import { Temporal } from 'temporal-polyfill';
import { type Location, locationOf, type Practice } from '../practice/practice.ts';
import { keptOf, keptOnTheWall, type Response, waitOf } from './response.ts';

/** Minutes; null where there is nothing to measure. */
export interface Spread {
  readonly median: number | null;
  readonly p90: number | null;
}

/** One line of a report. Shares are of the inquiries that needed an answer, 0 to 1; null where there is none. */
export interface Summary {
  /** The channel, location, member, priority or hour that it is about; `all` for the whole. */
  readonly of: string;
  readonly received: number;
  /** Closed because no answer was needed; in none of the figures that follow. */
  readonly notNeeded: number;
  readonly answered: number;
  readonly open: number;
  /** Closed without an answer though one was needed. */
  readonly abandoned: number;
  /** To the first human answer; those without one are counted at their age so far. */
  readonly wall: Spread;
  readonly business: Spread;
  readonly toAcknowledgement: Spread;
  readonly toClaim: Spread;
  /** The promise, over opening hours. */
  readonly withinTarget: number | null;
  /** The same target by the clock on the wall. */
  readonly withinTargetWall: number | null;
  readonly neverAnswered: number | null;
}

export const groupings = ['channel', 'location', 'staff', 'priority', 'hour'] as const;
export type Grouping = (typeof groupings)[number];

const tenth = (minutes: number): number => Math.round(minutes * 10) / 10;

/** Median (the mean of the middle two) and 90th percentile (nearest rank) of minutes. */
export function spreadOf(minutes: readonly number[]): Spread {
  const sorted = minutes.toSorted((a, b) => a - b);
  const count = sorted.length;
  if (count === 0) return { median: null, p90: null };
  const at = (index: number): number => sorted[index] ?? 0;
  const middle = count >> 1;
  const median = count % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median: tenth(median), p90: tenth(at(Math.ceil(count * 0.9) - 1)) };
}

const since = (from: string, to: string | undefined): number[] =>
  to === undefined ? [] : [(Date.parse(to) - Date.parse(from)) / 60_000];

/** The hour of the week in which an inquiry came, in its location's own time: `mon 09`. */
export function hourOf({ receivedAt }: Response, { zone }: Location): string {
  const local = Temporal.Instant.from(receivedAt).toZonedDateTimeISO(zone);
  const day = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][local.dayOfWeek - 1];
  return `${day} ${String(local.hour).padStart(2, '0')}`;
}

const share = (count: number, of: number): number | null =>
  of === 0 ? null : Math.round((count / of) * 1000) / 1000;

/** Of those that are decided. */
function shareKept(promises: readonly (boolean | undefined)[]): number | null {
  const decided = promises.filter((kept) => kept !== undefined);
  return share(decided.filter(Boolean).length, decided.length);
}

/** Sums up these inquiries as one line. */
export function summarise(
  of: string,
  responses: readonly Response[],
  practice: Practice,
  now: string,
): Summary {
  const needed = responses.filter(({ notNeeded }) => notNeeded === undefined);
  const waits = needed.map((one) => waitOf(one, locationOf(practice, one.location), now));
  const answered = needed.filter(({ respondedAt }) => respondedAt !== undefined);
  const open = needed.filter(
    ({ respondedAt, closedAt }) => respondedAt === undefined && closedAt === undefined,
  );
  const promises = needed.map((one) => keptOf(one, now));
  const onTheWall = needed.map((one) => keptOnTheWall(one, locationOf(practice, one.location), now));
  return {
    of,
    received: responses.length,
    notNeeded: responses.length - needed.length,
    answered: answered.length,
    open: open.length,
    abandoned: needed.length - answered.length - open.length,
    wall: spreadOf(waits.map(({ wall }) => wall)),
    business: spreadOf(waits.map(({ business }) => business)),
    toAcknowledgement: spreadOf(needed.flatMap((one) => since(one.receivedAt, one.acknowledgedAt))),
    toClaim: spreadOf(needed.flatMap((one) => since(one.receivedAt, one.claimedAt))),
    withinTarget: shareKept(promises),
    withinTargetWall: shareKept(onTheWall),
    neverAnswered: share(needed.length - answered.length, needed.length),
  };
}

const keyOf = (response: Response, by: Grouping, practice: Practice): string => {
  if (by === 'hour') return hourOf(response, locationOf(practice, response.location));
  if (by === 'staff')
    return response.staff ?? (response.respondedAt === undefined ? 'nobody yet' : 'unknown');
  return response[by];
};

/** The whole, then a line for each channel, location, member, priority or hour of the week, by name. */
export function reportBy(
  responses: readonly Response[],
  by: Grouping,
  practice: Practice,
  now: string,
): readonly Summary[] {
  const groups = Map.groupBy(responses, (response) => keyOf(response, by, practice));
  const lines = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([of, members]) => summarise(of, members, practice, now));
  return [summarise('all', responses, practice, now), ...lines];
}

/** Those whose first promise was not kept, the longest wait first. */
export function missedIn(responses: readonly Response[], now: string): readonly Response[] {
  const waited = ({ receivedAt, respondedAt, closedAt }: Response): number =>
    Date.parse(respondedAt ?? closedAt ?? now) - Date.parse(receivedAt);
  return responses
    .filter((one) => one.notNeeded === undefined && keptOf(one, now) === false)
    .toSorted((a, b) => waited(b) - waited(a));
}
