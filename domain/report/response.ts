import type { Channel, CloseReason, Inquiry, Priority } from '../inquiry/inquiry.ts';
import { openMinutes } from '../practice/opening-hours.ts';
import type { Location } from '../practice/practice.ts';

/** How one inquiry was answered, as reports count it. Instants are ISO, durations minutes; nothing in it says who wrote. */
export interface Response {
  readonly id: string;
  readonly receivedAt: string;
  readonly channel: Channel;
  readonly location: string;
  readonly priority: Priority;
  readonly acknowledgedAt?: string;
  readonly claimedAt?: string;
  readonly respondedAt?: string;
  readonly closedAt?: string;
  /** How often it was opened again after it had been closed. */
  readonly reopened?: number;
  /** The first promise, and the same minutes counted straight through; absent on what was kept before that was noted. */
  readonly deadline: string;
  readonly wallDeadline?: string;
  /** Open minutes until the first answer, or the closing without one, by the hours of that time. */
  readonly businessMinutes?: number;
  /** Who answered first. */
  readonly staff?: string;
  /** Closed without an answer because none was needed. */
  readonly notNeeded?: CloseReason;
}

/** Reasons for which nobody has to answer. Whoever was booked or answered elsewhere had an answer. */
const needless: readonly CloseReason[] = ['not-an-inquiry', 'no-answer-needed', 'duplicate', 'withdrawn'];

/** Whether an inquiry that was closed for this reason (undefined: it is open) never needed an answer. */
export const isNeedless = (
  { respondedAt }: Pick<Response, 'respondedAt'>,
  reason: CloseReason | undefined,
): reason is CloseReason => respondedAt === undefined && reason !== undefined && needless.includes(reason);

/** What the inquiry itself says of how it was answered: what its timeline tells is held against it. */
export function responseOf(inquiry: Inquiry): Response {
  const { id, receivedAt, channel, location, priority, acknowledgedAt, claimedAt, respondedAt, closedAt } =
    inquiry;
  const { closeReason, respondedBy, firstDeadline, deadline } = inquiry;
  return {
    id,
    receivedAt,
    channel,
    location,
    priority,
    deadline: firstDeadline ?? deadline,
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
    ...(claimedAt === undefined ? {} : { claimedAt }),
    ...(respondedAt === undefined ? {} : { respondedAt }),
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(respondedBy === undefined ? {} : { staff: respondedBy }),
    ...(isNeedless(inquiry, closeReason) ? { notNeeded: closeReason } : {}),
  };
}

/** What was answered may yet be closed, and what was closed opened again, for a while; what comes later is in no report. */
const changeable = 35 * 86_400_000;

/** Whether nothing of it can change a report any more. */
export function isSettled({ respondedAt = '', closedAt = '' }: Response, now: string): boolean {
  const last = closedAt > respondedAt ? closedAt : respondedAt;
  return last !== '' && Date.parse(now) - Date.parse(last) > changeable;
}

const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;

/** Minutes from receipt to the first human answer, or to `now` while there is none: by the clock on the wall, and over opening hours. */
export function waitOf(
  response: Response,
  location: Location,
  now: string,
): { wall: number; business: number } {
  const end = response.respondedAt ?? response.closedAt ?? now;
  return {
    wall: minutesBetween(response.receivedAt, end),
    business: response.businessMinutes ?? openMinutes(response.receivedAt, end, location),
  };
}

/** The target counted straight through: what was promised in open minutes, as minutes on the wall. A red flag's promise is one already. */
function straight({ wallDeadline, receivedAt, deadline, priority }: Response, location: Location): string {
  if (wallDeadline !== undefined) return wallDeadline;
  if (priority === 'red-flag') return deadline;
  const minutes = openMinutes(receivedAt, deadline, location);
  return new Date(Date.parse(receivedAt) + minutes * 60_000).toISOString();
}

/** Whether the first answer came within the target as the patient felt it, by the clock on the wall; as `keptOf`. */
export const keptOnTheWall = (response: Response, location: Location, now: string): boolean | undefined =>
  keptOf({ ...response, deadline: straight(response, location) }, now);

/** Whether the first promise was kept; an open one is missed once its time has passed, and undecided before. */
export function keptOf(
  { respondedAt, deadline, closedAt }: Pick<Response, 'respondedAt' | 'deadline' | 'closedAt'>,
  now: string,
): boolean | undefined {
  if (respondedAt !== undefined) return respondedAt <= deadline;
  return closedAt === undefined && now <= deadline ? undefined : false;
}
