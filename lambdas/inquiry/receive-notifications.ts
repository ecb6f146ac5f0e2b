import sources from 'practice:sources';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { deliveryTable } from '../adapters/delivery-table.ts';
import { registrations } from '../adapters/executions.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { receiveNotification } from './receive-notification.ts';

const environment = readEnvironment('inquiry/receive-notifications');
const ports = {
  deliveries: deliveryTable(environment.DELIVERY_TABLE),
  registrations: registrations(environment.REGISTRATION_MACHINE),
  sources: sources.value.sources,
  topics: { mail: environment.MAIL_TOPIC, texts: environment.TEXTS_TOPIC },
  now: () => Date.now(),
};

async function receiveAll({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of Records) {
    try {
      await receiveNotification(body, ports);
    } catch (error) {
      // The queue keeps it, delivers it again, and after that puts it aside where the runbook says.
      log.error('A mail or text could not be stored; the queue keeps it.', { messageId }, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** Mail and texts that came to the deployment's own topics become stored deliveries. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler((event: SQSEvent) => receiveAll(event));
