import { currentRecord } from '../patient/current-record.ts';
import type { Patient, Treatment } from '../patient/patient.ts';
import type { Patients } from '../patient/patients.ts';
import { type AftercareRules, aftercareOf, aftercareSince, hotOn } from './aftercare.ts';
import { touchesOf } from './know.ts';
import { localDay } from './local-day.ts';
import type { Outreach } from './outreach.ts';
import { zoneOf } from './zones.ts';

export interface AftercarePorts extends AftercareRules {
  readonly patients: Pick<Patients, 'record'>;
  readonly outreach: Pick<Outreach, 'touches' | 'putTouch'>;
}

/** Treatments of a patient in whose hot window they are today. */
const hotNow = (patient: Patient, treatments: readonly Treatment[], rules: AftercareRules) =>
  hotOn(localDay(rules.now, zoneOf(patient, rules.practice)), treatments, rules.types);

/** Whether some of these treatments ask for aftercare at all: nothing needs to be read for those that do not. */
export const asksForAftercare = (
  patient: Patient,
  treatments: readonly Treatment[],
  rules: AftercareRules,
): boolean => hotNow(patient, treatments, rules).length > 0;

/**
 * Puts what aftercare a patient lacks into the ledger. It reads the record and not the news, and each touch is put once: whatever is cut off is done by
 * the next time that the same treatment comes in.
 */
export async function keepAftercare(ports: AftercarePorts, patientId: string): Promise<void> {
  const record = await currentRecord(ports.patients, patientId);
  if (!record || record.patient.erasedAt || record.patient.deceased) return;
  const since = aftercareSince(hotNow(record.patient, record.treatments, ports));
  if (since === undefined) return;
  const touches = await touchesOf(ports.outreach, record, since);
  for (const touch of aftercareOf(record, touches, ports)) await ports.outreach.putTouch(touch);
}
