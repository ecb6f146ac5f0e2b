import { openSpans } from '../practice/opening-hours.ts';
import type { Location, StaffMember } from '../practice/practice.ts';
import { localDay } from '../recall/local-day.ts';
import type { CallTask } from '../recall/touch.ts';

const businessDays = 3;
const dayMilliseconds = 86_400_000;

/**
 * When a revocation that waits for a person is overdue, as an ISO instant: when the location opens on its third business day after the one on
 * which it came (R8; the law's limit is ten). Where it never opens, after three days by the calendar.
 */
export function overdueAt(cameAt: string, location: Location): string {
  const cameOn = localDay(cameAt, location.zone);
  const days = new Set<string>();
  for (const { date, from } of openSpans(cameAt, location)) {
    if (date > cameOn) days.add(date);
    if (days.size === businessDays) return new Date(from).toISOString();
  }
  return new Date(Date.parse(cameAt) + businessDays * dayMilliseconds).toISOString();
}

/** Open tasks that hold a revocation which nobody has settled in time. `now` is an ISO instant. */
export const overdueRevocations = (
  tasks: readonly CallTask[],
  locationOf: (id: string) => Location,
  now: string,
): readonly CallTask[] =>
  tasks.filter(
    ({ state, revokedAt, location }) =>
      state === 'open' && revokedAt !== undefined && overdueAt(revokedAt, locationOf(location)) <= now,
  );

/** The managers of these locations; all of them where a location has none. */
export function managersOf(
  members: readonly StaffMember[],
  locations: readonly string[],
): readonly StaffMember[] {
  const managers = members.filter(({ roles }) => roles.includes('manager'));
  const own = locations.map((location) => managers.filter((one) => one.locations.includes(location)));
  return own.some((found) => found.length === 0) ? managers : [...new Set(own.flat())];
}
