import type { PatientRecord } from '../patient/patient.ts';
import type { RecallItem } from './recall-item.ts';
import { handed, refillsDue, refillTask } from './refill.ts';
import type { Shard, SweepPorts } from './sweep.ts';

/** Prescriptions go to a clinician, each once; the record as it is then. The task comes first: cut off in between it is the same one again. */
export async function handRefills(
  ports: Pick<SweepPorts, 'outreach' | 'patients'>,
  record: PatientRecord,
  shard: Shard,
): Promise<{ readonly record: PatientRecord; readonly refills: readonly RecallItem[] }> {
  const refills = record.patient.deceased ? [] : refillsDue(record, shard.on);
  const due = { zone: shard.zone, shard: shard.shard };
  const after = new Map<string, RecallItem>();
  for (const item of refills) {
    await ports.outreach.addTask(refillTask(record, item, shard.on));
    const done = handed(item, shard.on);
    if (await ports.patients.raiseItem(item, done, due)) after.set(item.id, done);
  }
  return { record: { ...record, items: record.items.map((item) => after.get(item.id) ?? item) }, refills };
}
