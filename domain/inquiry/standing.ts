import { nothingLeft } from '../escalation/plan.ts';
import type { Standing } from '../recall/recipient.ts';
import type { Arrival } from './arrival.ts';
import type { AddressHistory, Course } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import { seeksReassurance } from './seeks-reassurance.ts';

const redFlags = new Set(['E0', 'E1', 'U']);
type Judged = Pick<Inquiry, 'level' | 'emergency' | 'status'>;

const isCase = ({ level, emergency }: Pick<Judged, 'level' | 'emergency'>): boolean =>
  redFlags.has(level) || emergency === true;

/** Whether an inquiry is a red-flag case that nobody has closed: also when it was answered, and whatever was written since. */
export const isOpenCase = (inquiry: Judged): boolean => isCase(inquiry) && inquiry.status !== 'closed';

/** When the last red-flag case in an inquiry was closed (ISO); undefined where there was none, and while the first is open. */
export const caseClosing = (inquiry: Inquiry): string | undefined =>
  (isCase(inquiry) ? inquiry.closedAt : undefined) ?? inquiry.caseClosedAt;

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
    ...(inquiries.some(seeksReassurance) ? { seeksReassurance: true } : {}),
    ...(closedOn ? { adverseEventClosedOn: closedOn } : {}),
    ...(lastInquiryOn ? { lastInquiryOn } : {}),
  };
}
