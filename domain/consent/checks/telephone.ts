import { countriesOf } from '../jurisdiction.ts';
import { isTelephone, promotes, type Question } from '../question.ts';
import { grantInForce, inForce, isWaiting, isWritten, takenBack } from '../standing.ts';
import { type Check, finding, isFor, waitingToConfirm } from './check.ts';
import { daysSince, monthsSince } from './person.ts';
import { recordSaysNo } from './record-says-no.ts';

const isText = ({ channel }: Question): boolean => channel === 'text';
const isCall = ({ channel }: Question): boolean => channel === 'call';
const isSafety = (question: Question): boolean => isFor(question, 'safety');
const isConfirmation = (question: Question): boolean => isFor(question, 'stop-confirmation', 'help-reply');
/** By their address or by their number: the strictest of all that apply (R5, R6). */
const inUnitedStates = ({ recipient, law }: Question): boolean => countriesOf(recipient, law).includes('US');

const scopeOf = (question: Question, purpose: 'care' | 'marketing') => ({
  channel: question.channel,
  purpose,
  use: question.message.purpose,
  address: question.recipient.phone,
  now: question.now,
});

/** The written consent that a text or call of ours may rely on (R1, R2). */
const written = (question: Question) => {
  const grant = grantInForce(question.consents, {
    ...scopeOf(question, 'marketing'),
    channel: 'text',
    seller: question.message.seller,
  });
  return grant && isWritten(grant) ? grant : undefined;
};

const suppressed = ({ recipient }: Question, ...reasons: readonly string[]): boolean =>
  recipient.suppressed.some(({ address, reason }) => address === 'phone' && reasons.includes(reason));

function writtenLacks(question: Question): string | undefined {
  if (!inUnitedStates(question) || written(question)) return undefined;
  return isWaiting(question.consents, scopeOf(question, 'marketing'))
    ? waitingToConfirm
    : 'no written consent to marketing texts at this number';
}

/** Marketing texts need written consent, informational ones that the number was given for them (R1); elsewhere R38 to R40 say more. */
function consentToText(question: Question): string | undefined {
  if (!isText(question) || isSafety(question) || isConfirmation(question)) return undefined;
  if (promotes(question)) return writtenLacks(question);
  if (isFor(question, 'reply')) return undefined;
  return grantInForce(question.consents, scopeOf(question, 'care'))
    ? undefined
    : 'the patient has not given this number for texts';
}

/** R2: a grant is there, but it names another brand, or none. */
const otherBrand = (question: Question): string | undefined => {
  if (!isText(question) || !promotes(question) || !inUnitedStates(question) || written(question))
    return undefined;
  const any = grantInForce(question.consents, scopeOf(question, 'marketing'));
  if (!any || any.seller === question.message.seller) return undefined;
  return any.seller === undefined ? 'the consent names no brand' : 'the consent names another brand';
};

/** R9: STOP ends every text but a safety message, and the one that confirms it. */
function stopped(question: Question): string | undefined {
  if (!isText(question) || isSafety(question) || isConfirmation(question)) return undefined;
  if (isFor(question, 'reply') && question.recipient.wroteFirst) return undefined;
  const scope = scopeOf(question, promotes(question) ? 'marketing' : 'care');
  if (!takenBack(question.consents, scope)) return undefined;
  return recordSaysNo(question.consents, scope)
    ? 'the record says no to texts'
    : 'the patient wants no more texts';
}

/** The carrier takes no texts for this number; consent given since then (START) says that it takes them again. */
function carrierTakesNone(question: Question): string | undefined {
  if (!isText(question) || isSafety(question) || isFor(question, 'reply') || isConfirmation(question))
    return undefined;
  const since = question.recipient.suppressed
    .filter(({ address, reason }) => address === 'phone' && reason === 'carrier-blocked')
    .map(({ at }) => at)
    .sort()
    .at(-1);
  if (since === undefined) return undefined;
  const grant = grantInForce(question.consents, scopeOf(question, promotes(question) ? 'marketing' : 'care'));
  return grant && grant.occurredAt > since ? undefined : 'the carrier takes no texts to this number';
}

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

