import { promotes, type Question } from '../question.ts';
import { grantInForce, isWaiting, takenBack } from '../standing.ts';
import { type Check, finding, isFor, waitingToConfirm } from './check.ts';
import { recordSaysNo } from './record-says-no.ts';

const isMail = ({ channel }: Question): boolean => channel === 'email';
const isCommercial = (question: Question): boolean => isMail(question) && promotes(question);
const scopeOf = (question: Question, purpose: 'care' | 'marketing') => ({
  channel: 'email' as const,
  purpose,
  use: question.message.purpose,
  address: question.recipient.email,
  anyAddress: true,
  now: question.now,
});
const bounced = ({ recipient }: Question, ...reasons: readonly string[]): boolean =>
  recipient.suppressed.some(({ address, reason }) => address === 'email' && reasons.includes(reason));

/** An address that unsubscribed stays so for everybody, until one of them agrees anew to mail to this very address (R22, R69). */
function unsubscribed(question: Question): boolean {
  const grant = grantInForce(question.consents, { ...scopeOf(question, 'marketing'), anyAddress: false });
  return question.recipient.suppressed.some(
    ({ address, reason, at }) =>
      address === 'email' && reason === 'unsubscribed' && !(grant && grant.occurredAt > at),
  );
}

const lacking = (question: Question): string =>
  isWaiting(question.consents, scopeOf(question, 'marketing'))
    ? waitingToConfirm
    : 'no consent to marketing mail';

function whyNoMarketing(question: Question): string | undefined {
  if (!isCommercial(question)) return undefined;
  const scope = scopeOf(question, 'marketing');
  if (unsubscribed(question)) return 'the patient unsubscribed';
  if (!takenBack(question.consents, scope)) return undefined;
  return recordSaysNo(question.consents, scope)
    ? 'the record says no to marketing mail'
    : 'the patient unsubscribed';
}

function whyNoCare(question: Question): string | undefined {
  if (!isMail(question) || !isFor(question, 'care', 'reply')) return undefined;
  // Who has written by mail since asks to be answered by it, as by text and in a chat.
  if (isFor(question, 'reply') && question.recipient.wroteFirst) return undefined;
  const scope = scopeOf(question, 'care');
  if (!takenBack(question.consents, scope)) return undefined;
  return recordSaysNo(question.consents, scope) ? 'the record says no to mail' : 'the patient wants no mail';
}

const commercialLacks =
  (sentence: string, ...names: Question['message']['findings']) =>
  (question: Question): string | undefined =>
    isCommercial(question) && finding(question, ...names) ? sentence : undefined;

/** Complaints and bounces of the last campaign above which nothing more is sent (R21). */
const most = { complaints: 0.001, bounces: 0.02 };

/** Whether complaints or hard bounces, as shares of what was sent, are so many that marketing stops. */
export const isBadStanding = ({
  complaintRate = 0,
  bounceRate = 0,
}: Pick<Question['circumstances'], 'complaintRate' | 'bounceRate'>): boolean =>
  complaintRate >= most.complaints || bounceRate >= most.bounces;

function badStanding(question: Question): string | undefined {
  return isCommercial(question) && isBadStanding(question.circumstances)
    ? 'too many complaints or bounces: marketing mail is paused'
    : undefined;
}

/** Consent, content and standing of e-mail. */
export const mailChecks: readonly Check[] = [
  {
    rules: ['R19', 'R9'],
    concerns: isCommercial,
    against: whyNoMarketing,
  },
  {
    rules: ['R22'],
    concerns: isMail,
    against: (question) =>
      isCommercial(question) && bounced(question, 'hard-bounce', 'complaint')
        ? 'the address bounced, or its holder complained'
        : undefined,
  },
  {
    rules: ['R22'],
    concerns: () => false,
    escalates: true,
    against: (question) =>
      isMail(question) && !promotes(question) && bounced(question, 'hard-bounce')
        ? 'mail to this address came back: ask for another'
        : undefined,
  },
  {
    rules: ['R69', 'R17'],
    concerns: isCommercial,
    against: (question) =>
      isCommercial(question) &&
      question.recipient.country === 'US' &&
      !grantInForce(question.consents, scopeOf(question, 'marketing'))
        ? lacking(question)
        : undefined,
  },
  {
    rules: ['R27'],
    concerns: (question) => isMail(question) && question.message.clinical,
    // What keeps a patient safe goes out all the same (R12).
    against: (question) =>
      isMail(question) &&
      question.message.clinical &&
      !isFor(question, 'safety') &&
      !question.circumstances.emailWarned
        ? 'the patient was not warned that e-mail is not encrypted'
        : undefined,
  },
  {
    rules: ['R17', 'R69'],
    concerns: (question) => isMail(question) && isFor(question, 'care', 'reply'),
    against: whyNoCare,
  },
  {
    rules: ['R18', 'R17'],
    concerns: isCommercial,
    against: commercialLacks(
      'commercial mail carries the postal address and an honest subject',
      'no-postal-address',
      'misleading-subject',
    ),
  },
  {
    rules: ['R20'],
    concerns: isCommercial,
    against: commercialLacks('commercial mail carries one-click unsubscribe', 'no-unsubscribe'),
  },
  { rules: ['R21'], concerns: isCommercial, against: badStanding },
];
