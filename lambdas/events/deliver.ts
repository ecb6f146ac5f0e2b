import identity from 'practice:identity';
import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { EventOut, Tool } from '../../domain/practice/events-out.ts';
import { eventQueue } from '../adapters/event-queue.ts';
import { failedEvents } from '../adapters/failed-events.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { sourceSecrets } from '../adapters/secret-store.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { deliverEvent } from './deliver-event.ts';

const environment = readEnvironment('events/deliver');
const inquiries = inquiryTable(environment.INQUIRY_TABLE);
const secrets = sourceSecrets(environment.SOURCE_SECRETS);
const queue = eventQueue(environment.EVENT_QUEUE);
const failed = failedEvents(environment.PRACTICE_TABLE);
const timeoutMilliseconds = 10_000;

/** Locally all tools are one place of the runtime's own, so that nothing leaves the machine. */
const urlOf = ({ id, url }: Tool): string =>
  environment.TOOLS_URL === 'direct' ? url : `${environment.TOOLS_URL}/${id}`;

async function post(
  tool: Tool,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<number | undefined> {
  try {
    const reply = await fetch(urlOf(tool), {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    await reply.body?.cancel();
    return reply.status;
  } catch (error) {
    log.warn('A tool did not answer.', { errorName: error instanceof Error ? error.name : 'unknown' });
    return undefined;
  }
}

async function deliverAll({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, receiptHandle, body, attributes } of Records) {
    const event = JSON.parse(body) as EventOut;
    const done = await deliverEvent(event, Number(attributes.ApproximateReceiveCount ?? 1), {
      tools: identity.value.eventsOut ?? [],
      secret: async (tool) => (await secrets.fresh(`tool.${tool}`))[0],
      inquiry: inquiries.find,
      post,
      postpone: (seconds) => queue.postpone(receiptHandle, seconds),
      giveUp: failed.keep,
      now: () => new Date().toISOString(),
    });
    log.info(done ? 'An event is done with.' : 'An event comes again later.', {
      inquiryId: event.inquiryId,
      kind: event.announcement.type,
    });
    if (!done) batchItemFailures.push({ itemIdentifier: messageId });
  }
  return { batchItemFailures };
}

/** Signed webhooks to the practice's other tools. */
export const handler = middy<SQSEvent, SQSBatchResponse>().handler((event: SQSEvent) => deliverAll(event));
