import { ratesOf } from '../../domain/recall/know.ts';
import { type Shard, sweepShard } from '../../domain/recall/sweep.ts';
import { countFault } from '../kit/count-faults.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { task } from '../kit/task.ts';
import { sweepTables, workMilliseconds } from './sweep-tables.ts';

const { ports } = sweepTables(readEnvironment('recall/sweep-shard'));

async function sweep(shard: Shard): Promise<Shard & { done: boolean }> {
  const start = performance.now();
  const now = new Date().toISOString();
  const worked = await sweepShard(
    { ...ports, now, rates: await ratesOf(ports.outreach, now), onFault: countFault },
    shard,
    () => performance.now() - start > workMilliseconds,
  );
  log.info('A part of a sweep was worked through.', { sweepId: worked.sweepId, count: worked.contacted });
  return worked;
}

/** "Sweep a part of the patients": as many pages as its time allows; the machine calls it again with what is left. */
export const handler = task(sweep, ({ sweepId }) => ({ sweepId }));
