import { pauseByStanding } from '../../domain/campaign/bad-standing.ts';
import { fillCampaigns } from '../../domain/campaign/fill.ts';
import { ratesOf } from '../../domain/recall/know.ts';
import { localDay } from '../../domain/recall/local-day.ts';
import { reckonAnew } from '../../domain/recall/reckon-anew.ts';
import { countPaused } from '../kit/campaigns-paused.ts';
import { countFault } from '../kit/count-faults.ts';
import { readEnvironment } from '../kit/env.ts';
import { task } from '../kit/task.ts';
import { sweepTables, workMilliseconds } from './sweep-tables.ts';

const { ports, store, version } = sweepTables(readEnvironment('recall/fill-campaigns'));

interface Input {
  readonly sweepId: string;
  readonly zone: string;
  /** When the schedule fired, ISO. */
  readonly at: string;
}

async function fill({ zone, at }: Input): Promise<{ done: boolean }> {
  const start = performance.now();
  const now = new Date().toISOString();
  const rates = await ratesOf(ports.outreach, now);
  countPaused(await pauseByStanding(store, rates));
  const on = localDay(new Date(at).toISOString(), zone);
  const enough = () => performance.now() - start > workMilliseconds;
  const failed = countFault;
  if (!(await reckonAnew({ ...ports, now, failed }, { zone, version }, enough))) return { done: false };
  return {
    done: await fillCampaigns({ ...ports, store, rates, now, onFault: countFault }, { zone, on }, enough),
  };
}

/** "Add whom campaigns mean": as many pages as its time allows; the machine calls it again until it is done. */
export const handler = task(fill, ({ sweepId }) => ({ sweepId }));
