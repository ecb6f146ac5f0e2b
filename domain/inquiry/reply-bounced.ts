import type { EscalationRules } from '../escalation/policy.ts';
import type { Compiled, Practice } from '../practice/practice.ts';
import { promisedAgain } from './clocks-again.ts';
import { withoutReply } from './first-answer.ts';
import type { Escalations, Inquiries } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import type { InquiryEvent } from './timeline-event.ts';

export interface BouncePorts {
  readonly inquiries: Inquiries;
  readonly escalations: Escalations;
  readonly rules: Compiled<EscalationRules>;
  readonly practice: Practice;
  /** ISO instant. */
  readonly now: string;
}

const attempts = 8;

/**
 * A reply that came back has answered nobody (G5): the inquiry is open again, its chain begins anew, its time to the first answer runs on
 * from its receipt, and staff see that the address does not work. The message is marked first and the inquiry changed always, also where
 * somebody still waits: a reply that is just being settled then finds the inquiry changed, looks again, and does not count. The same bounce
 * again changes nothing.
 */
export async function replyBounced(ports: BouncePorts, inquiryId: string, messageId: string): Promise<void> {
  const message = await ports.inquiries.findMessage(inquiryId, messageId);
  if (message?.direction !== 'out' || message.bounceSettled) return;
  await ports.inquiries.settleMessage(inquiryId, messageId, { state: 'failed' });
  for (let tries = 0; tries < attempts; tries += 1) {
    const inquiry = await ports.inquiries.find(inquiryId);
    if (inquiry && !(await reopened(ports, inquiry, messageId))) continue;
    // Last, so that a crash before it lets the next delivery of the event do all of it again.
    await ports.inquiries.settleMessage(inquiryId, messageId, { state: 'failed', bounceSettled: true });
    return;
  }
  throw new Error('The inquiry kept changing; the event comes again.');
}

async function reopened(ports: BouncePorts, inquiry: Inquiry, messageId: string): Promise<boolean> {
  const waits = inquiry.answeredCount < inquiry.messageCount && inquiry.status !== 'closed';
  const event: InquiryEvent = {
    id: `${inquiry.revision + 1}`,
    what: 'reply-bounced',
    at: ports.now,
    actor: { system: 'delivery' },
    measured: { reply: messageId },
  };
  const again = waits
    ? {}
    : { ...promisedAgain(inquiry, ports), answeredCount: Math.max(0, inquiry.messageCount - 1) };
  const course = { ...again, ...withoutReply(inquiry, messageId) };
  const nextRun = inquiry.dueAt === undefined;
  const changed = await ports.inquiries.changeCourse(inquiry, course, event, ports.now, { nextRun });
  if (!changed) return false;
  if (nextRun) await ports.escalations.start(inquiry.id, changed.inquiry.run);
  else if (changed.token !== undefined) await ports.escalations.wake(changed.token);
  return true;
}
