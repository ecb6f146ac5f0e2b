import escalation from 'practice:escalation';
import identity from 'practice:identity';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type AlertSent, alertBounced } from '../../domain/inquiry/alert-bounced.ts';
import { type AutomaticMessage, patientUnreached } from '../../domain/inquiry/patient-unreached.ts';
import { replyBounced } from '../../domain/inquiry/reply-bounced.ts';
import type { DeliveryNews } from '../../domain/message/delivery-news.ts';
import { newsOfMail, type SesEvent } from '../../domain/message/mail-events.ts';
import { newsOfText, type TextEvent } from '../../domain/message/text-events.ts';
import { announces } from '../../domain/practice/events-out.ts';
import { escalations } from '../adapters/executions.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { outreachTable } from '../adapters/outreach-table.ts';
import { patientTable } from '../adapters/patient-table.ts';
import { secret } from '../adapters/secret-store.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { settle } from './settle.ts';

const environment = readEnvironment('outreach/settle-touches');
const inquiries = inquiryTable(environment.INQUIRY_TABLE, announces(identity.value));
const starts = escalations(environment.ESCALATION_MACHINE);
const ports = {
  patients: patientTable(environment.PATIENT_TABLE),
  outreach: outreachTable(environment.OUTREACH_TABLE),
  practice: identity.value,
  addressKey: secret(environment.ADDRESS_KEY),
  delivered: async (inquiryId: string, messageId: string, now: string): Promise<void> => {
    await inquiries.settleMessage(inquiryId, messageId, { state: 'accepted', deliveredAt: now });
  },
  alertBounced: (inquiryId: string, alert: AlertSent, now: string, bounce: 'hard' | 'soft') =>
    alertBounced({ inquiries, escalations: starts, now }, inquiryId, alert, bounce),
  unreached: (inquiryId: string, key: AutomaticMessage, now: string) =>
    patientUnreached({ inquiries, escalations: starts, now }, inquiryId, key),
  bounced: (inquiryId: string, messageId: string, now: string) =>
    replyBounced(
      { inquiries, escalations: starts, rules: escalation, practice: identity.value, now },
      inquiryId,
      messageId,
    ),
};

/** SNS wraps the event unless its delivery is raw. */
function newsOf(body: string): DeliveryNews | undefined {
  const outer = JSON.parse(body) as { Message?: string } & SesEvent & TextEvent;
  const event = outer.Message === undefined ? outer : (JSON.parse(outer.Message) as SesEvent & TextEvent);
  return event.eventType?.startsWith('TEXT_') ? newsOfText(event) : newsOfMail(event);
}

async function settleAll({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      const news = newsOf(body);
      if (news) await settle(ports, news, new Date().toISOString());
    } catch (error) {
      // The queue keeps it, delivers it again, and after that puts it aside where the runbook says.
      log.error('A delivery event could not be settled; the queue keeps it.', { messageId }, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** What SES and End User Messaging say of messages that left: delivered, come back, complained about. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler((event: SQSEvent) => settleAll(event));
