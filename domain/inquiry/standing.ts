import { nothingLeft } from '../escalation/plan.ts';
import type { Standing } from '../recall/recipient.ts';
import type { Arrival } from './arrival.ts';
import type { AddressHistory, Course } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';

const redFlags = new Set(['E0', 'E1', 'U']);
const isCase = ({ level }: Inquiry): boolean => redFlags.has(level);
/** When a red-flag case was closed; undefined for any other inquiry, and while it is open. */
export const caseClosing = (inquiry: Inquiry): string | undefined =>
  isCase(inquiry) ? inquiry.closedAt : undefined;
const isOpenCase = (inquiry: Inquiry): boolean => isCase(inquiry) && inquiry.status !== 'closed';

/** Whether an inquiry is a red-flag case only by what nobody has proved to be the patient's, once this message has joined it. */
export const caseAfter = (
  inquiry: Inquiry,
  { typed, beside, assessment }: Pick<Arrival, 'typed' | 'beside' | 'assessment'>,
): Pick<Course, 'unprovedCase'> => {
  if (!redFlags.has(assessment.level)) return {};
  if (!typed && !beside) return inquiry.unprovedCase ? { unprovedCase: undefined } : {};
  const proved = isOpenCase(inquiry) && !inquiry.unprovedCase;
  return proved ? {} : { unprovedCase: true };
};

const newest = (days: readonly string[]): string | undefined => days.toSorted().at(-1);

/**
 * What a person's newest inquiries say to recall: whether somebody waits for an answer, whether a red-flag case is open, and when the last one
 * was closed (R58). Dates are those of the instants.
 */
export function standingOf({ inquiries, caseClosedAt }: AddressHistory): Standing {
  const closings = [caseClosedAt, ...inquiries.map(caseClosing)];
  const closedOn = newest(closings.flatMap((at) => (at === undefined ? [] : [at.slice(0, 10)])));
  const lastInquiryOn = newest(inquiries.map(({ lastMessageAt }) => lastMessageAt.slice(0, 10)));
  const cases = inquiries.filter(isOpenCase);
  return {
    openInquiry: inquiries.some((inquiry) => !nothingLeft(inquiry)),
    openCase: cases.length > 0,
    ...(cases.length > 0 && cases.every(({ unprovedCase }) => unprovedCase) ? { unprovedCase: true } : {}),
    ...(closedOn ? { adverseEventClosedOn: closedOn } : {}),
    ...(lastInquiryOn ? { lastInquiryOn } : {}),
  };
}
