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

/** Staff wrote down what the person signed or said themselves, with the paper or a witness (R68): no import and no form is that. */
const isRecorded = ({ actor, recordedBy, wording, witness }: ConsentEvent): boolean =>
  (actor === 'patient' || actor === 'guardian') &&
  recordedBy !== undefined &&
  Boolean(wording?.text) &&
  (Boolean(wording?.source) || Boolean(witness));

/** Done from this very address. */
const isFromAddress = (event: ConsentEvent, channel: Question['channel']): boolean =>
  event.actor === 'patient' && event.method === fromAddress[channel] && isWritten(event);

/**
 * They came back, or share the address and agreed for themselves: after it was erased, from this very address or to the staff, with evidence.
 * Care is opened by either consent, what promotes by one to marketing alone (docs/decisions/059).
 */
function agreedSince(question: Question, erasedAt: string): boolean {
  const { channel, recipient, consents, message, now } = question;
  const byPost = addressOf[channel].includes('post');
  const address = channel === 'email' ? recipient.email : recipient.phone;
  const proved = consents.filter(
    (event) =>
      event.action !== 'grant' ||
      (event.occurredAt > erasedAt && (isRecorded(event) || isFromAddress(event, channel))),
  );
  const scope = byPost ? { channel, anyAddress: true, now } : { channel, address, now };
  const agreed = (purpose: 'care' | 'marketing', use?: string): boolean =>
    grantInForce(proved, { ...scope, purpose, ...(use ? { use } : {}) }) !== undefined;
  return promotes(question) ? agreed('marketing', message.purpose) : agreed('care') || agreed('marketing');
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
