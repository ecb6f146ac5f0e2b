import { itemsNow } from '../patient/refresh-items.ts';
import { refillDecision, refillsDue } from './refill.ts';
import { consider, nextPage, type Shard, type SweepPorts } from './sweep.ts';
import type { SweepDecision } from './touch.ts';

/** What a sweep of this shard would decide now: the same code, without claiming or sending anything. */
export async function previewShard(ports: SweepPorts, given: Shard): Promise<readonly SweepDecision[]> {
  const decisions: SweepDecision[] = [];
  for (let shard: Shard | undefined = given; shard; ) {
    const { patientIds, rest }: Awaited<ReturnType<typeof nextPage>> = await nextPage(ports, shard);
    for (const id of new Set(patientIds)) {
      const record = await ports.patients.record(id);
      if (!record) continue;
      const asToday = { ...record, items: itemsNow(ports, record) };
      const { decision } = await consider(ports, asToday, 'preview', shard.zone);
      const refills = refillsDue(asToday, shard.on);
      if (decision.items.length > 0) decisions.push(decision);
      else if (refills.length > 0) decisions.push(refillDecision('preview', id, refills));
    }
    shard = rest;
  }
  return decisions;
}
