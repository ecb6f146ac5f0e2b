import { nothingLeft } from '../escalation/plan.ts';
import type { Standing } from '../recall/recipient.ts';
import type { Inquiry } from './inquiry.ts';

const redFlags = new Set(['E0', 'E1', 'U']);
const isCase = ({ level }: Inquiry): boolean => redFlags.has(level);
const newest = (days: readonly string[]): string | undefined => days.toSorted().at(-1);

/**
 * What a person's newest inquiries say to recall: whether somebody waits for an answer, whether a red-flag case is open, and when the last one
 * was closed (R58). Dates are those of the instants.
 */
export function standingOf(inquiries: readonly Inquiry[]): Standing {
  const closedOn = newest(
    inquiries.flatMap((inquiry) =>
      isCase(inquiry) && inquiry.closedAt !== undefined ? [inquiry.closedAt.slice(0, 10)] : [],
    ),
  );
  const lastInquiryOn = newest(inquiries.map(({ lastMessageAt }) => lastMessageAt.slice(0, 10)));
  return {
    openInquiry: inquiries.some((inquiry) => !nothingLeft(inquiry)),
    openCase: inquiries.some((inquiry) => isCase(inquiry) && inquiry.status !== 'closed'),
    ...(closedOn ? { adverseEventClosedOn: closedOn } : {}),
    ...(lastInquiryOn ? { lastInquiryOn } : {}),
  };
}
