import { countriesOf } from '../jurisdiction.ts';
import type { Question } from '../question.ts';
import { grantInForce, isWritten } from '../standing.ts';
import { isFor } from './check.ts';

export const isText = ({ channel }: Question): boolean => channel === 'text';
export const isCall = ({ channel }: Question): boolean => channel === 'call';
/** A safety message goes before every wish not to be written to (R12). */
export const isSafety = (question: Question): boolean => isFor(question, 'safety');
/** The one text that confirms a STOP, and the answer to HELP (R10, R11). */
export const isConfirmation = (question: Question): boolean =>
  isFor(question, 'stop-confirmation', 'help-reply');
/** By their address or by their number: the strictest of all that apply (R5, R6). */
export const inUnitedStates = ({ recipient, law }: Question): boolean =>
  countriesOf(recipient, law).includes('US');

/** What a consent has to cover to count for this message: its channel, purpose, use and number. */
export const scopeOf = (question: Question, purpose: 'care' | 'marketing') => ({
  channel: question.channel,
  purpose,
  use: question.message.purpose,
  address: question.recipient.phone,
  now: question.now,
});

/** The written consent that a text or call of ours may rely on (R1, R2). */
export const written = (question: Question) => {
  const grant = grantInForce(question.consents, {
    ...scopeOf(question, 'marketing'),
    channel: 'text',
    seller: question.message.seller,
  });
  return grant && isWritten(grant) ? grant : undefined;
};

/** Whether the number is suppressed for one of these reasons. */
export const suppressed = ({ recipient }: Question, ...reasons: readonly string[]): boolean =>
  recipient.suppressed.some(({ address, reason }) => address === 'phone' && reasons.includes(reason));
