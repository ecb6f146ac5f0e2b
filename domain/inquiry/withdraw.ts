import { isRedFlag } from '../escalation/choose-policy.ts';
import type { Escalations, Inquiries } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import type { InquiryEvent } from './timeline-event.ts';

export interface WithdrawPorts {
  readonly inquiries: Inquiries;
  readonly escalations: Escalations;
  /** ISO instant. */
  readonly now: string;
}

const attempts = 8;

/**
 * The patient says that no answer is needed any more: the inquiry is closed as withdrawn. One with a red flag stays open, because only a
 * clinician may decide that (R61), and so does one in which others have written (`ends` false): staff read what was said. Repeating it changes nothing.
 */
export async function withdraw(
  ports: WithdrawPorts,
  id: string,
  { ends }: { readonly ends: boolean } = { ends: true },
): Promise<Inquiry | undefined> {
  for (let tries = 0; tries < attempts; tries += 1) {
    const inquiry = await ports.inquiries.find(id);
    if (!inquiry || inquiry.status === 'closed' || inquiry.lastEvent.what === 'says-no-longer-needed')
      return inquiry;
    const stays = !ends || isRedFlag(inquiry.level) || inquiry.emergency === true;
    const event: InquiryEvent = {
      id: `${inquiry.revision + 1}`,
      what: stays ? 'says-no-longer-needed' : 'withdrawn',
      at: ports.now,
      actor: { patient: true },
    };
    const course = stays
      ? {}
      : {
          status: 'closed' as const,
          closedAt: ports.now,
          closeReason: 'withdrawn' as const,
          claimedBy: undefined,
          claimUntil: undefined,
          claimSince: undefined,
          claimByClinician: undefined,
        };
    const atRest = inquiry.dueAt === undefined;
    const changed = await ports.inquiries.changeCourse(inquiry, course, event, ports.now, { atRest });
    if (!changed) continue;
    if (changed.token !== undefined) await ports.escalations.wake(changed.token);
    return changed.inquiry;
  }
  throw new Error('The inquiry keeps changing; try again in a moment.');
}
