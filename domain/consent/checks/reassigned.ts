import { isTelephone, promotes, type Question } from '../question.ts';
import { inForce } from '../standing.ts';
import { isSafety, isText, scopeOf, suppressed, written } from './by-telephone.ts';
import { isFor } from './check.ts';
import { daysSince, monthsSince } from './person.ts';
import { elsewhere } from './text-consent.ts';

const recheckDays = 30;
const longConsentMonths = 12;

/** R14. A campaign may rely on an answer for 30 days only. */
function reassignedAnswer(question: Question): 'yes' | 'no' | 'unknown' {
  if (suppressed(question, 'wrong-number') || numberWasReassigned(question)) return 'yes';
  const { reassigned } = question.recipient;
  if (!reassigned || reassigned.answer === 'no-data') return 'unknown';
  const tooOld =
    isFor(question, 'marketing', 'education') && daysSince(reassigned.askedOn, question) > recheckDays;
  if (reassigned.answer === 'no' && tooOld) return 'unknown';
  return reassigned.answer;
}

const numberWasReassigned = (question: Question): boolean =>
  inForce(question.consents, { ...scopeOf(question, 'marketing'), anyAddress: true })?.action ===
  'reassigned';

/**
 * R14: when the number was certainly theirs. A text rests on its consent, whose day counts; a call, which needs none, on whichever of consent and visit
 * is the later.
 */
function lastCertain(question: Question): string | undefined {
  const consented = written(question)?.occurredAt;
  const { lastTreatedOn } = question.recipient;
  if (isText(question)) return consented ?? lastTreatedOn;
  return [consented, lastTreatedOn]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
}

/** R14: a number that may be somebody else's by now is not used. */
export function reassigned(question: Question): string | undefined {
  if (!isTelephone(question) || isSafety(question)) return undefined;
  const answer = reassignedAnswer(question);
  if (answer === 'yes') return elsewhere;
  if (answer === 'no' || !promotes(question)) return undefined;
  const since = lastCertain(question);
  return since === undefined || monthsSince(since, question) >= longConsentMonths
    ? 'nobody knows whether the number still is theirs, and the consent is older than a year'
    : undefined;
}

/** Care by text to a number of which nothing is known needs a sign that it still is theirs: a visit within the year, or their own message. */
export function unsureWhose(question: Question): string | undefined {
  const { lastTreatedOn, wroteFirst } = question.recipient;
  if (!isText(question) || !isFor(question, 'care') || wroteFirst) return undefined;
  const seen = lastTreatedOn !== undefined && monthsSince(lastTreatedOn, question) < longConsentMonths;
  return reassignedAnswer(question) === 'unknown' && !seen
    ? 'check first that the number still is theirs'
    : undefined;
}
