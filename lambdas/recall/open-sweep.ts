import recall from 'practice:recall';
import { keepSequences } from '../../domain/recall/sequences.ts';
import type { Shard } from '../../domain/recall/sweep.ts';
import { openSweep } from '../../domain/recall/sweep-gate.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { versionOf } from '../kit/sequence-version.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('recall/open-sweep');
const outreach = outreachTable(environment.OUTREACH_TABLE);

interface Input {
  readonly zone: string;
  /** When the schedule fired, ISO. */
  readonly at: string;
}

async function open({ zone, at }: Input): Promise<Input & { sweepId: string; shards: readonly Shard[] }> {
  const now = new Date(at).toISOString();
  await keepSequences(outreach, recall.value, versionOf);
  const opened = await openSweep(outreach, { zone, shards: recall.value.shards, now });
  log.info('A sweep was opened.', { sweepId: opened.sweepId, count: opened.shards.length });
  return { ...opened, zone, at };
}

/** "Open the sweep": the gate of a zone's day. */
export const handler = task(open, () => ({}));
