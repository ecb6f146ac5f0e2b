import identity from 'practice:identity';
import law from 'practice:law';
import recall from 'practice:recall';
import recallTemplates from 'practice:recall-templates';
import treatments from 'practice:treatments';
import { announces } from '../../../domain/practice/events-out.ts';
import { campaignTable } from '../../adapters/campaign-table.ts';
import { eventQueue } from '../../adapters/event-queue.ts';
import { escalations } from '../../adapters/executions.ts';
import { inquiryTable } from '../../adapters/inquiry-table.ts';
import { outreachTable } from '../../adapters/outreach-table.ts';
import { patientTable } from '../../adapters/patient-table.ts';
import { auditTrail, staffDirectory } from '../../adapters/practice-table.ts';
import { secret } from '../../adapters/secret-store.ts';
import { announcing } from '../../kit/announce-now.ts';
import { fingerprintOf } from '../../kit/campaign-codes.ts';
import { readEnvironment } from '../../kit/env.ts';
import { patientIdOf } from '../../kit/patient-keys.ts';
import { recallPorts } from '../../kit/recall-ports.ts';
import { revocationPorts } from '../../kit/revocation-ports.ts';

export const environment = readEnvironment('desk/desk');
export const practice = identity.value;
export const staff = staffDirectory(environment.PRACTICE_TABLE);
export const audit = auditTrail(environment.PRACTICE_TABLE);
export const inquiries = announcing(inquiryTable(environment.INQUIRY_TABLE, announces(identity.value)), {
  queue: eventQueue(environment.EVENT_QUEUE),
  practice,
});
export const starts = escalations(environment.ESCALATION_MACHINE);
export const addressKey = secret(environment.ADDRESS_KEY);
export const outreach = outreachTable(environment.OUTREACH_TABLE);
export const campaigns = campaignTable(environment.OUTREACH_TABLE);
export const fingerprint = fingerprintOf(recallTemplates.value);
export const recalls = recallPorts({
  patients: patientTable(environment.PATIENT_TABLE),
  outreach,
  inquiries,
  practice,
  rules: recall.value,
  law: law.value,
  treatments: treatments.value,
  addressKey,
  campaigns: { find: campaigns.find, fingerprint },
});

export const revocations = revocationPorts({
  patients: recalls.patients,
  outreach,
  addressKey,
});

export const records = {
  ...recalls,
  patientId: async (externalId: string) => patientIdOf(await addressKey(), externalId),
};
