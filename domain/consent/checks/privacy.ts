import { promotes, type Question } from '../question.ts';
import { grantInForce, takenBack } from '../standing.ts';
import { type Check, finding, isFor } from './check.ts';
import { recordSaysNo } from './record-says-no.ts';

const isPost = ({ channel }: Question): boolean => channel === 'letter' || channel === 'postcard';
const isPostcard = ({ channel }: Question): boolean => channel === 'postcard';
/** What others may read over the patient's shoulder, or on the way. */
const isReadable = ({ channel }: Question): boolean => ['text', 'email', 'postcard'].includes(channel);
const named = (question: Question): boolean =>
  finding(
    question,
    'names-treatment',
    'names-drug',
    'names-body-area',
    'names-diagnosis',
    'names-photo',
    'names-balance',
  ) ||
  (question.channel === 'postcard' && question.circumstances.brandRevealsTreatment);

const authorization = (question: Question) =>
  grantInForce(question.consents, {
    channel: question.channel,
    purpose: 'authorization',
    anyAddress: true,
    address: undefined,
    now: question.now,
  });

const postScope = (question: Question) => ({
  channel: question.channel,
  purpose: promotes(question) ? ('marketing' as const) : ('care' as const),
  use: question.message.purpose,
  anyAddress: true,
  address: undefined,
  now: question.now,
});

const returned = ({ recipient }: Question): boolean =>
  recipient.suppressed.some(({ address, reason }) => address === 'post' && reason === 'returned-mail');

function byPost(question: Question): string | undefined {
  if (!isPost(question) || isFor(question, 'safety')) return undefined;
  if (returned(question)) return 'post to this address came back';
  if (!takenBack(question.consents, postScope(question))) return undefined;
  return recordSaysNo(question.consents, postScope(question))
    ? 'the record says no to post'
    : 'the patient wants no post';
}

function openCard(question: Question): string | undefined {
  if (!isPostcard(question)) return undefined;
  const { forbids, onlyBy } = question.recipient;
  if (forbids.length + onlyBy.length > 0) return 'the patient asked for discretion: send a sealed letter';
  return named(question) ? 'a postcard that reveals a treatment: send a sealed letter' : undefined;
}

/** What health privacy asks, whatever the telephone and mail laws allow. */
export const privacyChecks: readonly Check[] = [
  {
    rules: ['R23', 'R24'],
    concerns: promotes,
    against: (question) =>
      question.message.remunerated && authorization(question)?.remunerationStated !== true
        ? 'somebody pays for it: there is no authorization in force that states the payment'
        : undefined,
  },
  {
    rules: ['R25'],
    concerns: isReadable,
    against: (question) =>
      isReadable(question) && named(question)
        ? 'it names a treatment, a drug, a part of the body, a diagnosis, a photo or a balance'
        : undefined,
  },
  {
    rules: ['R16'],
    concerns: ({ message }) => message.aiWritten !== undefined,
    against: ({ message }) =>
      message.clinical && message.aiWritten === 'not-reviewed'
        ? 'a licensed clinician must review it first'
        : undefined,
  },
  { rules: ['R26'], concerns: isPost, against: byPost },
  { rules: ['R26'], concerns: isPostcard, against: openCard },
];
