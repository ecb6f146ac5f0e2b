import type { PatientRecord } from './patient.ts';
import type { Patients } from './patients.ts';

/** Merges of merges; more would be a circle. */
const longestWay = 10;

/** The record that an id leads to: its own, or the one that it was merged into. */
export async function currentRecord(
  patients: Pick<Patients, 'record'>,
  id: string,
): Promise<PatientRecord | undefined> {
  let record = await patients.record(id);
  for (let step = 0; record?.patient.mergedInto && step < longestWay; step += 1)
    record = await patients.record(record.patient.mergedInto);
  return record;
}
