import { countriesOf } from '../jurisdiction.ts';
import { promotes, type Question } from '../question.ts';
import { takenBack } from '../standing.ts';
import { isCall, isSafety, scopeOf, written } from './by-telephone.ts';
import { daysSince, monthsSince } from './person.ts';
import { recordSaysNo } from './record-says-no.ts';

const relationshipMonths = { treatment: 18, inquiry: 3 };
const scrubDays = 31;

/** An established business relationship (R13). */
function hasRelationship(question: Question): boolean {
  const { lastTreatedOn, lastInquiryOn } = question.recipient;
  const within = (date: string | undefined, months: number): boolean =>
    date !== undefined && monthsSince(date, question) < months;
  return (
    within(lastTreatedOn, relationshipMonths.treatment) || within(lastInquiryOn, relationshipMonths.inquiry)
  );
}

const lapseMonths = 3;

/** In Australia consent to calls that names no end is over after three months (R40). */
function restsOnConsent(question: Question): boolean {
  const grant = written(question);
  if (!grant) return false;
  const lapses = countriesOf(question.recipient, question.law).some(
    (country) => question.law.countries[country]?.consentToCallsLapses === true,
  );
  return !lapses || grant.until !== undefined || monthsSince(grant.occurredAt, question) < lapseMonths;
}

/** R13: the patient's own word first, then the practice's list, then the register; a relationship or a consent goes before the register. */
export function doNotCall(question: Question): string | undefined {
  if (!isCall(question) || isSafety(question)) return undefined;
  const { doNotCall: known } = question.recipient;
  const scope = scopeOf(question, promotes(question) ? 'marketing' : 'care');
  if (takenBack(question.consents, scope))
    return recordSaysNo(question.consents, scope)
      ? 'the record says no to calls'
      : 'the patient wants no calls';
  if (!promotes(question)) return undefined;
  if (known.internal) return 'the number is on the practice’s own do-not-call list';
  if (restsOnConsent(question) || hasRelationship(question)) return undefined;
  const fresh = known.checkedOn !== undefined && daysSince(known.checkedOn, question) <= scrubDays;
  if (!fresh || known.listed === undefined)
    return 'the national do-not-call registry was not asked within 31 days';
  return known.listed ? 'the number is on the national do-not-call registry' : undefined;
}
