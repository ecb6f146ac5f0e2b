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
  /** The first promise. */
  readonly deadline: string;
  /** Who answered first. */
  readonly staff?: string;
  /** Closed without an answer because none was needed. */
  readonly notNeeded?: CloseReason;
}

/** Reasons for which nobody has to answer. Whoever was booked or answered elsewhere had an answer. */
const needless: readonly CloseReason[] = ['not-an-inquiry', 'no-answer-needed', 'duplicate', 'withdrawn'];

/** What reports keep of an inquiry. */
export function responseOf(inquiry: Inquiry): Response {
  const { id, receivedAt, channel, location, priority, acknowledgedAt, claimedAt, respondedAt, closedAt } =
    inquiry;
  const { closeReason, respondedBy, firstDeadline, deadline } = inquiry;
  const ended = respondedAt === undefined && closeReason !== undefined && needless.includes(closeReason);
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
    ...(ended ? { notNeeded: closeReason } : {}),
  };
}

/** What was closed without an answer may be opened again by a message for a while. */
const reopenable = 35 * 86_400_000;

/** Whether nothing of it can change a report any more. */
export const isSettled = ({ respondedAt, closedAt }: Response, now: string): boolean =>
  respondedAt !== undefined ||
  (closedAt !== undefined && Date.parse(now) - Date.parse(closedAt) > reopenable);

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
    business: openMinutes(response.receivedAt, end, location),
  };
}

/** Whether the first promise was kept; an open one is missed once its time has passed, and undecided before. */
export function keptOf({ respondedAt, deadline, closedAt }: Response, now: string): boolean | undefined {
  if (respondedAt !== undefined) return respondedAt <= deadline;
  return closedAt === undefined && now <= deadline ? undefined : false;
}
