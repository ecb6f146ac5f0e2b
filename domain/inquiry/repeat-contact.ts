import { higher } from '../escalation/choose-policy.ts';
import type { Assessment } from '../red-flag/assess.ts';
import type { Arrival } from './arrival.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { Inquiry, Level } from './inquiry.ts';
import { isOpenCase } from './standing.ts';

const span = 24 * 3_600_000;
const above: Readonly<Record<Level, Level>> = { R: 'S', S: 'U', U: 'E1', E1: 'E0', E0: 'E0' };

/** Instants (ISO) within 24 hours of `at` at which this person wrote of symptoms, the newest last. */
export const symptomsWithin = (inquiry: Pick<Inquiry, 'symptomsAt'>, at: string): readonly string[] =>
  (inquiry.symptomsAt ?? []).filter((earlier) => Date.parse(at) - Date.parse(earlier) < span);

/** Whether a message counts as one about symptoms: a missed call counts, for nobody knows what it was about. */
const ofSymptoms = ({ level }: Assessment, called: boolean): boolean => level !== 'R' || called;

/**
 * Repeat contact (R60): the second message about symptoms within 24 hours, or any on a case that is not closed, is one level more urgent than its
 * words; the third pages the physician whatever it says. All conversations of one patient count together: `elsewhere`. What a carrier tells later of a call
 * that is known already (`sameCall`) is no other contact. Gives the assessment as it then is, and the instants to keep.
 */
export function withRepeats(
  inquiry: Pick<Inquiry, 'id' | 'level' | 'emergency' | 'status' | 'symptomsAt'>,
  assessment: Assessment,
  {
    at,
    called,
    sameCall = false,
    elsewhere = [],
  }: {
    readonly at: string;
    readonly called: boolean;
    readonly sameCall?: boolean;
    readonly elsewhere?: readonly Elsewhere[] | undefined;
  },
): { readonly assessment: Assessment; readonly symptomsAt: readonly string[] } {
  const before = symptomsWithin(inquiry, at);
  if (sameCall) return { assessment, symptomsAt: before };
  const others = elsewhere.filter(({ inquiryId }) => inquiryId !== inquiry.id);
  const onCase = isOpenCase(inquiry) || others.some(({ openCase }) => openCase);
  const symptomsAt = onCase || ofSymptoms(assessment, called) ? [...before, at] : before;
  const isNew = symptomsAt.length > before.length;
  const count = symptomsAt.length + others.flatMap((other) => symptomsWithin(other, at)).length;
  const repeated = isNew && count >= 2;
  if (!repeated && !onCase) return { assessment, symptomsAt };
  const raised = above[assessment.level];
  const level = repeated && count >= 3 ? higher(raised, 'E1') : raised;
  return { assessment: { level, flags: [...assessment.flags, 'R60'] }, symptomsAt };
}

/**
 * A message that opens a conversation, after what its patient wrote in others. Who only typed an address is told what their own words deserve
 * (docs/decisions/036).
 */
export function raisedByOthers(arrival: Arrival): Arrival {
  const { elsewhere, keyword, byMachine, inquiryId: id, call, receivedAt: at } = arrival;
  if (!elsewhere || keyword || byMachine) return arrival;
  const fresh = { id, level: 'R', status: 'new' } as const;
  const called = call !== undefined;
  const { assessment } = withRepeats(fresh, arrival.assessment, { at, called, elsewhere });
  const own = arrival.typed ? { ownLevel: arrival.ownLevel ?? arrival.assessment.level } : {};
  return assessment === arrival.assessment ? arrival : { ...arrival, ...own, assessment };
}
