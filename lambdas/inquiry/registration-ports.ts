import escalation from 'practice:escalation';
import identity from 'practice:identity';
import sources from 'practice:sources';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { comeBackAsTexts } from '../../domain/practice/aftercare-ways.ts';
import { announces } from '../../domain/practice/events-out.ts';
import { alertCounts } from '../adapters/alert-counts.ts';
import { deliveryTable } from '../adapters/delivery-table.ts';
import { eventQueue } from '../adapters/event-queue.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { mailFiles } from '../adapters/mail-files.ts';
import { metaLeads } from '../adapters/meta-leads.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientSenders } from '../adapters/patient-senders.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { auditTrail, staffDirectory } from '../adapters/practice-table.ts';
import { secret, sourceSecrets } from '../adapters/secret-store.ts';
import { staffCodes } from '../adapters/staff-codes.ts';
import { readEnvironment } from '../kit/env.ts';
import { mayAnswer } from '../kit/may-answer.ts';
import { revocationPorts } from '../kit/revocation-ports.ts';
import { sendReply } from '../kit/send-reply.ts';
import { unprovedTexts } from '../kit/unproved-texts.ts';

export const environment = readEnvironment('inquiry/register-delivery');
export const metrics = new Metrics({ namespace: 'Heard', serviceName: 'heard' });
export const deliveries = deliveryTable(environment.DELIVERY_TABLE);
export const inquiries = inquiryTable(environment.INQUIRY_TABLE, announces(identity.value));
export const starts = escalations(environment.ESCALATION_MACHINE);
export const linkKey = secret(environment.LINK_KEY);
export const mailBucket = mailFiles(environment.MAIL_BUCKET);
export const { inbound } = identity.value.mail;
export const leads = metaLeads(environment.GRAPH_URL, sourceSecrets(environment.SOURCE_SECRETS));
export const told = { inquiries, queue: eventQueue(environment.EVENT_QUEUE), practice: identity.value };
export const keyOfAddresses = secret(environment.ADDRESS_KEY);

export const patients = patientTable(environment.PATIENT_TABLE);
export const outreach = outreachTable(environment.OUTREACH_TABLE);
export const practice = identity.value;
export const senders = patientSenders(practice, environment);
export const staffTexts = {
  inquiries,
  escalations: starts,
  rules: escalation.value,
  practice,
  codes: staffCodes(environment.INQUIRY_TABLE),
  staff: staffDirectory(environment.PRACTICE_TABLE).current,
  audit: auditTrail(environment.PRACTICE_TABLE),
  ...(senders.texter ? { texter: senders.texter } : {}),
  send: sendReply(senders, linkKey, environment.PUBLIC_URL),
  ...mayAnswer({ patients, outreach, addressKey: keyOfAddresses }),
};

export const consentPorts = {
  ...revocationPorts({
    patients,
    outreach,
    ...(senders.texter ? { texter: senders.texter } : {}),
    addressKey: keyOfAddresses,
  }),
  patients,
  outreach,
  inquiries,
  ...(comeBackAsTexts(practice, sources.value.sources)
    ? { asking: unprovedTexts(alertCounts(environment.INQUIRY_TABLE), metrics) }
    : {}),
};
