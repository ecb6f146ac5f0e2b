import type { NoticeKey } from '../escalation/notice-key.ts';
import { writeKey } from '../escalation/notice-key.ts';
import { nothingLeft } from '../escalation/plan.ts';
import type { AlertBouncePorts } from './alert-bounced.ts';
import { isSameSend, isStillSending } from './bounced-notice.ts';
import type { InquiryEvent } from './timeline-event.ts';

export type AutomaticMessage = Extract<NoticeKey, { readonly messageId: string }> & {
  /** The id that the channel gave it. */
  readonly providerId?: string;
};

const attempts = 8;

/** True where the plan is being made anew, or nobody waits any more; false where somebody changed the inquiry meanwhile. */
async function planAgain(
  { inquiries, escalations, now }: AlertBouncePorts,
  inquiryId: string,
  line: Omit<InquiryEvent, 'id'>,
  once: string,
): Promise<boolean> {
  const inquiry = await inquiries.find(inquiryId);
  if (!inquiry || inquiry.dueAt === undefined || nothingLeft(inquiry)) {
    await inquiries.record(inquiryId, { id: once, ...line });
    return true;
  }
  const event = { id: `${inquiry.revision + 1}`, ...line };
  const changed = await inquiries.changeCourse(inquiry, {}, event, now);
  if (changed?.token !== undefined) await escalations.wake(changed.token);
  return changed !== undefined;
}

/**
 * A safety reply, acknowledgement or word of a delay did not arrive: somebody has to call the patient now (R61). It counts as failed first, so that
 * the plan that is made anew at once finds it so (escalation/undelivered.ts); that it was followed is noted last, so that what was cut off is done
 * again. The same news again changes nothing. Throws while it is still being sent: the news comes again.
 */
export async function patientUnreached(
  ports: AlertBouncePorts,
  inquiryId: string,
  { providerId, ...key }: AutomaticMessage,
): Promise<void> {
  const { inquiries, now } = ports;
  const notice = await inquiries.findNotice(inquiryId, writeKey(key));
  if (!notice || notice.followed || !isSameSend(notice, { providerId })) return;
  if (isStillSending(notice, now)) throw new Error('It is still being sent; the event comes again.');
  const failed = { ...notice, state: 'failed', reason: 'undelivered', settledAt: now } as const;
  await inquiries.settleNotice(failed);
  const line = { what: `${key.kind}-undelivered`, at: now, actor: { system: 'delivery' } };
  for (let tries = 0; tries < attempts; tries += 1) {
    if (!(await planAgain(ports, inquiryId, line, `${key.kind}-undelivered#${key.messageId}`))) continue;
    await inquiries.settleNotice({ ...failed, followed: true });
    return;
  }
  throw new Error('The inquiry kept changing; the event comes again.');
}
