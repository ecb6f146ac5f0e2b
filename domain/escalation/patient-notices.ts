import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { Level } from '../inquiry/inquiry.ts';
import type { InquiryMessage } from '../inquiry/message.ts';
import type { Notice } from '../inquiry/notice.ts';
import { proves, writtenFrom } from '../inquiry/proved-addresses.ts';
import { waysTo } from '../message/patient-ways.ts';
import { safetyTemplate } from '../message/safety-template.ts';
import type { Practice } from '../practice/practice.ts';
import { isEmergency, isRedFlag } from './choose-policy.ts';
import { writeKey } from './notice-key.ts';
import { inFlightUntil, isDueAgain } from './unknown-outcome.ts';

const minute = 60_000;
/** R59: once a case per 30 minutes; for each recipient and wording (docs/decisions/036). */
const safetyEvery = 30 * minute;
/** At most one acknowledgement per person and channel per 15 minutes; a reply of the staff resets that. */
const acknowledgeEvery = 15 * minute;
/** At most ten per address in three hours, so that two robots never talk to each other. */
const loopLimit = 10;
const loopSpan = 180 * minute;

const age = (at: string, now: string): number => Date.parse(now) - Date.parse(at);

function attempted(
  notices: readonly Notice[],
  kind: Notice['kind'],
  within: number,
  now: string,
): readonly Notice[] {
  return notices.filter((notice) => notice.kind === kind && age(notice.at, now) < within);
}

/** Where Heard answers a message first; undefined when nothing that the practice has set up leads there. */
function recipientOf(file: InquiryFile, message: InquiryMessage, practice: Practice): string | undefined {
  const [way] = waysTo(writtenFrom(file.inquiry, message), message.channel, practice);
  return way && JSON.stringify(way);
}

/** What the same recipient has been sent: what went to others spares nobody their own. */
function sentToSame(file: InquiryFile, message: InquiryMessage, practice: Practice): readonly Notice[] {
  const recipient = recipientOf(file, message, practice);
  return file.notices.filter(({ messageId }) => {
    const about = file.messages.find(({ id }) => id === messageId);
    return about === undefined || recipientOf(file, about, practice) === recipient;
  });
}

/**
 * Whether the reply to one message stands for the other's: the same words, and not one that anybody could have brought about for one from the address
 * itself.
 */
const standsFor = (one: InquiryMessage, other: InquiryMessage): boolean =>
  safetyTemplate(one) === safetyTemplate(other) && (proves(one) !== undefined || proves(other) === undefined);

/** R59 counts for each recipient and each wording. */
function safetyFor(
  message: InquiryMessage,
  file: InquiryFile,
  practice: Practice,
  now: string,
): readonly string[] {
  const notices = sentToSame(file, message, practice);
  const key = writeKey({ kind: 'safety', messageId: message.id });
  const known = notices.find((notice) => notice.key === key);
  if (known) return isDueAgain(known, now) ? [key] : [];
  const recent = attempted(notices, 'safety', safetyEvery, now).filter(({ state, messageId }) => {
    const about = file.messages.find(({ id }) => id === messageId);
    return state !== 'failed' && about !== undefined && standsFor(about, message);
  });
  return recent.length > 0 ? [] : [key];
}

function ownAddress(email: string | undefined, practice: Practice): boolean {
  return (
    email !== undefined &&
    [practice.mail.care, practice.mail.marketing, practice.mail.replyTo].includes(email)
  );
}

/** Nobody is told that a person will answer a STOP, and no machine is told anything. */
const isUnanswerable = ({ keyword, byMachine }: InquiryMessage): boolean =>
  keyword === true || byMachine === true;

/** The level that a message's sender is answered by: their own words', where nobody has proved who they are. */
const answeredAs = ({ told, level }: InquiryMessage): Level => told?.level ?? level ?? 'R';

/**
 * Whether what one recipient wrote has become urgent since they were told of the usual time, and nothing has told them of another (R52): once, for what
 * they are told of it is recorded with the message that raised it, or with a later one. `recent`: their acknowledgements of these minutes.
 */
function roseSince(
  recent: readonly Notice[],
  file: InquiryFile,
  message: InquiryMessage,
  practice: Practice,
  now: string,
): boolean {
  const recipient = recipientOf(file, message, practice);
  const theirs = unanswered(file).filter((one) => recipientOf(file, one, practice) === recipient);
  const toldOf = Math.max(...recent.map(({ messageId }) => theirs.findIndex(({ id }) => id === messageId)));
  const urgent = theirs.findIndex((one) => isRedFlag(answeredAs(one)));
  if (urgent < 0 || urgent <= toldOf) return false;
  const safety = attempted(sentToSame(file, message, practice), 'safety', acknowledgeEvery, now);
  return safety.every(({ state }) => state === 'failed');
}

