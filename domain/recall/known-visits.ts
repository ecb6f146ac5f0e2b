import type { Appointment } from '../patient/patient.ts';
import { daysBetween } from './calendar.ts';
import { localDay } from './local-day.ts';

const prefix = 'task:';

/** Id of a visit that was booked on a call, before the practice's own system tells of it. */
export const visitOfTask = (taskId: string): string => `${prefix}${taskId}`;

const isOfCall = ({ id }: Appointment): boolean => id.startsWith(prefix);

/** A booking is told of on the day it was made, by whichever clock. */
const toldWithinDays = 2;
/** How far from the day that was agreed on a visit of which only the last change is known may lie. */
const movedDays = 30;

const dayOf = (instant: string): string => instant.slice(0, 10);
const between = (a: string, b: string): number => daysBetween(dayOf(a), dayOf(b));

/** On the day that was agreed on; two visits of a day are told apart by their times, where one of them was there long before. */
const onThatDay = (call: Appointment, told: Appointment): boolean =>
  told.on === call.on && (told.at === undefined || call.at === undefined || told.at === call.at);

/** Moved since the call: away from the day that was agreed on, or when the call was, to about that day. */
function movedSince(call: Appointment, { on, moves = [] }: Appointment): boolean {
  const { bookedAt } = call;
  if (bookedAt === undefined) return false;
  const isNear = Math.abs(daysBetween(call.on, on)) <= movedDays;
  return moves.some(({ from, at }) => {
    const days = between(bookedAt, at);
    return days >= -toldWithinDays && (from === call.on || (days <= toldWithinDays && isNear));
  });
}

/** Whether what the practice's system tells may be the visit that was booked on a call. */
function maybeSame(call: Appointment, told: Appointment): boolean {
  if (onThatDay(call, told) || movedSince(call, told)) return true;
  if (call.bookedAt === undefined) return told.on === call.on;
  if (told.bookedAt !== undefined) return Math.abs(between(call.bookedAt, told.bookedAt)) <= toldWithinDays;
  if (told.updatedAt !== undefined && between(call.bookedAt, told.updatedAt) >= -toldWithinDays)
    return Math.abs(daysBetween(call.on, told.on)) <= movedDays;
  return told.on === call.on;
}

const closest = (call: Appointment, all: readonly Appointment[]): Appointment | undefined =>
  all.toSorted(
    (a, b) =>
      Math.abs(daysBetween(call.on, a.on)) - Math.abs(daysBetween(call.on, b.on)) || a.id.localeCompare(b.id),
  )[0];

/**
 * A patient's visits, each once: one that was booked on a call stands only until the practice's own system tells of it, whatever that says then
 * (moved, cancelled, missed), and whichever came in first. It keeps for which items it was booked. Worked out at each look, so that nothing is
 * decided for ever by the order of news.
 */
export function knownVisits(appointments: readonly Appointment[]): readonly Appointment[] {
  const told = new Map(appointments.filter((one) => !isOfCall(one)).map((one) => [one.id, one]));
  const taken = new Set<string>();
  const standing: Appointment[] = [];
  for (const call of appointments.filter(isOfCall)) {
    const free = [...told.values()].filter((one) => !taken.has(one.id) && maybeSame(call, one));
    const same = closest(call, free);
    if (!same) {
      standing.push(call);
      continue;
    }
    taken.add(same.id);
    const bookedAt = same.bookedAt ?? call.bookedAt;
    told.set(same.id, {
      ...same,
      ...(bookedAt ? { bookedAt } : {}),
      ...(call.answers ? { answers: call.answers } : {}),
    });
  }
  return [...told.values(), ...standing];
}

const onlyDay = /T(?:00|12):00:00(?:\.000)?Z$/;

/** Whether a system told no more of an instant than its day. */
export const isOnlyDay = (instant: string): boolean => onlyDay.test(instant);

/** The local day on which a visit was booked; undefined where nobody told. */
export const bookedDay = ({ bookedAt }: Pick<Appointment, 'bookedAt'>, zone: string): string | undefined =>
  bookedAt === undefined || isOnlyDay(bookedAt) ? bookedAt?.slice(0, 10) : localDay(bookedAt, zone);

/**
 * Booked visits to come, from the local day `today` on, beside one that was booked on a call and of which the practice's system has not
 * told: one may take the other's place.
 */
export function visitsBeside(
  appointments: readonly Appointment[],
  callVisit: string,
  today: string,
): readonly Appointment[] {
  const coming = knownVisits(appointments).filter(({ status, on }) => status === 'booked' && on >= today);
  return coming.some(({ id }) => id === callVisit) ? coming.filter((one) => !isOfCall(one)) : [];
}
