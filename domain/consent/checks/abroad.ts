import type { ConsentEvent } from '../consent-event.ts';
import { countriesOf } from '../jurisdiction.ts';
import { isTelephone, promotes, type Question } from '../question.ts';
import { grantInForce, isWaiting, takenBack } from '../standing.ts';
import { type Check, finding, waitingToConfirm } from './check.ts';
import { monthsSince } from './person.ts';

const electronic = ({ channel }: Question): boolean => ['email', 'text', 'social'].includes(channel);
/** Countries but the United States whose rules bind the message: of the address, and of the number where it goes there. */
const abroad = (question: Question): readonly string[] => {
  const { recipient, law } = question;
  const all = isTelephone(question) ? countriesOf(recipient, law) : [recipient.country];
  return all.filter((country) => country !== 'US');
};
const rulesOf = (question: Question) =>
  abroad(question).flatMap((country) => question.law.countries[country] ?? []);
const needs = (question: Question, consent: 'explicit' | 'express-or-implied' | 'any'): boolean =>
  promotes(question) && electronic(question) && rulesOf(question).some((one) => one.consent === consent);
/** Whether a country of the question is none that is known. */
const isUnknown = (question: Question): boolean => rulesOf(question).length < abroad(question).length;
/** Whether one of them forbids promoting prescription drugs to the public. */
const forbidsDrugs = (question: Question): boolean => rulesOf(question).some((one) => one.noDrugPromotion);

const scopeOf = (question: Question) => ({
  channel: question.channel,
  purpose: 'marketing' as const,
  use: question.message.purpose,
  address: question.channel === 'text' ? question.recipient.phone : question.recipient.email,
  anyAddress: question.channel !== 'text',
  now: question.now,
});

const isExplicit = (grant: ConsentEvent | undefined): boolean =>
  grant?.affirmative === true && Boolean(grant.wording?.text);

/** CASL: implied for two years after a purchase and six months after an inquiry, unless it was taken back (R39). */
const implied = (question: Question): boolean => {
  const { lastTreatedOn, lastInquiryOn } = question.recipient;
  if (takenBack(question.consents, scopeOf(question))) return false;
  return (
    (lastTreatedOn !== undefined && monthsSince(lastTreatedOn, question) < 24) ||
    (lastInquiryOn !== undefined && monthsSince(lastInquiryOn, question) < 6)
  );
};

const lacking = (question: Question, otherwise: string): string =>
  isWaiting(question.consents, scopeOf(question)) ? waitingToConfirm : otherwise;

/** Which rule speaks of a country's kind of consent. */
export const ruleAbroad = { explicit: 'R38', 'express-or-implied': 'R39', any: 'R40' } as const;

/** Patients with an address in another country: its rules of electronic marketing come in the place of R1 (R38 to R41). */
export const abroadChecks: readonly Check[] = [
  {
    rules: ['R38'],
    concerns: () => false,
    against: (question) =>
      promotes(question) && isUnknown(question)
        ? 'the rules of the patient’s country are not known'
        : undefined,
  },
  {
    rules: ['R38'],
    concerns: (question) => needs(question, 'explicit'),
    against: (question) =>
      needs(question, 'explicit') && !isExplicit(grantInForce(question.consents, scopeOf(question)))
        ? lacking(question, 'no explicit consent')
        : undefined,
  },
  {
    rules: ['R39'],
    concerns: (question) => needs(question, 'express-or-implied'),
    against: (question) =>
      needs(question, 'express-or-implied') &&
      !grantInForce(question.consents, scopeOf(question)) &&
      !implied(question)
        ? lacking(question, 'no consent, given or implied')
        : undefined,
  },
  {
    rules: ['R40'],
    concerns: (question) => needs(question, 'any'),
    against: (question) =>
      needs(question, 'any') && !grantInForce(question.consents, scopeOf(question))
        ? lacking(question, 'no consent')
        : undefined,
  },
  {
    rules: ['R41'],
    concerns: (question) => promotes(question) && forbidsDrugs(question),
    against: (question) =>
      promotes(question) && forbidsDrugs(question) && finding(question, 'names-drug')
        ? 'promoting prescription drugs to the public is forbidden there'
        : undefined,
  },
];
