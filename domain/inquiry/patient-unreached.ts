import type { NoticeKey } from '../escalation/notice-key.ts';
import { writeKey } from '../escalation/notice-key.ts';
import type { Inquiries } from './inquiries.ts';

export type AutomaticMessage = Extract<NoticeKey, { readonly messageId: string }>;

/**
 * A safety reply, acknowledgement or word of a delay did not arrive: staff read so in the timeline, and call. The line first, the notice last,
 * so that what was cut off is done again; the same news again changes nothing. `now` is an ISO instant.
 */
export async function patientUnreached(
  inquiries: Pick<Inquiries, 'findNotice' | 'settleNotice' | 'record'>,
  inquiryId: string,
  key: AutomaticMessage,
  now: string,
): Promise<void> {
  const notice = await inquiries.findNotice(inquiryId, writeKey(key));
  if (!notice || notice.state === 'failed') return;
  await inquiries.record(inquiryId, {
    id: `${key.kind}-undelivered#${key.messageId}`,
    what: `${key.kind}-undelivered`,
    at: now,
    actor: { system: 'delivery' },
  });
  await inquiries.settleNotice({ ...notice, state: 'failed', reason: 'undelivered' });
}
