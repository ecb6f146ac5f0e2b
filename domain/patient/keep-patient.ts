import type { Practice } from '../practice/practice.ts';
import { recallItems } from '../recall/items.ts';
import { localDay } from '../recall/local-day.ts';
import type { RecallRules, TreatmentType } from '../recall/recall-rules.ts';
import { zoneOf } from '../recall/zones.ts';
import type { ImportedRow } from './import-row.ts';
import type { Patient, PatientRecord } from './patient.ts';
import type { Patients } from './patients.ts';

export interface KeepPorts {
  readonly patients: Patients;
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly rules: RecallRules;
  readonly shardOf: (patientId: string) => number;
  /** Keys of a patient's addresses. */
  readonly contactKeys: (patient: Pick<Patient, 'email' | 'phone'>) => Promise<readonly string[]>;
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

/** What a row brings that is not known yet, as writes; each is idempotent, so that a retry runs them all. */
function newsOf(
  row: ImportedRow,
  known: PatientRecord | undefined,
  { patients }: KeepPorts,
): readonly (() => Promise<void>)[] {
  const { treatment, appointment, consents } = row;
  return [
    ...(treatment && !known?.treatments.some(({ id }) => id === treatment.id)
      ? [() => patients.addTreatment(treatment)]
      : []),
    ...(appointment && !known?.appointments.some((other) => same(appointment, other))
      ? [() => patients.saveAppointment(appointment)]
      : []),
    ...consents
      .filter((event) => !known?.consents.some(({ id }) => id === event.id))
      .map((event) => () => patients.addConsent(event)),
  ];
}

/**
 * Takes the rows of one patient in, the last of them saying who it is; a row is `unchanged` when everything in it was known, so that
 * importing again is no work.
 */
export async function keepRows(
  ports: KeepPorts,
  rows: readonly ImportedRow[],
): Promise<{ readonly changed: number; readonly unchanged: number }> {
  const patient = rows.at(-1)?.patient;
  if (!patient) return { changed: 0, unchanged: 0 };
  const known = await ports.patients.record(patient.id);
  const isNew = !same(patient, known?.patient);
  if (isNew) {
    await ports.patients.link(await ports.contactKeys(patient), patient.id);
    await ports.patients.save(patient);
  }
  let changed = 0;
  for (const row of rows) {
    const news = newsOf(row, known, ports);
    for (const write of news) await write();
    changed += news.length > 0 || isNew ? 1 : 0;
  }
  if (changed > 0) await refreshItems(ports, patient.id);
  return { changed, unchanged: rows.length - changed };
}
