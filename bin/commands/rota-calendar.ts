import ICAL from 'ical.js';
import type { StaffMember } from '../../domain/practice/practice.ts';
import { instantOf, zoneOfCalendar } from './calendar-time.ts';

export interface CalendarShift {
  readonly staff: string;
  /** ISO instants. */
  readonly from: string;
  readonly until: string;
}

/** More than a calendar of people holds: every hour for ten years. */
const mostRepeats = 100_000;

const titleOf = (event: ICAL.Event): string => event.summary ?? '';

/** Whom an event means: by the address of an attendee, by their id or by their name in its title. */
function memberOf(event: ICAL.Event, members: readonly StaffMember[]): StaffMember | undefined {
  const addresses = event.attendees.map((attendee) =>
    String(attendee.getFirstValue())
      .replace(/^mailto:/i, '')
      .toLowerCase(),
  );
  const title = titleOf(event).toLowerCase();
  return (
    members.find(({ reach }) =>
      reach.some(({ way, address }) => way === 'email' && addresses.includes(address.toLowerCase())),
    ) ?? members.find(({ id, name }) => title.includes(name.toLowerCase()) || title.split(/\W+/).includes(id))
  );
}

interface Span {
  readonly from: Date;
  readonly until: Date;
  /** IANA name, for times without one. */
  readonly zone: string;
}

/** One time that an event takes place; `event` is the series, or what differs from it that time. */
interface Occurrence {
  readonly event: ICAL.Event;
  readonly from: string;
  readonly until: string;
}

const isCancelled = (event: ICAL.Event): boolean =>
  String(event.component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';

function once(event: ICAL.Event, { zone }: Span): Occurrence {
  const at = (time: ICAL.Time, name: string) =>
    instantOf(
      time,
      event.component.getFirstProperty(name) ?? event.component.getFirstProperty('dtstart'),
      zone,
    );
  return { event, from: at(event.startDate, 'dtstart'), until: at(event.endDate, 'dtend') };
}

/** Every time of a series until the end of the span, but not those that are told of by an event of their own. */
function* repeated(series: ICAL.Event, others: ReadonlySet<string>, span: Span): Generator<Occurrence> {
  const repeats = series.iterator();
  for (let count = 0; count < mostRepeats; count += 1) {
    const next = repeats.next();
    if (!next) return;
    const start = series.component.getFirstProperty('dtstart');
    const planned = instantOf(next, start, span.zone);
    if (planned >= span.until.toISOString()) return;
    if (others.has(planned)) continue;
    const { item, startDate, endDate } = series.getOccurrenceDetails(next);
    const property = item.component.getFirstProperty('dtstart');
    yield {
      event: item,
      from: instantOf(startDate, property, span.zone),
      until: instantOf(endDate, property, span.zone),
    };
  }
  throw new Error('it repeats too often');
}

/** The events of one uid: a series or a single one, and what differs from it. */
function* occurrencesOf(events: readonly ICAL.Event[], span: Span): Generator<Occurrence> {
  const exceptions = events.filter((event) => event.isRecurrenceException());
  const others = new Set(
    exceptions.map((event) =>
      instantOf(event.recurrenceId, event.component.getFirstProperty('recurrence-id'), span.zone),
    ),
  );
  for (const event of exceptions) if (!isCancelled(event)) yield once(event, span);
  for (const { component } of events.filter((event) => !event.isRecurrenceException())) {
    const future = exceptions.filter((event) => event.modifiesFuture() && !isCancelled(event));
    const series = new ICAL.Event(component, { exceptions: future });
    if (isCancelled(series)) continue;
    if (series.isRecurring()) yield* repeated(series, others, span);
    else yield once(series, span);
  }
}

const untitled = 'an event without a title';

const within = (events: readonly ICAL.Event[], span: Span): readonly Occurrence[] =>
  [...occurrencesOf(events, span)].filter(
    ({ from, until }) => until > span.from.toISOString() && from < span.until.toISOString(),
  );

/** What differs from a series without saying whose it is, is still of whom the series is. */
function whoseOf(
  event: ICAL.Event,
  events: readonly ICAL.Event[],
  members: readonly StaffMember[],
): StaffMember | undefined {
  const says = titleOf(event) !== '' || event.attendees.length > 0;
  const series = events.find((one) => !one.isRecurrenceException());
  return memberOf(says || !series ? event : series, members);
}

function byUid(component: ICAL.Component): readonly (readonly ICAL.Event[])[] {
  const events = component
    .getAllSubcomponents('vevent')
    .map((part) => new ICAL.Event(part, { exceptions: [] }));
  return [...Map.groupBy(events, (event, index) => event.uid ?? `${index}`).values()];
}

/**
 * The shifts of a calendar (iCalendar, as `ICAL.parse` gives it) between two instants, and titles that mean nobody or could not be read,
 * with the reason. Times without a zone are in the calendar's own, else in `zone` (IANA).
 */
export function shiftsFromCalendar(
  calendar: unknown,
  members: readonly StaffMember[],
  from: Date,
  until: Date,
  zone: string,
): { readonly shifts: readonly CalendarShift[]; readonly unknown: readonly string[] } {
  const component = new ICAL.Component(calendar as never);
  const span: Span = { from, until, zone: zoneOfCalendar(component) ?? zone };
  const shifts: CalendarShift[] = [];
  const unknown = new Set<string>();
  for (const events of byUid(component))
    try {
      for (const { event, from: start, until: end } of within(events, span)) {
        const member = whoseOf(event, events, members);
        if (member) shifts.push({ staff: member.id, from: start, until: end });
        else unknown.add(titleOf(event) || untitled);
      }
    } catch (error) {
      unknown.add(`${events.map(titleOf).find(Boolean) ?? untitled}: ${(error as Error).message}`);
    }
  return { shifts: shifts.toSorted((a, b) => (a.from < b.from ? -1 : 1)), unknown: [...unknown] };
}
