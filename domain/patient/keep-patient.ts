import type { Practice } from '../practice/practice.ts';
import { localDay } from '../recall/decide.ts';
import { recallItems } from '../recall/items.ts';
import type { RecallRules, TreatmentType } from '../recall/recall-rules.ts';
import { zoneOf } from '../recall/zones.ts';
import type { ImportedRow } from './import-row.ts';
import type { PatientRecord } from './patient.ts';
import type { Patients } from './patients.ts';

export interface KeepPorts {
  readonly patients: Patients;
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly rules: RecallRules;
  readonly shardOf: (patientId: string) => number;
  /** ISO instant. */
  readonly now: string;
}

const attempts = 5;

const same = (a: object, b: object | undefined): boolean =>
  b !== undefined && JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

/** Works out a patient's recall items anew and stores those that changed; returns how many. */
export async function refreshItems(ports: KeepPorts, patientId: string): Promise<number> {
  for (let tries = 0; tries < attempts; tries += 1) {
    const record = await ports.patients.record(patientId);
    if (!record) return 0;
    const outcome = await storeItems(ports, record);
    if (outcome !== undefined) return outcome;
  }
  throw new Error('The recall items kept changing; try again.');
}

async function storeItems(ports: KeepPorts, record: PatientRecord): Promise<number | undefined> {
  const zone = zoneOf(record.patient, ports.practice);
  const due = { zone, shard: ports.shardOf(record.patient.id) };
  let changed = 0;
  for (const item of recallItems(record, ports.types, ports.rules, localDay(ports.now, zone))) {
    const seen = record.items.find(({ id }) => id === item.id);
    if (same(item, seen)) continue;
    if (!(await ports.patients.saveItem(item, due, seen))) return undefined;
    changed += 1;
  }
  return changed;
}

/** Takes an imported row in; `unchanged` when everything in it was known, so that importing again is no work. */
export async function keepRow(ports: KeepPorts, row: ImportedRow): Promise<'changed' | 'unchanged'> {
  const { patient, treatment, appointment, consents } = row;
  const known = await ports.patients.record(patient.id);
  let changed = false;
  if (!same(patient, known?.patient)) {
    await ports.patients.save(patient);
    changed = true;
  }
  if (treatment && !known?.treatments.some(({ id }) => id === treatment.id)) {
    await ports.patients.addTreatment(treatment);
    changed = true;
  }
  if (appointment && !known?.appointments.some((other) => same(appointment, other))) {
    await ports.patients.saveAppointment(appointment);
    changed = true;
  }
  for (const event of consents) {
    if (known?.consents.some(({ id }) => id === event.id)) continue;
    await ports.patients.addConsent(event);
    changed = true;
  }
  if (changed) await refreshItems(ports, patient.id);
  return changed ? 'changed' : 'unchanged';
}
