import { promotes, type Question } from '../question.ts';
import { grantInForce, inForce, isWaiting, takenBack } from '../standing.ts';
import { inUnitedStates, isConfirmation, isSafety, isText, scopeOf, written } from './by-telephone.ts';
import { isFor, waitingToConfirm } from './check.ts';
import { recordSaysNo } from './record-says-no.ts';

function writtenLacks(question: Question): string | undefined {
  if (!inUnitedStates(question) || written(question)) return undefined;
  return isWaiting(question.consents, scopeOf(question, 'marketing'))
    ? waitingToConfirm
    : 'no written consent to marketing texts at this number';
}

/** Marketing texts need written consent, informational ones that the number was given for them (R1); elsewhere R38 to R40 say more. */
export function consentToText(question: Question): string | undefined {
  if (!isText(question) || isSafety(question) || isConfirmation(question)) return undefined;
  if (promotes(question)) return writtenLacks(question);
  if (isFor(question, 'reply')) return undefined;
  return grantInForce(question.consents, scopeOf(question, 'care'))
    ? undefined
    : 'the patient has not given this number for texts';
}

/** R2: a grant is there, but it names another brand, or none. */
export const otherBrand = (question: Question): string | undefined => {
  if (!isText(question) || !promotes(question) || !inUnitedStates(question) || written(question))
    return undefined;
  const any = grantInForce(question.consents, scopeOf(question, 'marketing'));
  if (!any || any.seller === question.message.seller) return undefined;
  return any.seller === undefined ? 'the consent names no brand' : 'the consent names another brand';
};

/** As R14 says it: nobody stopped anything, the number is another's. */
export const elsewhere = 'the number belongs to somebody else now';

/** R9: STOP ends every text but a safety message, and the one that confirms it. */
export function stopped(question: Question): string | undefined {
  if (!isText(question) || isSafety(question) || isConfirmation(question)) return undefined;
  if (isFor(question, 'reply') && question.recipient.wroteFirst) return undefined;
  const scope = scopeOf(question, promotes(question) ? 'marketing' : 'care');
  if (!takenBack(question.consents, scope)) return undefined;
  if (inForce(question.consents, { ...scope, anyAddress: true })?.action === 'reassigned') return elsewhere;
  return recordSaysNo(question.consents, scope)
    ? 'the record says no to texts'
    : 'the patient wants no more texts';
}

/** The carrier takes no texts for this number; consent given since then (START) says that it takes them again. */
export function carrierTakesNone(question: Question): string | undefined {
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
