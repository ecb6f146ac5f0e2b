import type { ConsentEvent } from '../consent/consent.ts';
import type { Language } from '../inquiry/inquiry.ts';
import type { RecallType } from '../recall/recall-rules.ts';

/** A person the practice knows. Dates are local calendar dates, YYYY-MM-DD. */
export interface Patient {
  readonly id: string;
  readonly schema: 1;
  /** The id in the practice's own system. */
  readonly externalId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly language: Language;
  readonly location: string;
  readonly email?: string;
  readonly phone?: string;
  /** Contact points that were given but cannot be used; kept for a person to correct. */
  readonly invalid?: readonly string[];
  readonly region?: string;
  readonly zone?: string;
  readonly birthDate?: string;
}

export interface Treatment {
  readonly patientId: string;
  /** `<treatment type>#<date>`: the same treatment of one day is one. */
  readonly id: string;
  readonly type: string;
  readonly on: string;
}

export interface Appointment {
  readonly patientId: string;
  readonly id: string;
  /** Local date. */
  readonly on: string;
  readonly status: 'booked' | 'cancelled';
}

/** What staff noted for the care of a patient. */
export interface Care {
  readonly patientId: string;
  readonly nervous: boolean;
  /** Who may ask on the patient's behalf. */
  readonly supportPersons: readonly SupportPerson[];
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

export interface SupportPerson {
  readonly name: string;
  readonly relation: string;
  /** E.164, lower case: as normalised. */
  readonly phone?: string;
  readonly email?: string;
}

export type ItemState = 'open' | 'booked' | 'exhausted' | 'stopped';

/** One patient and one reason to come back. Attempts count within an episode: one cycle from due to booked, declined or exhausted. */
export interface RecallItem {
  readonly patientId: string;
  /** `due#<treatment type>` or `lapsed`. */
  readonly id: string;
  readonly type: RecallType;
  readonly treatment?: string;
  readonly lastOn: string;
  readonly dueOn: string;
  /** Names the episode: the due day it began with. */
  readonly episode: string;
  readonly attempts: number;
  /** The day on which the next attempt may be made; absent when none may. */
  readonly nextOn?: string;
  readonly state: ItemState;
}

/** Everything the practice knows of a patient, read strongly. */
export interface PatientRecord {
  readonly patient: Patient;
  readonly treatments: readonly Treatment[];
  readonly appointments: readonly Appointment[];
  readonly consents: readonly ConsentEvent[];
  readonly items: readonly RecallItem[];
  readonly care?: Care;
}
