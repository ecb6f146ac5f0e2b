import { DomainError } from '../../domain/errors.ts';
import { currentRecord } from '../../domain/patient/current-record.ts';
import type { KeepPorts } from '../../domain/patient/keep-patient.ts';
import type { PatientRecord } from '../../domain/patient/patient.ts';
import type { Patients } from '../../domain/patient/patients.ts';
import { refreshItems } from '../../domain/patient/refresh-items.ts';
import type { Product } from '../../domain/recall/recall-rules.ts';
import { recordView } from './record-view.ts';

export interface RecordPorts extends Omit<KeepPorts, 'now'> {
  readonly products: readonly Product[];
  readonly patientId: (externalId: string) => Promise<string>;
}

/** The record that an id leads to, or a 404. */
export async function recordOf(
  { patients }: { readonly patients: Pick<Patients, 'record'> },
  id: string | undefined,
) {
  const record = await currentRecord(patients, id ?? '');
  if (!record) throw new DomainError('not-found', 'There is no such patient.');
  return record;
}

/** As `recordOf`, for what writes: an erased person's record stays empty, whoever still has its id (R37). */
export async function livingOf(ports: Parameters<typeof recordOf>[0], id: string | undefined) {
  const record = await recordOf(ports, id);
  if (record.patient.erasedAt)
    throw new DomainError('not-found', 'This person was erased: nothing more is kept of them.');
  return record;
}

/** Writes to a patient's record, works out anew what they are due for, and shows the record as it is then. */
export async function changed(
  ports: RecordPorts,
  { id, now }: { readonly id: string | undefined; readonly now: string },
  write: (record: PatientRecord) => Promise<void>,
) {
  const record = await livingOf(ports, id);
  await write(record);
  await refreshItems({ ...ports, now }, record.patient.id);
  return { body: recordView(await recordOf(ports, id)) };
}
