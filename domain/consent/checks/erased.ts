import type { ConsentEvent } from '../consent-event.ts';
import { isProactive, promotes, type Question, type Suppression } from '../question.ts';
import { grantInForce, isWritten } from '../standing.ts';
import { type Check, isFor } from './check.ts';

const addressOf: Readonly<Record<Question['channel'], readonly Suppression['address'][]>> = {
  email: ['email'],
  text: ['phone'],
  call: ['phone'],
  letter: ['post'],
  postcard: ['post'],
  social: ['email', 'phone', 'post'],
};

/** What only whoever has the address can do: write from the number, or open the page whose link goes to the mailbox. */
const fromAddress: Readonly<Partial<Record<Question['channel'], ConsentEvent['method']>>> = {
  text: 'keyword',
  call: 'keyword',
  email: 'preference-page',
};

/** They came back: in their own words, from this very address, after it was erased. What somebody imports, or types into a form, is not that. */
function agreedSince(question: Question, erasedAt: string): boolean {
  const { channel, recipient, consents, now } = question;
  const address = channel === 'email' ? recipient.email : recipient.phone;
  const proved = consents.filter(
    ({ action, actor, method, occurredAt }) =>
      action !== 'grant' || (actor === 'patient' && method === fromAddress[channel] && occurredAt > erasedAt),
  );
  return (['care', 'marketing'] as const).some((purpose) => {
    const grant = grantInForce(proved, { channel, purpose, address, now });
    return grant !== undefined && isWritten(grant);
  });
}

/** What answers the person, or keeps them safe, goes out all the same. */
const isUnasked = (question: Question): boolean =>
  isProactive(question) || (promotes(question) && !isFor(question, 'safety'));

/** The address of somebody who was erased is never written to first, whoever has it and whatever was imported since (R70). */
export const erasedChecks: readonly Check[] = [
  {
    rules: ['R70'],
    concerns: ({ recipient }) => recipient.suppressed.some(({ reason }) => reason === 'erased'),
    against: (question) =>
      isUnasked(question) &&
      question.recipient.suppressed.some(
        ({ address, reason, at }) =>
          reason === 'erased' && addressOf[question.channel].includes(address) && !agreedSince(question, at),
      )
        ? 'whoever had this address was erased'
        : undefined,
  },
];
