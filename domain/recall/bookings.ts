import type { Appointment, PatientRecord } from '../patient/patient.ts';
import { daysAfter, daysBetween } from './calendar.ts';
import { knownVisits } from './known-visits.ts';
import { localDay } from './local-day.ts';
import type { RecallItem } from './recall-item.ts';

/** How far from the due day an appointment of which nobody knows what it is for may lie. */
const windowBefore = 90;
const windowAfter = 180;

type Matched = Pick<RecallItem, 'id' | 'type' | 'treatment' | 'lastOn' | 'dueOn'> & {
  /** The first day on which the visit may take place. */
  readonly earliestOn?: string;
};

type Record = Pick<PatientRecord, 'appointments' | 'treatments'>;

/** A product running out is no reason for a visit; whoever lapsed, or is meant by a campaign, came back by any. */
const forOneVisit = ({ type }: Matched): boolean => type === 'due' || type === 'series' || type === 'consult';
const forAnyVisit = ({ type }: Matched): boolean => type === 'lapsed' || type === 'campaign';

function within({ dueOn, lastOn, earliestOn = lastOn }: Matched, on: string): boolean {
  return (
    on > lastOn &&
    on >= earliestOn &&
    on >= daysAfter(dueOn, -windowBefore) &&
    on <= daysAfter(dueOn, windowAfter)
  );
}

/** Of the same treatment; a visit that took place sooner than the next treatment may was a check of the last. */
const isOfType = (
  { treatment, lastOn, earliestOn = lastOn }: Matched,
  { type, on, status }: Appointment,
): boolean => treatment === type && on > lastOn && (status === 'booked' || on >= earliestOn);

const isAbout = ({ id, lastOn }: Matched, { answers = [], status, on }: Appointment): boolean =>
  status === 'booked' && answers.includes(id) && on > lastOn;

/** It says itself what it is for: by the call at which it was made, or by its treatment. */
const isFor = (item: Matched, appointment: Appointment): boolean =>
  isAbout(item, appointment) ||
  (forOneVisit(item) && appointment.type !== undefined && isOfType(item, appointment));

const distance = ({ dueOn }: Matched, on: string): number => Math.abs(daysBetween(dueOn, on));

const closest = (items: readonly Matched[], on: string): Matched | undefined =>
  items
    .toSorted(
      (a, b) =>
        distance(a, on) - distance(b, on) || a.dueOn.localeCompare(b.dueOn) || a.id.localeCompare(b.id),
    )
    .at(0);

const byDay = (a: Appointment, b: Appointment): number =>
  a.on.localeCompare(b.on) || a.id.localeCompare(b.id);

/** Appointments that count: those to come, and visits that took place and of which no treatment says what they were for. */
function telling({ appointments, treatments }: Record, today: string): readonly Appointment[] {
  const treatedOn = new Set(treatments.map(({ on }) => on));
  const toCome = appointments.filter(({ status, on }) => status === 'booked' && on >= today);
  const visits = appointments.filter(
    ({ status, on, type }) =>
      status === 'fulfilled' && on <= today && (type !== undefined || !treatedOn.has(on)),
  );
  return [...toCome.toSorted(byDay), ...visits.toSorted(byDay)];
}

/**
 * Which open item each appointment is for: by item id, the appointment, `booked` from today on or `fulfilled` since the item's last day. One with a
 * type is for every item of that treatment, at any distance. One without is for exactly one item: the closest due day, from 90 days before to
 * 180 days after it; the others stay open. What lapsed is answered by any appointment to come. One that was made on a call is for what the call was
 * about, at any distance.
 */
export function matchAppointments(
  items: readonly Matched[],
  record: Record,
  today: string,
): ReadonlyMap<string, Appointment> {
  const matches = new Map<string, Appointment>();
  const told = telling(record, today);
  const take = (item: Matched | undefined, appointment: Appointment): void => {
    if (item && !matches.has(item.id)) matches.set(item.id, appointment);
  };
  for (const appointment of told)
    for (const item of items) if (isFor(item, appointment)) take(item, appointment);
  for (const appointment of told.filter(({ type, answers }) => type === undefined && !answers)) {
    const free = items.filter((item) => forOneVisit(item) && !matches.has(item.id));
    take(
      closest(
        free.filter((item) => within(item, appointment.on)),
        appointment.on,
      ),
      appointment,
    );
  }
  for (const appointment of told.filter(({ status }) => status === 'booked'))
    for (const item of items.filter(forAnyVisit)) take(item, appointment);
  return matches;
}

/** The local date of a visit that is booked from today on, of whatever kind. */
export const nextVisit = ({ appointments }: PatientRecord, now: string, zone: string): string | undefined => {
  const today = localDay(now, zone);
  return knownVisits(appointments)
    .filter(({ status, on }) => status === 'booked' && on >= today)
    .map(({ on }) => on)
    .sort()[0];
};
