import { isRedFlag } from '../escalation/choose-policy.ts';
import type { Practice } from '../practice/practice.ts';
import type { Escalations, Inquiries } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import { waitMeasured } from './measured.ts';
import { answered } from './staff-actions.ts';
import type { InquiryEvent } from './timeline-event.ts';

export interface CallReachedPorts {
  readonly inquiries: Pick<Inquiries, 'find' | 'changeCourse' | 'addressHolder'>;
  readonly escalations: Pick<Escalations, 'wake'>;
  readonly practice: Practice;
  /** ISO instant. */
  readonly now: string;
}

const attempts = 8;

const waits = (inquiry: Inquiry): boolean =>
  inquiry.status !== 'closed' && inquiry.messageCount > inquiry.answeredCount;

/**
 * A caller's number is forged easily: only what is harmless ends by it. A red flag, or whoever was treated lately or asked how they are, is
 * noted by whoever took the call.
 */
const staysOpen = ({ level, emergency, postTreatment }: Inquiry): boolean =>
  isRedFlag(level) || emergency === true || postTreatment !== undefined;

async function answeredByCall(id: string, ports: CallReachedPorts): Promise<boolean> {
  const inquiry = await ports.inquiries.find(id);
  if (!inquiry || !waits(inquiry) || staysOpen(inquiry)) return true;
  const event: InquiryEvent = {
    id: `${inquiry.revision + 1}`,
    what: 'call-reached',
    at: ports.now,
    actor: { system: 'carrier' },
    measured: { answers: true, ...waitMeasured(inquiry, ports.now, ports.practice) },
  };
  const atRest = inquiry.dueAt === undefined;
  const course = { ...answered(inquiry, { at: ports.now }), namedCall: undefined };
  const changed = await ports.inquiries.changeCourse(inquiry, course, event, ports.now, { atRest });
  if (changed?.token !== undefined) await ports.escalations.wake(changed.token);
  return changed !== undefined;
}

/**
 * The carrier says that a caller spoke with somebody: whoever waits at that number has had a human's answer, except in red flags and
 * after treatments. Where nobody waits nothing happens. Repeating it changes nothing.
 */
export async function callReached(addressKeys: readonly string[], ports: CallReachedPorts): Promise<void> {
  for (const key of addressKeys) {
    const holder = await ports.inquiries.addressHolder(key);
    if (holder === undefined) continue;
    for (let tries = 0; tries < attempts; tries += 1) if (await answeredByCall(holder, ports)) return;
    throw new Error('The inquiry keeps changing; the registration is tried again.');
  }
}
