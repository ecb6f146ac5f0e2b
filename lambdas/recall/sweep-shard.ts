import identity from 'practice:identity';
import law from 'practice:law';
import recall from 'practice:recall';
import templates from 'practice:recall-templates';
import treatments from 'practice:treatments';
import { ratesOf } from '../../domain/recall/know.ts';
import { type Shard, sweepShard } from '../../domain/recall/sweep.ts';
import { campaignTable } from '../adapters/campaign-table.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { fingerprintOf } from '../kit/campaign-codes.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { recallPorts } from '../kit/recall-ports.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('recall/sweep-shard');
const ports = recallPorts({
  patients: patientTable(environment.PATIENT_TABLE),
  outreach: outreachTable(environment.OUTREACH_TABLE),
  inquiries: inquiryTable(environment.INQUIRY_TABLE),
  practice: identity.value,
  rules: recall.value,
  law: law.value,
  treatments: treatments.value,
  addressKey: secret(environment.ADDRESS_KEY),
  campaigns: {
    find: campaignTable(environment.OUTREACH_TABLE).find,
    fingerprint: fingerprintOf(templates.value),
  },
});

/** A third of the function's time-out: what is left goes to the next call. */
const workMilliseconds = 20_000;

async function sweep(shard: Shard): Promise<Shard & { done: boolean }> {
  const start = performance.now();
  const now = new Date().toISOString();
  const worked = await sweepShard(
    { ...ports, now, rates: await ratesOf(ports.outreach, now) },
    shard,
    () => performance.now() - start > workMilliseconds,
  );
  log.info('A part of a sweep was worked through.', { sweepId: worked.sweepId, count: worked.contacted });
  return worked;
}

/** "Sweep a part of the patients": as many pages as its time allows; the machine calls it again with what is left. */
export const handler = task(sweep, ({ sweepId }) => ({ sweepId }));
