import { DomainError } from '../errors.ts';
import { isEmergency } from '../escalation/choose-policy.ts';
import { isOf, type PatientWay, waysTo } from '../message/patient-ways.ts';
import { replyWindow } from '../message/reply-window.ts';
import type { SendOutcome } from '../message/senders.ts';
import type { Practice } from '../practice/practice.ts';
import { type Action, type AnsweringPorts, isClinician, seen } from './action.ts';
import { wasTried, withAnswer } from './first-answer.ts';
import type { Course, InquiryFile } from './inquiries.ts';
import type { Channel, Inquiry } from './inquiry.ts';
import { type AnswerWay, askOfWays, type MayAnswerPorts, refusalText } from './may-answer.ts';
import { waitMeasured } from './measured.ts';
import type { InquiryMessage } from './message.ts';
import { addressText, answerable, contactAt, mustBeChosen } from './proved-addresses.ts';
import { notTried } from './reaching.ts';
import { answered } from './staff-actions.ts';

export interface ReplyPorts extends AnsweringPorts, MayAnswerPorts {
  /**
   * Sends the words by one way, once; `asLink` only a link to the patient's own page, where they stand. A throw means that the outcome is
   * unknown.
   */
  readonly send: (
    inquiry: Inquiry,
    text: string,
    messageId: string,
    by: Pick<AnswerWay, 'way' | 'asLink'>,
  ) => Promise<SendOutcome>;
}

export interface Reply extends Action {
  readonly text: string;
  readonly messageId: string;
  /** Another channel than the patient's own; once they have had a first answer on that one. */
  readonly channel?: Channel | undefined;
  /** It asks the patient something: what is left is theirs to say. */
  readonly waiting?: boolean | undefined;
}

const attempts = 8;

function pending(inquiry: Inquiry, reply: Reply, { way, asLink }: AnswerWay): InquiryMessage {
  return {
    id: reply.messageId,
    inquiryId: inquiry.id,
    direction: 'out',
    channel: way.channel,
    text: reply.text,
    at: reply.now,
    state: 'pending',
    author: { staff: reply.by.id },
    to: contactAt(answerable(inquiry), addressText(way)),
    ...(asLink ? { asLink } : {}),
  };
}

/** Lets others reply again, and says why this one did not count. */
async function notTaken(ports: ReplyPorts, { inquiryId, messageId }: Reply): Promise<DomainError> {
  await ports.inquiries.releaseReply(inquiryId, messageId);
  return new DomainError(
    'refused',
    'The channel did not take your reply: call the patient, or try another channel.',
  );
}

/** An emergency is answered by a clinician only. */
const countsFrom = ({ level }: Inquiry, { by }: Reply): boolean => !isEmergency(level) || isClinician(by);

/** What an accepted reply changes. */
function courseOf(inquiry: Inquiry, given: Reply, saw: number): Course {
  const { by, now, messageId } = given;
  const answer = { at: now, by: by.id, reply: messageId };
  const count = Math.max(inquiry.answeredCount, saw);
  const rest = { ...notTried, answeredCount: count, ...withAnswer(inquiry, answer) };
  const whole = answered(inquiry, answer, count);
  const asked = given.waiting && whole.status === 'answered' ? { status: 'waiting-on-patient' as const } : {};
  const answers = inquiry.messageCount === saw ? { ...whole, ...asked } : rest;
  return {
    ...(countsFrom(inquiry, given) ? answers : {}),
    pendingReply: undefined,
    pendingReplyAt: undefined,
  };
}

/**
 * An accepted reply answers the messages that its writer saw (G5): where the patient has written since, the inquiry stays open
 * for the rest.
 */
async function settle(ports: ReplyPorts, reply: Reply, saw: number, { asLink }: AnswerWay): Promise<Inquiry> {
  for (let tries = 0; tries < attempts; tries += 1) {
    const inquiry = await ports.inquiries.find(reply.inquiryId);
    if (!inquiry) throw new DomainError('not-found', 'The inquiry is gone.');
    const message = await ports.inquiries.findMessage(reply.inquiryId, reply.messageId);
    // It may have come back meanwhile; whoever noticed has changed the inquiry, so what is read here is not older.
    if (message?.state === 'failed') throw await notTaken(ports, reply);
    const course = courseOf(inquiry, reply, saw);
    const waits = course.status === 'waiting-on-patient';
    const why = [...(waits ? ['waiting-on-patient'] : []), ...(asLink ? ['R27'] : [])];
    const event = {
      id: `${inquiry.revision + 1}`,
      what: 'replied',
      at: reply.now,
      actor: { staff: reply.by.id },
      ...(why.length > 0 ? { why } : {}),
      measured: {
        answers: countsFrom(inquiry, reply),
        reply: reply.messageId,
        ...waitMeasured(inquiry, reply.now, ports.practice),
      },
    };
    const atRest = inquiry.dueAt === undefined;
    const changed = await ports.inquiries.changeCourse(inquiry, course, event, reply.now, { atRest });
    if (!changed) continue;
    if (changed.token !== undefined) await ports.escalations.wake(changed.token);
    return changed.inquiry;
  }
  throw new DomainError(
    'unavailable',
    'Your reply was sent; noting it took too long. Look at the inquiry before you write again.',
  );
}

