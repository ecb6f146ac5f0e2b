import type { Shard } from '../../domain/recall/sweep.ts';
import { closeSweep } from '../../domain/recall/sweep-gate.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('recall/close-sweep');
const outreach = outreachTable(environment.OUTREACH_TABLE);

interface Input {
  readonly sweepId: string;
  readonly shards: readonly Shard[];
}

async function close({ sweepId, shards }: Input): Promise<{ sweepId: string }> {
  // A sweep that was closed before has no shards: its totals stay.
  if (shards.length > 0) {
    const { contacted } = await closeSweep(outreach, sweepId, new Date().toISOString());
    log.info('A sweep was closed.', { sweepId, count: contacted });
  }
  return { sweepId };
}

/** "Close the sweep": the next one begins with the day after. */
export const handler = task(close, ({ sweepId }) => ({ sweepId }));
