import ICAL from 'ical.js';
import type { StaffMember } from '../../domain/practice/practice.ts';

export interface CalendarShift {
  readonly staff: string;
  /** ISO instants. */
  readonly from: string;
  readonly until: string;
}

/** A calendar that repeats for ever ends somewhere. */
const mostRepeats = 2000;

/** Whom an event means: by the address of an attendee, by their id or by their name in its title. */
function memberOf(event: ICAL.Event, members: readonly StaffMember[]): StaffMember | undefined {
  const addresses = event.attendees.map((attendee) =>
    String(attendee.getFirstValue())
      .replace(/^mailto:/i, '')
      .toLowerCase(),
  );
  const title = event.summary.toLowerCase();
  return (
    members.find(({ reach }) =>
      reach.some(({ way, address }) => way === 'email' && addresses.includes(address)),
    ) ?? members.find(({ id, name }) => title.includes(name.toLowerCase()) || title.split(/\W+/).includes(id))
  );
}

const iso = (time: ICAL.Time): string => time.toJSDate().toISOString();

/** When an event takes place between two instants, each time that it comes again. */
function* timesOf(event: ICAL.Event, from: Date, until: Date): Generator<readonly [string, string]> {
  if (!event.isRecurring()) {
    if (event.endDate.toJSDate() > from && event.startDate.toJSDate() < until)
      yield [iso(event.startDate), iso(event.endDate)];
    return;
  }
  const repeats = event.iterator();
  for (let count = 0; count < mostRepeats; count += 1) {
    const next = repeats.next();
    if (!next || next.toJSDate() >= until) return;
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    if (endDate.toJSDate() > from) yield [iso(startDate), iso(endDate)];
  }
}

/** The shifts of a calendar (iCalendar, as `ICAL.parse` gives it) between two instants, and titles that mean nobody. */
export function shiftsFromCalendar(
  calendar: unknown,
  members: readonly StaffMember[],
  from: Date,
  until: Date,
): { readonly shifts: readonly CalendarShift[]; readonly unknown: readonly string[] } {
  const component = new ICAL.Component(calendar as never);
  for (const zone of component.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone as never);
  const shifts: CalendarShift[] = [];
  const unknown = new Set<string>();
  for (const part of component.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(part);
    if (event.isRecurrenceException()) continue;
    const member = memberOf(event, members);
    const times = [...timesOf(event, from, until)];
    if (member) shifts.push(...times.map(([start, end]) => ({ staff: member.id, from: start, until: end })));
    else if (times.length > 0) unknown.add(event.summary);
  }
  return { shifts: shifts.toSorted((a, b) => (a.from < b.from ? -1 : 1)), unknown: [...unknown] };
}
