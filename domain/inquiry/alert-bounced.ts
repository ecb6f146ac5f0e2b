import { nothingLeft } from '../escalation/plan.ts';
import { isSameSend, isStillSending } from './bounced-notice.ts';
import type { Escalations, Inquiries } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import type { Notice } from './notice.ts';

export interface AlertBouncePorts {
  readonly inquiries: Inquiries;
  readonly escalations: Pick<Escalations, 'wake'>;
  /** ISO instant. */
  readonly now: string;
}

/** Which alert came back, as far as what went with it tells. */
export interface AlertSent {
  readonly staff: string;
  readonly way: 'email' | 'sms';
  /** Kind and round of its notice; the member's newest one by this way without them. */
  readonly kind?: string;
  readonly round?: string;
  /** The id that the channel gave it. */
  readonly providerId?: string;
}

const attempts = 8;

const outcomes = {
  hard: { what: 'alert-bounced', state: 'failed', reason: 'bounced' },
  soft: { what: 'alert-held-up', state: 'unknown', reason: 'held-up' },
} as const;

/** A message that says that others wait stands under the key of the alert that it was sent instead of. */
const isKind = (notice: Notice, kind: string | undefined): boolean =>
  kind === undefined || kind === 'bundle' || notice.kind === kind;

function noticeOf(notices: readonly Notice[], sent: AlertSent): Notice | undefined {
  return notices
    .filter(({ staff, way }) => staff === sent.staff && way === sent.way)
    .filter((notice) =>
      sent.round === undefined
        ? notice.state === 'sent'
        : notice.round === sent.round && isKind(notice, sent.kind),
    )
    .filter((notice) => isSameSend(notice, sent))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
}

/** A failure for good stands whatever else is told; one for now changes only what counted as sent. */
const isSettled = ({ state }: Notice, bounce: keyof typeof outcomes): boolean =>
  state === 'failed' || (bounce === 'soft' && state === 'unknown');

async function planAgain(
  { inquiries, now }: AlertBouncePorts,
  inquiry: Inquiry,
  what: string,
  staff: string,
): ReturnType<Inquiries['changeCourse']> {
  const event = { id: `${inquiry.revision + 1}`, what, at: now, actor: { system: 'delivery' }, note: staff };
  return inquiries.changeCourse(inquiry, {}, event, now);
}

/**
 * A mail or text to a member of the staff came back: its alert has reached nobody. It counts as failed, and the plan is made anew at once: where
 * nobody else was reached in its step, the next step begins. The same news again changes nothing. A soft one (a full mailbox, a phone that is off)
 * says nothing of the address: its outcome counts as unknown, so a page goes out once more while the next way begins. Throws while the
 * alert is still being sent: the news comes again.
 */
export async function alertBounced(
  ports: AlertBouncePorts,
  inquiryId: string,
  sent: AlertSent,
  bounce: keyof typeof outcomes,
): Promise<void> {
  const { what, ...outcome } = outcomes[bounce];
  for (let tries = 0; tries < attempts; tries += 1) {
    const file = await ports.inquiries.file(inquiryId);
    const notice = file && noticeOf(file.notices, sent);
    if (!notice || isSettled(notice, bounce)) return;
    if (isStillSending(notice, ports.now))
      throw new Error('The alert is still being sent; the event comes again.');
    const { inquiry } = file;
    const again = inquiry.dueAt !== undefined && !nothingLeft(inquiry);
    const changed = again ? await planAgain(ports, inquiry, what, sent.staff) : undefined;
    if (again && !changed) continue;
    await ports.inquiries.settleNotice({ ...notice, ...outcome, settledAt: ports.now });
    if (changed?.token !== undefined) await ports.escalations.wake(changed.token);
    return;
  }
  throw new Error('The inquiry kept changing; the event comes again.');
}
