import type { AddressConsent, ConsentEvent } from '../consent/consent-event.ts';
import type { Page } from '../inquiry/inquiries.ts';
import type { Outlook } from '../recall/outlook.ts';
import type { RecallItem, RecallSetting } from '../recall/recall-item.ts';
import type { Guardian, MinorMark } from './guardian.ts';
import type {
  Appointment,
  Care,
  Consultation,
  NumberCheck,
  Patient,
  PatientRecord,
  Purchase,
  Retraction,
  Series,
  Treatment,
} from './patient.ts';
import type { PreferenceEvent, Preferences } from './preferences.ts';
import type { CopyRequest, Erasure } from './subject-requests.ts';
import type { Direction } from './under-age-booking.ts';

/** A patient whom an address leads to; `relation` where it is that of somebody who asks for them. */
export interface Linked {
  readonly id: string;
  readonly relation?: string;
}

/** One link a patient: an address of their own says more than that of somebody who asks for them. */
export function strongest(links: readonly Linked[]): readonly Linked[] {
  const found = new Map<string, Linked>();
  for (const link of links) if (!found.has(link.id) || link.relation === undefined) found.set(link.id, link);
  return [...found.values()];
}

/** What was done, bought, talked about or planned as a course. */
export type EntryKind = 'treatment' | 'purchase' | 'consultation' | 'series';

export interface Patients {
  /** Everything of one patient, strongly read. */
  record(id: string): Promise<PatientRecord | undefined>;
  list(query: { cursor?: string | undefined; limit: number }): Promise<Page<Patient>>;
  save(patient: Patient): Promise<void>;
  /** Makes a patient findable by keys of addresses: their own, or with a relation a support person's. One does not replace the other. */
  link(addressKeys: readonly string[], patientId: string, relation?: string): Promise<void>;
  /** These keys lead to this patient no more: as their own, as a support person's, or without `as` in any way. */
  unlink(addressKeys: readonly string[], patientId: string, as?: 'own' | 'support'): Promise<void>;
  /** The patients whom these keys lead to, strongly read; without a relation whoever has one of them as their own. */
  byAddress(addressKeys: readonly string[]): Promise<readonly Linked[]>;
  /** The household that a patient was given, strongly read. */
  household(patientId: string): Promise<string | undefined>;
  /** All who were ever given this household. */
  householdMembers(household: string): Promise<readonly string[]>;
  /** Gives a patient a household, unless they have one with a smaller name. */
  nameHousehold(patientId: string, household: string): Promise<void>;
  /** Takes a patient out of every household that they were ever given. */
  leaveHouseholds(patientId: string): Promise<void>;
  saveCare(care: Care): Promise<void>;
  saveGuardian(guardian: Guardian): Promise<void>;
  removeGuardian(patientId: string): Promise<void>;
  /** Stores the mark, or that it was cleared; never over a mark that is newer than it. */
  saveMinorMark(mark: MinorMark): Promise<void>;
  saveDirection(direction: Direction): Promise<void>;
  saveTreatment(treatment: Treatment): Promise<void>;
  /** Purchases and appointments with `updatedAt` are not stored over newer ones. */
  savePurchase(purchase: Purchase): Promise<void>;
  /** Takes an entry that is none out of the record; one that is not there is no error. */
  removeEntry(kind: EntryKind, patientId: string, id: string): Promise<void>;
  /** Takes an entry out of the record and keeps by whom and why; the same again changes neither. */
  retract(retraction: Retraction): Promise<void>;
  /** A person recorded it after all: it is retracted no more. */
  unretract(patientId: string, id: string): Promise<void>;
  saveConsultation(consultation: Consultation): Promise<void>;
  saveSeries(series: Series): Promise<void>;
  saveSetting(setting: RecallSetting): Promise<void>;
  /** As stored, whoever waits for a change of what they wish is looked at by the next sweep. */
  savePreferences(preferences: Preferences): Promise<void>;
  /** Appends once; the same id again changes nothing. */
  addPreferenceEvent(event: PreferenceEvent): Promise<void>;
  saveCheck(check: NumberCheck): Promise<void>;
  saveAppointment(appointment: Appointment): Promise<void>;
  /**
   * Appends once, at the end of the patient's chain (R68); the same id again changes nothing. Whoever waits for a consent and gives one is looked
   * at by the next sweep.
   */
  addConsent(event: ConsentEvent): Promise<void>;
  saveErasure(erasure: Erasure): Promise<void>;
  saveCopyRequest(request: CopyRequest): Promise<void>;
  /** Takes away of a consent event what names the person; for an erasure, and nothing else. */
  redactConsent(event: ConsentEvent): Promise<void>;
  /** Deletes all of a patient but the head, the consent events and the erasure. */
  forget(patientId: string): Promise<void>;
  /** Keeps for ever what somebody with this address took back, known as a patient or not (R69). */
  keepForAddress(addressKey: string, event: AddressConsent): Promise<void>;
  ofAddress(addressKey: string): Promise<readonly AddressConsent[]>;
  /** Stores an item as it is now; `due` puts it into the index of its zone, or takes it out. */
  saveItem(
    item: RecallItem,
    due: { readonly zone: string; readonly shard: number },
    /** The item as it was read; false when it has changed since. */
    seen: RecallItem | undefined,
  ): Promise<boolean>;
  /** The day on which a sweep looks at a patient although no contact is due; undefined takes it out of the index. */
  saveLook(
    patientId: string,
    on: string | undefined,
    due: { readonly zone: string; readonly shard: number },
  ): Promise<void>;
  /** Keeps the lines that answer for the sweeps of the last days (outlook.ts). */
  saveOutlooks(patientId: string, lines: readonly Outlook[]): Promise<void>;
  /** Who is looked at later, since only a change makes them contactable, is looked at by the next sweep after an ISO instant. */
  lookSoon(patientId: string, at: string): Promise<void>;
  /** Raises an item by one attempt, only if it is open and still has as many as seen, in the same episode. */
  raiseItem(
    before: {
      readonly patientId: string;
      readonly id: string;
      readonly episode: string;
      readonly attempts: number;
    },
    after: RecallItem,
    due: { readonly zone: string; readonly shard: number },
  ): Promise<boolean>;
  items(query: { cursor?: string | undefined; limit: number }): Promise<Page<RecallItem>>;
  /** Patients with an item whose next day is `day`, in one shard of a zone, from the index. */
  dueOn(
    at: { readonly zone: string; readonly day: string; readonly shard: number },
    cursor: string | undefined,
    limit: number,
  ): Promise<Page<string>>;
}
