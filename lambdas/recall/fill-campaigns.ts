import identity from 'practice:identity';
import law from 'practice:law';
import recall from 'practice:recall';
import templates from 'practice:recall-templates';
import treatments from 'practice:treatments';
import { pauseByStanding } from '../../domain/campaign/bad-standing.ts';
import { fillCampaigns } from '../../domain/campaign/fill.ts';
import { ratesOf } from '../../domain/recall/know.ts';
import { localDay } from '../../domain/recall/local-day.ts';
import { campaignTable } from '../adapters/campaign-table.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { fingerprintOf } from '../kit/campaign-codes.ts';
import { countPaused } from '../kit/campaigns-paused.ts';
import { readEnvironment } from '../kit/env.ts';
import { recallPorts } from '../kit/recall-ports.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('recall/fill-campaigns');
const store = campaignTable(environment.OUTREACH_TABLE);
const ports = recallPorts({
  patients: patientTable(environment.PATIENT_TABLE),
  outreach: outreachTable(environment.OUTREACH_TABLE),
  inquiries: inquiryTable(environment.INQUIRY_TABLE),
  practice: identity.value,
  rules: recall.value,
  law: law.value,
  treatments: treatments.value,
  addressKey: secret(environment.ADDRESS_KEY),
  campaigns: { find: store.find, fingerprint: fingerprintOf(templates.value) },
});

/** A third of the function's time-out: what is left goes to the next call. */
const workMilliseconds = 20_000;

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
  return { done: await fillCampaigns({ ...ports, store, rates, now }, { zone, on }, enough) };
}

/** "Add whom campaigns mean": as many pages as its time allows; the machine calls it again until it is done. */
export const handler = task(fill, ({ sweepId }) => ({ sweepId }));