function doNotCall(question: Question): string | undefined {
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

function reassigned(question: Question): string | undefined {
  if (!isTelephone(question) || isSafety(question)) return undefined;
  const answer = reassignedAnswer(question);
  if (answer === 'yes') return 'the number belongs to somebody else now';
  if (answer === 'no' || !promotes(question)) return undefined;
  const since = lastCertain(question);
  return since === undefined || monthsSince(since, question) >= longConsentMonths
    ? 'nobody knows whether the number still is theirs, and the consent is older than a year'
    : undefined;
}

/** Care by text to a number of which nothing is known needs a sign that it still is theirs: a visit within the year, or their own message. */
function unsureWhose(question: Question): string | undefined {
  const { lastTreatedOn, wroteFirst } = question.recipient;
  if (!isText(question) || !isFor(question, 'care') || wroteFirst) return undefined;
  const seen = lastTreatedOn !== undefined && monthsSince(lastTreatedOn, question) < longConsentMonths;
  return reassignedAnswer(question) === 'unknown' && !seen
    ? 'check first that the number still is theirs'
    : undefined;
}

const confirmationMinutes = 5;
const onTime = ({ message, now }: Question): boolean => {
  if (message.requestedAt === undefined) return false;
  const waited = Date.parse(now) - Date.parse(message.requestedAt);
  return waited >= 0 && waited <= confirmationMinutes * 60_000;
};

function registration(question: Question): string | undefined {
  if (!isText(question) || isSafety(question)) return undefined;
  const { care, marketing } = question.circumstances.textNumber;
  if (!care && !marketing) return 'the practice’s text number is not registered yet';
  return promotes(question) && !marketing
    ? 'the practice’s text number is not registered for marketing'
    : undefined;
}

/** Consent, registers and content of texts and calls. */
export const telephoneChecks: readonly Check[] = [
  {
    rules: ['R12'],
    concerns: (question) => isText(question) && isSafety(question),
    against: (question) =>
      isSafety(question) && finding(question, 'promotional')
        ? 'a safety message must promote nothing'
        : undefined,
  },
  {
    rules: ['R15'],
    concerns: isCall,
    against: (question) =>
      isCall(question) && question.by === 'automatic' ? 'only people call patients' : undefined,
  },
  {
    rules: ['R10'],
    concerns: (question) => isFor(question, 'stop-confirmation'),
    against: (question) => {
      if (!isFor(question, 'stop-confirmation')) return undefined;
      if (question.message.confirmedBefore) return 'it was confirmed before';
      if (suppressed(question, 'carrier-blocked')) return 'the carrier takes no more texts';
      return onTime(question) ? undefined : 'it is too late for a confirmation';
    },
  },
  {
    rules: ['R11'],
    concerns: (question) => isFor(question, 'help-reply'),
    against: (question) =>
      isFor(question, 'help-reply') && !onTime(question) ? 'nobody asked for help just now' : undefined,
  },
  {
    rules: ['R46'],
    concerns: isConfirmation,
    against: (question) =>
      isConfirmation(question) && finding(question, 'no-brand') ? 'it does not say who writes' : undefined,
  },
  { rules: ['R9', 'R7', 'R8'], concerns: isText, against: stopped },
  { rules: ['R10'], concerns: () => false, against: carrierTakesNone },
  { rules: ['R2'], concerns: (question) => isText(question) && promotes(question), against: otherBrand },
  { rules: ['R1', 'R69'], concerns: isText, against: consentToText },
  { rules: ['R13'], concerns: isCall, against: doNotCall },
  { rules: ['R14'], concerns: isTelephone, against: reassigned },
  { rules: ['R14'], concerns: () => false, escalates: true, against: unsureWhose },
  { rules: ['R42'], concerns: isText, against: registration },
  {
    rules: ['R42'],
    concerns: () => false,
    escalates: true,
    against: (question) => {
      const { care, marketing } = question.circumstances.textNumber;
      return isText(question) && isSafety(question) && !care && !marketing
        ? 'no text can be sent: a person must call'
        : undefined;
    },
  },
  {
    rules: ['R44'],
    concerns: (question) => isText(question) && promotes(question),
    against: (question) =>
      isText(question) && promotes(question) && finding(question, 'no-brand', 'no-opt-out')
        ? 'a marketing text says who writes and how to stop it'
        : undefined,
  },
  {
    rules: ['R45'],
    concerns: (question) => isText(question) && promotes(question),
    against: (question) =>
      isText(question) && promotes(question) && finding(question, 'names-drug')
        ? 'carriers forbid promoting prescription drugs by text'
        : undefined,
  },
];