function acknowledgementFor(
  message: InquiryMessage,
  file: InquiryFile,
  practice: Practice,
  now: string,
): readonly string[] {
  const { inquiry, messages } = file;
  const notices = sentToSame(file, message, practice);
  const key = writeKey({ kind: 'acknowledgement', messageId: message.id });
  if (notices.some((notice) => notice.key === key)) return [];
  const { email } = writtenFrom(inquiry, message);
  if (isUnanswerable(message) || ownAddress(email, practice) || inquiry.review !== undefined) return [];
  if (attempted(notices, 'acknowledgement', loopSpan, now).length >= loopLimit) return [];
  const replied = messages
    .filter(({ direction, state, at }) => direction === 'out' && state === 'accepted' && at <= now)
    .reduce((newest, { at }) => (at > newest ? at : newest), '');
  const recent = attempted(notices, 'acknowledgement', acknowledgeEvery, now).filter(
    ({ at }) => at > replied,
  );
  return recent.length === 0 || roseSince(recent, file, message, practice, now) ? [key] : [];
}

/** The messages that a patient sent and no human has answered yet, oldest first. */
export function unanswered({ inquiry, messages }: InquiryFile): readonly InquiryMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  return inquiry.messageIds.slice(inquiry.answeredCount).flatMap((id) => byId.get(id) ?? []);
}

/** A missed call is answered by text only after this: by then the caller may have reached somebody. */
const textBackAfter = 45_000;

/** Whether it waits still for its text to go back. */
const textsBackLater = ({ call, at }: InquiryMessage, now: string): boolean =>
  call !== undefined && age(at, now) < textBackAfter;

/** The newest unanswered message of each recipient whom something leads to. */
function newestOfEach(file: InquiryFile, practice: Practice): readonly InquiryMessage[] {
  const newest = new Map<string, InquiryMessage>();
  for (const message of unanswered(file)) {
    const recipient = recipientOf(file, message, practice);
    if (recipient !== undefined) newest.set(recipient, message);
  }
  return [...newest.values()];
}

/** When the next message may be acknowledged that may not be yet (ISO). */
export function acknowledgeableAt(file: InquiryFile, practice: Practice, now: string): string | undefined {
  const waiting = newestOfEach(file, practice).filter((message) => textsBackLater(message, now));
  return waiting.map(({ at }) => new Date(Date.parse(at) + textBackAfter).toISOString()).toSorted()[0];
}

/** When the outcome of a safety reply must be looked at, if one may be in flight at `now` (ISO both). */
export const safetyOutcomeAt = ({ notices }: InquiryFile, now: string): string | undefined =>
  notices
    .flatMap((notice) => (notice.kind === 'safety' ? (inFlightUntil(notice, now) ?? []) : []))
    .toSorted()[0];

/** Whether the patient is to be told, once a promise, that it could not be kept: not in an emergency, where people call. */
export function toldOfDelay({ inquiry, notices, messages }: InquiryFile, practice: Practice): boolean {
  const { level, review, deadline } = inquiry;
  const newest = messages.findLast(({ direction }) => direction === 'in');
  const { email } = writtenFrom(inquiry, newest);
  if (isEmergency(level) || review !== undefined || ownAddress(email, practice)) return false;
  const already = notices.some(({ kind, at }) => kind === 'delay' && at >= deadline);
  return !already && newest !== undefined;
}

/** The key with which the patient is told of the delay, if the promise has been missed by now: not who only stands beside, unless alone. */
function delayFor(file: InquiryFile, practice: Practice, now: string): readonly string[] {
  const open = newestOfEach(file, practice).filter(({ byMachine }) => !byMachine);
  const newest = open.findLast(({ beside }) => !beside) ?? open.at(-1);
  if (!newest || file.inquiry.deadline > now || !toldOfDelay(file, practice)) return [];
  const key = writeKey({ kind: 'delay', messageId: newest.id });
  return file.notices.some((notice) => notice.key === key) ? [] : [key];
}

const isFlagged = (message: InquiryMessage): boolean => isEmergency(answeredAs(message));

/** Keys of what the patient is to be sent now: safety replies first, then an acknowledgement of the newest message. */
export function patientNotices(file: InquiryFile, practice: Practice, now: string): readonly string[] {
  const flagged = unanswered(file).filter(
    (message) => isFlagged(message) && recipientOf(file, message, practice) !== undefined,
  );
  const safety = flagged.flatMap((message) => safetyFor(message, file, practice, now));
  if (safety[0]) return [safety[0]];
  const newest = newestOfEach(file, practice).filter(
    (message) => !isFlagged(message) && !textsBackLater(message, now),
  );
  const acknowledgements = newest.flatMap((message) => acknowledgementFor(message, file, practice, now));
  if (acknowledgements.length > 0) return acknowledgements;
  return newest.length > 0 ? delayFor(file, practice, now) : [];
}
