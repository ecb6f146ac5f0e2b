import { type RecallType, recallTypes } from '../recall/recall-rules.ts';
import { type Credit, credits, type Undated, undatedAfterTouch } from './attribution.ts';
import { type Cohort, cohorts } from './cohorts.ts';
import type { EligibleEvent, Facts, TouchFact } from './facts.ts';
import { compare } from './incremental.ts';
import { type Lift, revenueLift, visitLift } from './lift.ts';
import { costOf, type Prices, type Return, returnOf } from './return.ts';
import { type Visits, visitsOf } from './visits.ts';

/** Local dates. */
export interface Span {
  /** Touches, and patients becoming eligible, from this day on, and before `until`. */
  readonly from: string;
  readonly until: string;
  /** Holdouts of one period are few: they are pooled from this day on, over quarters. */
  readonly pooledFrom: string;
  /** The last day of which everything is known. */
  readonly knownUntil: string;
}

export interface Credited {
  readonly bookings: number;
  /** Of those, cancelled or missed. */
  readonly lost: number;
  /** Days on which the patient came. */
  readonly visits: number;
  /** Cents left on those days. */
  readonly revenue: number;
}

/** By the holdout, pooled. Differences of visits are shares, 0 to 1; of revenue cents per eligible patient. */
export interface Incremental {
  readonly visits60: Lift;
  readonly visits90: Lift;
  readonly revenue90: Lift;
  /** Patients whose 90 days are not over. */
  readonly waiting: number;
}

/** One recall type at one location; `all` for the whole. */
export interface ReportRow {
  readonly type: RecallType | 'all';
  readonly location: string;
  readonly eligible: number;
  readonly heldOut: number;
  readonly touches: number;
  readonly attributed: Credited;
  readonly influenced: Credited;
  /** Bookings after a touch of which it is not known when they were made: `attributed` and `influenced` are too low by as many, at most. */
  readonly bookingDayUnknown: number;
  readonly incremental: Incremental;
  /** Of the attributed revenue. */
  readonly return: Return;
}

export interface RecallReport {
  readonly span: Span;
  readonly rows: readonly ReportRow[];
  readonly cohorts: readonly Cohort[];
}

interface Earned extends Credit {
  readonly came: boolean;
  readonly revenue: number;
}

/** What each booking brought. Two appointments of one day are one visit, and its revenue is counted once. */
function earned(all: readonly Credit[], visits: Visits): readonly Earned[] {
  const counted = new Set<string>();
  return all
    .toSorted((a, b) => Number(b.attributed) - Number(a.attributed))
    .map((credit) => {
      const { patientId, on, status } = credit.booking;
      const key = JSON.stringify([patientId, on]);
      const came = status === 'fulfilled' && !counted.has(key);
      if (came) counted.add(key);
      return { ...credit, came, revenue: came ? visits.revenue(patientId, on, 0) : 0 };
    });
}

const credited = (all: readonly Earned[]): Credited => ({
  bookings: all.length,
  lost: all.filter(({ booking: { status } }) => status === 'cancelled' || status === 'noshow').length,
  visits: all.filter(({ came }) => came).length,
  revenue: all.reduce((sum, { revenue }) => sum + revenue, 0),
});

/** All of a recall type and a location, each already of the span it belongs to. */
interface Slice {
  readonly events: readonly EligibleEvent[];
  readonly pooled: readonly EligibleEvent[];
  readonly touches: readonly TouchFact[];
  readonly credits: readonly Earned[];
  readonly undated: readonly Undated[];
}

function incremental(pooled: readonly EligibleEvent[], visits: Visits, knownUntil: string): Incremental {
  const [within60, within90] = [
    compare(pooled, visits, 60, knownUntil),
    compare(pooled, visits, 90, knownUntil),
  ];
  return {
    visits60: visitLift(within60.outcomes),
    visits90: visitLift(within90.outcomes),
    revenue90: revenueLift(within90.outcomes),
    waiting: within90.waiting,
  };
}

/** The first item of a touch made it leave: its touch and its cost are counted there, once. */
const typeOf = ({ items }: TouchFact): RecallType | undefined => items[0]?.type;

function sliceOf(whole: Slice, type: RecallType | 'all', location: string): Slice {
  const fits = (ofType: RecallType | undefined, ofLocation: string): boolean =>
    (type === 'all' || type === ofType) && (location === 'all' || location === ofLocation);
  return {
    events: whole.events.filter((event) => fits(event.type, event.location)),
    pooled: whole.pooled.filter((event) => fits(event.type, event.location)),
    touches: whole.touches.filter((touch) => fits(typeOf(touch), touch.location)),
    credits: whole.credits.filter(({ item, touch }) => fits(item.type, touch.location)),
    undated: whole.undated.filter(({ touch }) => fits(typeOf(touch), touch.location)),
  };
}

/** One event for each patient, item and episode, the first. */
const distinct = (events: readonly EligibleEvent[]): readonly EligibleEvent[] =>
  [
    ...Map.groupBy(
      events.toSorted((a, b) => (a.on < b.on ? -1 : 1)),
      ({ patientId, item, episode }) => JSON.stringify([patientId, item, episode]),
    ).values(),
  ].flatMap((same) => same.slice(0, 1));

/**
 * Did recall work in a span? A row for each recall type at each location of which there is anything, wholes first: attributed, influenced and
 * incremental side by side, what it cost and brought; and who comes back, by cohort. Bookings are counted with the touch they follow, also when they come
 * after the span. Money is in whole cents.
 */
export function recallReport(facts: Facts, span: Span, prices: Prices): RecallReport {
  const visits = visitsOf(facts);
  const events = distinct(facts.events);
  const inSpan = ({ on }: { readonly on: string }): boolean => on >= span.from && on < span.until;
  const whole: Slice = {
    events: events.filter(inSpan),
    pooled: events.filter(({ on }) => on >= span.pooledFrom && on < span.until),
    touches: facts.touches.filter(inSpan),
    credits: earned(
      credits({ ...facts, events }).filter(({ touch }) => inSpan(touch)),
      visits,
    ),
    undated: undatedAfterTouch(facts).filter(({ touch }) => inSpan(touch)),
  };
  const locations = [
    ...new Set([...whole.pooled, ...whole.touches].map(({ location }) => location)),
  ].toSorted();
  const rows = (['all', ...recallTypes] as const).flatMap((type) =>
    ['all', ...locations].flatMap((location) => {
      const slice = sliceOf(whole, type, location);
      const empty = Object.values(slice).every((part) => part.length === 0);
      return empty && !(type === 'all' && location === 'all')
        ? []
        : [rowOf(slice, type, location, { visits, prices, knownUntil: span.knownUntil })];
    }),
  );
  return { span, rows, cohorts: cohorts(facts.treatments, span.knownUntil) };
}

function rowOf(
  { events, pooled, touches, credits, undated }: Slice,
  type: RecallType | 'all',
  location: string,
  { visits, prices, knownUntil }: { visits: Visits; prices: Prices; knownUntil: string },
): ReportRow {
  const attributed = credited(credits.filter((credit) => credit.attributed));
  return {
    type,
    location,
    eligible: events.length,
    heldOut: events.filter(({ heldOut }) => heldOut).length,
    touches: touches.length,
    attributed,
    influenced: credited(credits),
    bookingDayUnknown: undated.length,
    incremental: incremental(pooled, visits, knownUntil),
    return: returnOf(attributed.revenue, costOf(touches, prices)),
  };
}
