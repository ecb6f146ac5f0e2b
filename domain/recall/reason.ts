import type { PatientRecord } from '../patient/patient.ts';
import { knownVisits } from './known-visits.ts';
import type { RecallItem } from './recall-item.ts';
import type { ItemType, Product } from './recall-rules.ts';

/** What a patient's recall items are computed from. */
export type Known = Pick<
  PatientRecord,
  'patient' | 'treatments' | 'purchases' | 'consultations' | 'series' | 'appointments' | 'settings' | 'items'
>;

export interface RecallOptions {
  /** Products whose running out is watched; none without them. */
  readonly products?: readonly Product[];
  /** Zone of the patient's location, by which the day of a setting is told; UTC where it is absent. */
  readonly zone?: string;
  /** Version of the sequence with which an episode of a type that begins now begins. */
  readonly version?: (type: ItemType) => string;
}

/** Why a patient should come back, before anything is known of contacts and bookings. Days are YYYY-MM-DD. */
export interface Reason
  extends Pick<
    RecallItem,
    | 'id'
    | 'type'
    | 'treatment'
    | 'product'
    | 'lastOn'
    | 'dueOn'
    | 'heldUntil'
    | 'session'
    | 'sessions'
    | 'paid'
    | 'clinician'
  > {
  /** The first day of contact. */
  readonly startOn: string;
  /** The first day on which the visit may take place at all; a visit before it is another one. */
  readonly earliestOn?: string;
  /** The last day on which it is a reason; absent when it stays one. */
  readonly untilOn?: string;
  /** A person set the day, by hand. */
  readonly byHand?: boolean;
  readonly disabled?: boolean;
  readonly why: readonly string[];
}

/** The record as far as it has happened: what bears a later date is no reason yet. */
export function happened(record: Known, today: string): Known {
  const past = <T extends { readonly on: string }>(all: readonly T[]): readonly T[] =>
    all.filter(({ on }) => on <= today);
  return {
    ...record,
    treatments: past(record.treatments),
    purchases: past(record.purchases),
    consultations: past(record.consultations),
    series: record.series.filter(({ startedOn }) => startedOn <= today),
    appointments: knownVisits(record.appointments).filter(
      ({ status, on }) => status !== 'fulfilled' || on <= today,
    ),
  };
}

/** The newest by date; of several on one day the last that satisfies `better`, or the last. */
export function newest<T extends { readonly on: string }>(
  all: readonly T[],
  better: (one: T) => boolean = () => true,
): T | undefined {
  const on = all
    .map((one) => one.on)
    .toSorted()
    .at(-1);
  const ofThatDay = all.filter((one) => one.on === on);
  return ofThatDay.findLast(better) ?? ofThatDay.at(-1);
}
