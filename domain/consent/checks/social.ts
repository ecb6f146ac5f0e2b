import { promotes, type Question } from '../question.ts';
import { grantInForce, takenBack } from '../standing.ts';
import { type Check, isFor } from './check.ts';

const isSocial = ({ channel }: Question): boolean => channel === 'social';

const scopeOf = (question: Question) => ({
  channel: 'social' as const,
  purpose: promotes(question) ? ('marketing' as const) : ('care' as const),
  use: question.message.purpose,
  anyAddress: true,
  address: undefined,
  now: question.now,
});

/** Whoever was answered asked for it; what keeps a patient safe goes out whatever was taken back (R12). */
const isAnswer = (question: Question): boolean =>
  isFor(question, 'safety') || (isFor(question, 'reply') && question.recipient.wroteFirst);

/** Direct messages of people (R7, R9, R47): taken back as any channel is, and promoted in to whoever agreed or wrote. */
export const socialChecks: readonly Check[] = [
  {
    rules: ['R9', 'R7'],
    concerns: isSocial,
    against: (question) =>
      isSocial(question) && !isAnswer(question) && takenBack(question.consents, scopeOf(question))
        ? 'the patient wants no direct messages'
        : undefined,
  },
  {
    rules: ['R69', 'R47'],
    concerns: (question) => isSocial(question) && promotes(question),
    against: (question) =>
      isSocial(question) &&
      promotes(question) &&
      !isFor(question, 'safety') &&
      !question.recipient.wroteFirst &&
      !grantInForce(question.consents, scopeOf(question))
        ? 'the patient has neither agreed to direct messages nor written'
        : undefined,
  },
];
