import { isTelephone, promotes, type Question } from '../question.ts';
import { isCall, isConfirmation, isSafety, isText, suppressed } from './by-telephone.ts';
import { type Check, finding, isFor } from './check.ts';
import { doNotCall } from './do-not-call.ts';
import { reassigned, unsureWhose } from './reassigned.ts';
import { carrierTakesNone, consentToText, otherBrand, stopped } from './text-consent.ts';

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
    against: (question) => {
      if (!isText(question) || !promotes(question)) return undefined;
      if (finding(question, 'names-drug')) return 'carriers forbid promoting prescription drugs by text';
      return finding(question, 'names-prohibited')
        ? 'carriers forbid sex, hate, alcohol, firearms and tobacco in texts that promote'
        : undefined;
    },
  },
];
