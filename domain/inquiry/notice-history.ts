import type { StaffRole } from '../practice/practice.ts';
import { isStillSending } from './bounced-notice.ts';
import type { InquiryFile } from './inquiries.ts';
import type { Channel } from './inquiry.ts';
import type { Notice } from './notice.ts';
import type { InquiryEvent, PolicyStep } from './timeline-event.ts';

/**
 * How a notice ended. `sent`: its channel took it and says no more; `delivered`: its receiver's server or carrier took it; `undelivered`: it came
 * back; `refused`: the channel did not take it; `dropped`: it was not sent, so that nobody is buried in alerts; `unknown`: nobody knows whether it left.
 */
export const noticeOutcomes = [
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'refused',
  'dropped',
  'unknown',
] as const;
export type NoticeOutcome = (typeof noticeOutcomes)[number];

/** Who was told what, by which way, when, and how it ended (R61). Instants are ISO; ids only, never an address or a word of the patient. */
export interface ToldNotice {
  readonly kind: Notice['kind'];
  /** Id of the member; absent where it went to the patient. */
  readonly staff?: string;
  readonly roles: readonly StaffRole[];
  /** To the patient: the channel of the message that it answers, which it goes by if that can be. */
  readonly way?: NonNullable<Notice['way']> | Channel;
  readonly messageId?: string;
  readonly plannedAt?: string;
  readonly sentAt: string;
  readonly settledAt?: string;
  readonly attempts: 1 | 2;
  readonly outcome: NoticeOutcome;
  /** Why it was refused, dropped or came back. */
  readonly reason?: string;
  readonly step?: PolicyStep;
  /** What the last step repeats is told once: how often it went out so, and when last. */
  readonly times: number;
  readonly lastAt: string;
}

const cameBack = ['bounced', 'held-up', 'undelivered'];
const droppedFor = ['bundled', 'bundle'];

function outcomeOf(notice: Notice, now: string): NoticeOutcome {
  const { state, reason = '', deliveredAt } = notice;
  if (cameBack.includes(reason)) return 'undelivered';
  if (droppedFor.includes(reason)) return 'dropped';
  if (state === 'sent') return deliveredAt === undefined ? 'sent' : 'delivered';
  if (state === 'failed') return 'refused';
  return isStillSending(notice, now) ? 'sending' : 'unknown';
}

function toldOf(notice: Notice, { messages }: InquiryFile, now: string): ToldNotice {
  const { kind, staff, roles = [], messageId, plannedAt, at, firstAt, settledAt, attempt } = notice;
  const way = notice.way ?? messages.find(({ id }) => id === messageId)?.channel;
  const until = notice.deliveredAt ?? settledAt;
  return {
    kind,
    ...(staff === undefined ? {} : { staff }),
    roles,
    ...(way === undefined ? {} : { way }),
    ...(messageId === undefined ? {} : { messageId }),
    ...(plannedAt === undefined ? {} : { plannedAt }),
    sentAt: firstAt ?? at,
    ...(until === undefined ? {} : { settledAt: until }),
    attempts: attempt,
    outcome: outcomeOf(notice, now),
    ...(notice.reason === undefined ? {} : { reason: notice.reason }),
    ...(notice.step ? { step: notice.step } : {}),
    times: 1,
    lastAt: at,
  };
}

/** What repeats alike: the same to the same person by the same step of the same chain, and ended so. */
function likeness({ round = '' }: Notice, told: ToldNotice): string {
  const [chain, step] = round.split('.');
  const { kind, staff, way, messageId, attempts, outcome, reason } = told;
  // `welfare`, `warning` and what did not arrive have rounds that do not come round.
  const of = told.step ? `${chain}.${step}` : round;
  return [kind, staff, way, messageId, of, attempts, outcome, reason].join('#');
}

const bySending = (one: ToldNotice, other: ToldNotice): number => (one.sentAt < other.sentAt ? -1 : 1);

/** All notices of an inquiry as its timeline tells them at `now` (ISO), the oldest first; what a step repeats and ends alike is one entry. */
export function noticeHistory(file: InquiryFile, now: string): readonly ToldNotice[] {
  const entries = new Map<string, ToldNotice>();
  const all = file.notices.map((notice) => ({ notice, told: toldOf(notice, file, now) }));
  for (const { notice, told } of all.toSorted((a, b) => bySending(a.told, b.told))) {
    const like = likeness(notice, told);
    const before = entries.get(like);
    entries.set(like, before ? { ...before, times: before.times + 1, lastAt: told.lastAt } : told);
  }
  return [...entries.values()];
}

/** The lines of an inquiry's timeline, oldest first and each once: a plan that was cut off may have written its own twice. */
export function eventHistory({ inquiry, events = [] }: InquiryFile): readonly InquiryEvent[] {
  const all = [...events.filter(({ id }) => id !== inquiry.lastEvent.id), inquiry.lastEvent];
  const first = new Map<string, InquiryEvent>();
  for (const line of all) if (!first.has(line.id)) first.set(line.id, line);
  return [...first.values()].toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
}
