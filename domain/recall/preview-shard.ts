import type { PatientRecord } from '../patient/patient.ts';
import { itemsNow } from '../patient/refresh-items.ts';
import { refillDecision, refillsDue } from './refill.ts';
import { consider, nextPage, type Shard, type SweepPorts } from './sweep.ts';
import { apartInPreview } from './sweep-fault.ts';
import type { SweepDecision } from './touch.ts';

interface Previewed {
  readonly decision: SweepDecision;
  readonly record: PatientRecord;
}

async function previewed(ports: SweepPorts, id: string, { zone, on }: Shard): Promise<Previewed | undefined> {
  const record = await ports.patients.record(id);
  if (!record) return undefined;
  const decided = await apartInPreview(id, async () => {
    const asToday = { ...record, items: itemsNow(ports, record) };
    const { decision } = await consider(ports, asToday, 'preview', zone);
    if (decision.items.length > 0) return decision;
    const refills = refillsDue(asToday, on);
    return refills.length > 0 ? refillDecision('preview', id, refills) : undefined;
  });
  return decided && { decision: decided, record };
}

/** What a sweep of this shard would decide now: the same code, without claiming or sending anything. */
export async function previewShard(ports: SweepPorts, given: Shard): Promise<readonly Previewed[]> {
  const decisions: Previewed[] = [];
  for (let shard: Shard | undefined = given; shard; ) {
    const part = shard;
    const { patientIds, rest }: Awaited<ReturnType<typeof nextPage>> = await nextPage(ports, shard);
    for (const id of new Set(patientIds)) {
      const one = await previewed(ports, id, part);
      if (one) decisions.push(one);
    }
    shard = rest;
  }
  return decisions;
}
