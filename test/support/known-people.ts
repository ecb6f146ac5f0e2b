import type { ConsentEvent } from '../../domain/consent/consent-event.ts';
import { type KeepPorts, keepHead } from '../../domain/patient/keep-patient.ts';
import { mergeRecords } from '../../domain/patient/merge-records.ts';
import type { Patient } from '../../domain/patient/patient.ts';
import { fridayMorning, lakeside } from './lakeside.ts';
import { memoryOutreach } from './memory-outreach.ts';
import { memoryPatients } from './memory-patients.ts';

export const person = (id: string, said: Partial<Patient> = {}): Patient => ({
  id,
  schema: 1,
  externalId: id,
  firstName: 'Ada',
  lastName: 'Ash',
  language: 'en',
  location: 'downtown',
  ...said,
});

export const granted = (
  patientId: string,
  channel: ConsentEvent['channel'],
  address: string,
  said: Partial<ConsentEvent> = {},
): ConsentEvent => ({
  id: `granted#${channel}`,
  patientId,
  channel,
  purpose: 'marketing',
  action: 'grant',
  occurredAt: '2026-01-01T09:00:00.000Z',
  recordedAt: '2026-01-01T09:00:00.000Z',
  method: 'web-checkbox',
  actor: 'patient',
  address,
  affirmative: true,
  seller: lakeside.identity.name,
  wording: { text: 'I agree.' },
  ...said,
});

/** Patients in memory, as the practice's own functions keep them; an address is its own key. */
export function knownPeople() {
  const memory = memoryPatients();
  const { patients } = memory;
  const ports: KeepPorts = {
    patients,
    practice: lakeside.identity,
    types: lakeside.treatments.treatments,
    products: [],
    outreach: memoryOutreach().outreach,
    versionOf: () => 'v1',
    rules: lakeside.recall,
    shardOf: () => 0,
    contactKeys: async ({ email, phone, firstName, lastName, birthDate, names = [] }) => [
      ...[email, phone].flatMap((address) => address ?? []),
      ...(firstName && lastName && birthDate ? [`${firstName} ${lastName} ${birthDate}`] : []),
      ...names,
    ],
    now: fridayMorning,
  };
  const actor = { by: 'sato', now: fridayMorning };
  return {
    ...memory,
    ports,
    add: async (patient: Patient, ...events: readonly ConsentEvent[]) => {
      await keepHead(ports, patient, undefined);
      for (const event of events) await patients.addConsent(event);
    },
    merge: (id: string, other: string) => mergeRecords(ports, { id, other }, actor),
    /** As an erasure leaves a record. */
    erase: async (id: string) => {
      const { patient } = (await patients.record(id)) ?? { patient: person(id) };
      await patients.unlink(await ports.contactKeys(patient), id);
      await patients.unlink(await ports.contactKeys({ names: patient.otherIds ?? [] }), id);
      await patients.forget(id);
      const { location } = patient;
      await patients.save({
        ...person(id, { firstName: '', lastName: '', location }),
        erasedAt: fridayMorning,
      });
    },
    consentsOf: async (id: string) => (await patients.record(id))?.consents ?? [],
  };
}
