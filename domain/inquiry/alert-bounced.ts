import { nothingLeft } from '../escalation/plan.ts';
import type { Escalations, Inquiries } from './inquiries.ts';

export interface AlertBouncePorts {
  readonly inquiries: Inquiries;
  readonly escalations: Pick<Escalations, 'wake'>;
  /** ISO instant. */
  readonly now: string;
}

const attempts = 8;

const outcomes = {
  hard: { what: 'alert-bounced', state: 'failed', reason: 'bounced' },
  soft: { what: 'alert-held-up', state: 'unknown', reason: 'held-up' },
} as const;

/**
 * A mail to a member of the staff came back: its alert has reached nobody. It counts as failed, and the plan is made anew at once: where nobody
 * else was reached in its step, the next step begins. The same bounce again changes nothing. A soft one (a full mailbox, a server that is away)
 * says nothing of the address: its outcome counts as unknown, so a page goes out once more while the next way begins.
 */
export async function alertBounced(
  ports: AlertBouncePorts,
  inquiryId: string,
  staff: string,
  bounce: keyof typeof outcomes,
): Promise<void> {
  const { what, ...outcome } = outcomes[bounce];
  for (let tries = 0; tries < attempts; tries += 1) {
    const file = await ports.inquiries.file(inquiryId);
    if (!file) return;
    const notice = file.notices
      .filter((one) => one.staff === staff && one.way === 'email' && one.state === 'sent')
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
    if (!notice) return;
    const { inquiry } = file;
    const event = {
      id: `${inquiry.revision + 1}`,
      what,
      at: ports.now,
      actor: { system: 'delivery' },
      note: staff,
    };
    if (inquiry.dueAt !== undefined && !nothingLeft(inquiry)) {
      const changed = await ports.inquiries.changeCourse(inquiry, {}, event, ports.now);
      if (!changed) continue;
      await ports.inquiries.settleNotice({ ...notice, ...outcome });
      if (changed.token !== undefined) await ports.escalations.wake(changed.token);
      return;
    }
    await ports.inquiries.settleNotice({ ...notice, ...outcome });
    return;
  }
  throw new Error('The inquiry kept changing; the event comes again.');
}
