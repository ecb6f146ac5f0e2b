import type { InquiryFile, InquiryMessage, Notice } from '../inquiry/inquiry.ts';
import { waysTo } from '../message/patient-ways.ts';
import type { Practice } from '../practice/practice.ts';
import { isEmergency } from './choose-policy.ts';
import { writeKey } from './notice-key.ts';
import { inFlightUntil, isDueAgain } from './unknown-outcome.ts';

const minute = 60_000;
/** R59: once a case per 30 minutes. */
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

function safetyFor(message: InquiryMessage, notices: readonly Notice[], now: string): readonly string[] {
  const key = writeKey({ kind: 'safety', messageId: message.id });
  const known = notices.find((notice) => notice.key === key);
  if (known) return isDueAgain(known, now) ? [key] : [];
  const recent = attempted(notices, 'safety', safetyEvery, now).filter(({ state }) => state !== 'failed');
  return recent.length > 0 ? [] : [key];
}

function ownAddress(email: string | undefined, practice: Practice): boolean {
  return (
    email !== undefined &&
    [practice.mail.care, practice.mail.marketing, practice.mail.replyTo].includes(email)
  );
}

function acknowledgementFor(
  message: InquiryMessage,
  file: InquiryFile,
  practice: Practice,
  now: string,
): readonly string[] {
  const { inquiry, notices, messages } = file;
  const key = writeKey({ kind: 'acknowledgement', messageId: message.id });
  if (notices.some((notice) => notice.key === key)) return [];
  if (message.keyword || ownAddress(inquiry.contact.email, practice) || inquiry.review !== undefined)
    return [];
  if (attempted(notices, 'acknowledgement', loopSpan, now).length >= loopLimit) return [];
  const replied = messages
    .filter(({ direction, state, at }) => direction === 'out' && state === 'accepted' && at <= now)
    .reduce((newest, { at }) => (at > newest ? at : newest), '');
  const recent = attempted(notices, 'acknowledgement', acknowledgeEvery, now).some(({ at }) => at > replied);
  return recent ? [] : [key];
}

/** The messages that a patient sent and no human has answered yet, oldest first. */
export function unanswered({ inquiry, messages }: InquiryFile): readonly InquiryMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  return inquiry.messageIds.slice(inquiry.answeredCount).flatMap((id) => byId.get(id) ?? []);
}

/** A missed call is answered by text only after this: by then the caller may have reached somebody. */
const textBackAfter = 45_000;

/** When the newest message may be acknowledged, if not yet (ISO). */
export function acknowledgeableAt(file: InquiryFile, now: string): string | undefined {
  const newest = unanswered(file).at(-1);
  if (newest?.call === undefined) return undefined;
  const at = new Date(Date.parse(newest.at) + textBackAfter).toISOString();
  return at > now ? at : undefined;
}

/** When the outcome of a safety reply must be looked at, if one may be in flight at `now` (ISO both). */
export const safetyOutcomeAt = ({ notices }: InquiryFile, now: string): string | undefined =>
  notices
    .flatMap((notice) => (notice.kind === 'safety' ? (inFlightUntil(notice, now) ?? []) : []))
    .toSorted()[0];

/** Whether the patient is to be told, once a promise, that it could not be kept: not in an emergency, where people call. */
export function toldOfDelay({ inquiry, notices, messages }: InquiryFile, practice: Practice): boolean {
  const { level, review, contact, deadline } = inquiry;
  if (isEmergency(level) || review !== undefined || ownAddress(contact.email, practice)) return false;
  const already = notices.some(({ kind, at }) => kind === 'delay' && at >= deadline);
  return !already && messages.some(({ direction }) => direction === 'in');
}

/** The key with which the patient is told of the delay, if the promise has been missed by now. */
function delayFor(file: InquiryFile, practice: Practice, now: string): readonly string[] {
  const newest = unanswered(file).at(-1);
  if (!newest || file.inquiry.deadline > now || !toldOfDelay(file, practice)) return [];
  const key = writeKey({ kind: 'delay', messageId: newest.id });
  return file.notices.some((notice) => notice.key === key) ? [] : [key];
}

/** Keys of what the patient is to be sent now: safety replies first, then an acknowledgement of the newest message. */
export function patientNotices(file: InquiryFile, practice: Practice, now: string): readonly string[] {
  const open = unanswered(file);
  if (waysTo(file.inquiry.contact, file.inquiry.channel, practice).length === 0) return [];
  const flagged = open.filter(({ level }) => level !== undefined && isEmergency(level));
  const [safety] = flagged.flatMap((message) => safetyFor(message, file.notices, now));
  if (safety) return [safety];
  const newest = open.at(-1);
  if (!newest || flagged.includes(newest)) return [];
  if (acknowledgeableAt(file, now) !== undefined) return [];
  const acknowledgement = acknowledgementFor(newest, file, practice, now);
  return acknowledgement.length > 0 ? acknowledgement : delayFor(file, practice, now);
}
