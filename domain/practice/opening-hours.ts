import { Temporal } from 'temporal-polyfill';
import { type Location, type Weekday, weekdays } from './practice.ts';

/** An open span of one local day, as instants in epoch milliseconds: from inclusive, to exclusive. */
export interface OpenSpan {
  readonly date: string;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** Days before it, since the last span, on which it would be open and is closed: why, in words. */
  readonly closedBefore: readonly string[];
}

/** Where an open day is looked for: beyond this the location counts as closed for good. */
const horizonDays = 400;

export type Hours = Pick<Location, 'zone' | 'hours' | 'closedDays' | 'holidayDates'>;

/** A local wall time on a local date; `24:00` is midnight of the next day. Times that a change of clocks skips move forward. */
function instantOf(date: Temporal.PlainDate, time: string, zone: string): number {
  const midnight = time === '24:00';
  const day = midnight ? date.add({ days: 1 }) : date;
  const at = Temporal.PlainTime.from(midnight ? '00:00' : time);
  return day.toZonedDateTime({ timeZone: zone, plainTime: at }).epochMilliseconds;
}

/** Why a day on which the location would be open is none, in words; undefined when it is none. */
function closedOn(date: string, { closedDays, holidayDates }: Hours): string | undefined {
  if (closedDays?.includes(date)) return 'a closed day';
  return holidayDates?.[date];
}

const hoursOf = (date: Temporal.PlainDate, { hours }: Hours) =>
  hours[weekdays[date.dayOfWeek - 1] as Weekday] ?? [];

type DaySpan = Omit<OpenSpan, 'closedBefore'>;

const spansKnown = new WeakMap<Hours, Map<string, readonly DaySpan[]>>();

/** Every promise and plan asks for the same days again: each is worked out once for a location. */
function spansOf(date: Temporal.PlainDate, location: Hours): readonly DaySpan[] {
  const known = spansKnown.get(location) ?? new Map<string, readonly DaySpan[]>();
  spansKnown.set(location, known);
  const day = date.toString();
  const spans = known.get(day) ?? workedOut(date, location);
  known.set(day, spans);
  return spans;
}

function workedOut(date: Temporal.PlainDate, location: Hours): readonly DaySpan[] {
  const weekday = weekdays[date.dayOfWeek - 1] as Weekday;
  return hoursOf(date, location)
    .map(({ from, to }) => ({
      date: date.toString(),
      label: `${weekday} ${date.toString()} ${from}-${to}`,
      from: instantOf(date, from, location.zone),
      to: instantOf(date, to, location.zone),
    }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
}

/** The open spans that end after `at` (ISO instant), soonest first, over at most 400 days. */
export function* openSpans(at: string, location: Hours): Generator<OpenSpan> {
  const instant = Temporal.Instant.from(at);
  const today = instant.toZonedDateTimeISO(location.zone).toPlainDate();
  let closedBefore: string[] = [];
  // Yesterday may still be open: a span can end at 24:00 or reach over a change of clocks.
  for (let day = -1; day <= horizonDays; day += 1) {
    const date = today.add({ days: day });
    const why = closedOn(date.toString(), location);
    if (why !== undefined) {
      const open = day >= 0 && hoursOf(date, location).length > 0;
      if (open) closedBefore.push(`${weekdays[date.dayOfWeek - 1]} ${date.toString()}: closed (${why})`);
      continue;
    }
    for (const span of spansOf(date, location))
      if (span.to > instant.epochMilliseconds) {
        yield { ...span, closedBefore };
        closedBefore = [];
      }
  }
}

const firstSpan = (at: string, location: Hours): OpenSpan | undefined => {
  for (const span of openSpans(at, location)) return span;
  return undefined;
};

/** Whether the location is open at `at` (ISO instant). A location that never opens counts as always open (wall clock). */
export function isOpen(at: string, location: Hours): boolean {
  const next = firstSpan(at, location);
  return next === undefined || next.from <= Temporal.Instant.from(at).epochMilliseconds;
}

/** When the location is open next, as an ISO instant: `at` itself when it is open then, or never opens. */
export function nextOpening(at: string, location: Hours): string {
  const next = firstSpan(at, location);
  const now = Temporal.Instant.from(at).epochMilliseconds;
  return new Date(Math.max(now, next?.from ?? now)).toISOString();
}

/** Open minutes between two instants (ISO) at a location; where it never opens, all of them. */
export function openMinutes(from: string, until: string, location: Hours): number {
  const start = Date.parse(from);
  const end = Date.parse(until);
  let open = 0;
  let at = from;
  for (;;) {
    let last: number | undefined;
    for (const span of openSpans(at, location)) {
      if (span.from >= end) return open / 60_000;
      open += Math.min(span.to, end) - Math.max(span.from, start);
      last = span.to;
    }
    if (last === undefined) return at === from ? (end - start) / 60_000 : open / 60_000;
    at = new Date(last).toISOString();
  }
}
