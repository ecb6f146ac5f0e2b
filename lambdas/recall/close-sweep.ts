import type { Shard } from '../../domain/recall/sweep.ts';
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
    const sum = (name: 'contacted' | 'considered'): number =>
      shards.reduce((total, shard) => total + shard[name], 0);
    const totals = {
      closedAt: new Date().toISOString(),
      contacted: sum('contacted'),
      considered: sum('considered'),
    };
    await outreach.closeSweep(sweepId, totals);
    log.info('A sweep was closed.', { sweepId, count: totals.contacted });
  }
  return { sweepId };
}

/** "Close the sweep": the next one begins with the day after. */
export const handler = task(close, ({ sweepId }) => ({ sweepId }));
