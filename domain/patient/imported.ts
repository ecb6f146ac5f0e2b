import type { ConsentEvent } from '../consent/consent-event.ts';
import type { RecallSetting } from '../recall/recall-item.ts';
import type { OutreachChannel } from '../recall/recall-rules.ts';
import type { ImportedGuardian } from './keep-guardian.ts';
import type { Appointment, Consultation, Patient, Purchase, Series, Treatment } from './patient.ts';

/** What a system of the practice's says of a patient: what it does not say stays as it is known. */
export type ImportedPatient = Pick<Patient, 'id' | 'schema' | 'externalId'> & Partial<Patient>;

/** What one row of an export, or one entry of a bundle, brings. */
export interface ImportedRow {
  readonly patient: ImportedPatient;
  readonly treatments?: readonly Treatment[];
  readonly purchases?: readonly Purchase[];
  readonly consultations?: readonly Consultation[];
  readonly series?: readonly Series[];
  readonly appointments?: readonly Appointment[];
  /** When the next of a treatment is planned. */
  readonly settings?: readonly RecallSetting[];
  /** Nothing says since when these settings or visits are so: they count only where no person decided, and it was otherwise. */
  readonly undated?: boolean;
  readonly consents?: readonly ConsentEvent[];
  /** Who may speak for them, or pays (R36). */
  readonly guardian?: ImportedGuardian;
  readonly preferredChannel?: OutreachChannel;
  /** Channels that the patient does not want (R27). */
  readonly forbids?: readonly OutreachChannel[];
  /** What became of appointments of which nothing else is said: it counts only for those that are known. */
  readonly visits?: readonly Pick<Appointment, 'id' | 'status' | 'updatedAt'>[];
  /** `from` of treatments that are none, or of which all that is true stands in this row. */
  readonly settles?: readonly string[];
  /** What a server calls what the row brings, such as `Appointment/7`: a deletion says nothing else. */
  readonly names?: readonly string[];
  /** What was left out of it, and why. */
  readonly warnings?: readonly string[];
}

/** The object without members that are undefined or empty. */
export function filled<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined | ''> } {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== ''),
  ) as { [K in keyof T]?: Exclude<T[K], undefined | ''> };
}
