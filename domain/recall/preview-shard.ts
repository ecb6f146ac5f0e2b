import type { PatientRecord } from '../patient/patient.ts';
import { itemsNow } from '../patient/refresh-items.ts';
import { refillDecision, refillsDue } from './refill.ts';
import { consider, nextPage, type Shard, type SweepPorts } from './sweep.ts';
import type { SweepDecision } from './touch.ts';

/** What a sweep of this shard would decide now: the same code, without claiming or sending anything. */
export async function previewShard(
  ports: SweepPorts,
  given: Shard,
): Promise<readonly { readonly decision: SweepDecision; readonly record: PatientRecord }[]> {
  const decisions: { decision: SweepDecision; record: PatientRecord }[] = [];
  for (let shard: Shard | undefined = given; shard; ) {
    const { patientIds, rest }: Awaited<ReturnType<typeof nextPage>> = await nextPage(ports, shard);
    for (const id of new Set(patientIds)) {
      const read = await ports.patients.record(id);
      if (!read) continue;
      const record = { ...read, items: itemsNow(ports, read) };
      const { decision } = await consider(ports, record, 'preview', shard.zone);
      const refills = refillsDue(record, shard.on);
      if (decision.items.length > 0) decisions.push({ decision, record });
      else if (refills.length > 0)
        decisions.push({ decision: refillDecision('preview', id, refills), record });
    }
    shard = rest;
  }
  return decisions;
}
