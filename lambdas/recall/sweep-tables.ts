import identity from 'practice:identity';
import law from 'practice:law';
import recall from 'practice:recall';
import templates from 'practice:recall-templates';
import treatments from 'practice:treatments';
import { reckonedBy } from '../../domain/recall/reckon-anew.ts';
import { campaignTable } from '../adapters/campaign-table.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { fingerprintOf } from '../kit/campaign-codes.ts';
import { recallPorts } from '../kit/recall-ports.ts';
import { versionOf } from '../kit/sequence-version.ts';

/** What a sweep plans by, from the tables, and the campaigns in theirs. */
export function sweepTables(environment: {
  readonly PATIENT_TABLE: string;
  readonly OUTREACH_TABLE: string;
  readonly INQUIRY_TABLE: string;
  readonly ADDRESS_KEY: string;
}) {
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
  const version = versionOf(reckonedBy(identity.value, treatments.value, recall.value));
  return { ports, store, version };
}

/** A third of a function's time-out: what is left goes to the next call. */
export const workMilliseconds = 20_000;