const waysOf = (inquiry: Inquiry, practice: Practice): readonly PatientWay[] =>
  waysTo(answerable(inquiry), inquiry.lastChannel ?? inquiry.channel, practice);

/** The ways by which staff may answer a conversation, each with what stands against it at `now` (ISO), the one in kind first. */
export const answersTo = (
  file: Pick<InquiryFile, 'inquiry' | 'messages'>,
  ports: MayAnswerPorts,
  now: string,
): Promise<readonly AnswerWay[]> => askOfWays(file, waysOf(file.inquiry, ports.practice), ports, now);

/** How this reply goes. Throws `refused` with what to do instead where it may not (docs/decisions/069). */
async function answerBy(ports: ReplyPorts, inquiry: Inquiry, { channel, now }: Reply): Promise<AnswerWay> {
  const messages = (await ports.inquiries.file(inquiry.id))?.messages ?? [];
  const all = await answersTo({ inquiry, messages }, ports, now);
  const refused = all.flatMap((one) => (one.refused === undefined ? [] : [one.way.channel]));
  const way = wayOf(inquiry, ports.practice, channel, now, refused);
  const answer = all.find((one) => one.way.channel === way.channel) ?? { way };
  if (answer.refused !== undefined) throw new DomainError('refused', refusalText(answer, all));
  return answer;
}

/** The way that a reply takes: in kind, unless another is asked for after the first contact, or that one is refused. Throws `refused` when there is none, or it must be asked for. */
export function wayOf(
  inquiry: Inquiry,
  practice: Practice,
  asked: Channel | undefined,
  now: string,
  refused: readonly Channel[] = [],
): PatientWay {
  if (asked === undefined && mustBeChosen(inquiry))
    throw new DomainError(
      'refused',
      'Somebody called from a number that only a form named beside the address that would get this: call that number, confirm whose it is, or choose the channel yourself.',
    );
  const ways = waysOf(inquiry, practice);
  const way = ways.find((candidate) => isOf(candidate, asked));
  if (!way)
    throw new DomainError(
      'refused',
      'There is no such way to write to this patient: call them, and log the call.',
    );
  const window = replyWindow(way.channel, inquiry.lastMessageAt);
  if (window && window.staffUntil < now)
    throw new DomainError(
      'refused',
      'This channel’s time for answers is over: write by another channel, or call.',
    );
  // Where none may be written on, the first stays the one whose refusal is told.
  const first = ways.find(({ channel }) => !refused.includes(channel)) ?? ways[0];
  if (way !== first && way !== ways[0] && !wasTried(inquiry))
    throw new DomainError(
      'refused',
      'Answer on the channel that the patient used first; after that another is possible.',
    );
  return way;
}

/**
 * Sends a reply on the channel the patient used, where `decide` lets it go. Stored as pending first, sent once, and only an accepted send answers. Throws
 * `conflict` when the inquiry changed or somebody else is replying, `refused` when it may not go there or the channel took it not, `unavailable` when
 * nobody knows: the reply then stays pending and staff are shown it.
 */
export async function reply(ports: ReplyPorts, given: Reply): Promise<Inquiry> {
  const inquiry = await seen(ports, given);
  if (inquiry.status === 'closed') throw new DomainError('conflict', 'The inquiry is closed.', inquiry);
  const answer = await answerBy(ports, inquiry, given);
  const reserved = await ports.inquiries.reserveReply(inquiry, given.messageId, given.now);
  if (!reserved) {
    const current = await ports.inquiries.find(given.inquiryId);
    throw new DomainError(
      'conflict',
      'Somebody else is replying, or the inquiry has changed: look again.',
      current,
    );
  }
  await ports.inquiries.addMessage(pending(inquiry, given, answer));
  const outcome = await ports.send(inquiry, given.text, given.messageId, answer).catch(() => undefined);
  if (!outcome)
    throw new DomainError(
      'unavailable',
      'Nobody knows whether your reply left. Look at the inquiry before you send it again.',
    );
  const taken =
    outcome.state === 'accepted' &&
    (await ports.inquiries.settleMessage(inquiry.id, given.messageId, {
      state: 'accepted',
      providerId: outcome.providerId,
    }));
  if (!taken) {
    await ports.inquiries.settleMessage(inquiry.id, given.messageId, { state: 'failed' });
    throw await notTaken(ports, given);
  }
  return settle(ports, given, inquiry.messageCount, answer);
}
