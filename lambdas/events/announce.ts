import identity from 'practice:identity';
import { eventQueue } from '../adapters/event-queue.ts';
import { inquiryTable } from '../adapters/inquiry-table.ts';
import { announceNow } from '../kit/announce-now.ts';
import { readEnvironment } from '../kit/env.ts';
import { log } from '../kit/logger.ts';
import { task } from '../kit/task.ts';

const environment = readEnvironment('events/announce');
const inquiries = inquiryTable(environment.INQUIRY_TABLE);
const ports = { inquiries, queue: eventQueue(environment.EVENT_QUEUE), practice: identity.value };

async function announce(): Promise<{ count: number }> {
  let count = 0;
  for (const inquiry of await inquiries.unannounced()) count += await announceNow(inquiry, ports);
  if (count > 0) log.info('Events were queued for other tools.', { count });
  return { count };
}

/** Every ten minutes: what was not queued at once. */
export const handler = task<unknown, { count: number }>(announce, () => ({}));
