import { whoIsOnCall } from '../escalation/audience.ts';
import type { Staff } from '../practice/practice.ts';
import { shiftsOf } from './shifts.ts';

/** A span in which nobody is on call by a schedule, nor by a standing entry. Instants are ISO. */
export interface Gap {
  readonly schedule: string;
  readonly role: string;
  readonly from: string;
  readonly until: string;
}

/** Every gap of the rota between two instants (ISO), soonest first: to be filled before it begins (R61). */
export function gapsOf(staff: Staff, from: string, until: string): readonly Gap[] {
  const { schedules = [], changes = [] } = staff;
  const roster = { schedules, changes };
  return schedules
    .flatMap((schedule) =>
      shiftsOf(schedule, roster, from, until)
        .filter((shift) => {
          if (shift.staff !== undefined) return false;
          const places = schedule.locations ?? [undefined];
          return places.some(
            (location) =>
              whoIsOnCall(staff, schedule.role, { location, now: shift.from }, schedule.duty).length === 0,
          );
        })
        .map((shift) => ({
          schedule: schedule.id,
          role: schedule.role,
          from: shift.from,
          until: shift.until,
        })),
    )
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
}
