import type { Announcement } from '../inquiry/announcements.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import type { Practice } from './practice.ts';

/** One of the practice's other tools, to which signed webhooks go. */
export type Tool = NonNullable<Practice['eventsOut']>[number];

/** One event on its way to one tool; ids only, whatever the tool may read is looked up when it is sent. */
export interface EventOut {
  readonly tool: string;
  readonly inquiryId: string;
  readonly announcement: Announcement;
}

/** An event that was given up, for a person to look at. */
export interface FailedEvent extends EventOut {
  readonly id: string;
  /** ISO instant. */
  readonly failedAt: string;
  /** The last answer: a status, or why there was none. */
  readonly reason: string;
}

/** Whether anybody is to be told of anything. */
export const announces = ({ eventsOut = [] }: Practice): boolean => eventsOut.length > 0;

/** The tools that want an announcement. */
export const toolsFor = ({ eventsOut = [] }: Practice, { type }: Announcement): readonly Tool[] =>
  eventsOut.filter(({ events }) => events.includes(type));

/**
 * The body of a Standard Webhook (https://www.standardwebhooks.com): ids only, unless the tool is given a summary, which has never
 * anything that a patient said or by which they could be known.
 */
export function eventBody(
  { announcement, inquiryId }: EventOut,
  tool: Tool,
  inquiry: Inquiry | undefined,
): string {
  const summary =
    tool.content === 'summary' && inquiry
      ? {
          status: inquiry.status,
          channel: inquiry.channel,
          location: inquiry.location,
          priority: inquiry.priority,
          receivedAt: inquiry.receivedAt,
          deadline: inquiry.deadline,
          respondedAt: inquiry.respondedAt ?? null,
        }
      : {};
  return JSON.stringify({
    type: `inquiry.${announcement.type}`,
    timestamp: announcement.at,
    data: { inquiryId, ...summary },
  });
}

const minute = 60;
const hour = 60 * minute;
/** Seconds before each further try; after the last the event is given up and shown. About three days in all. */
export const retrySeconds: readonly number[] = [
  minute,
  5 * minute,
  30 * minute,
  2 * hour,
  6 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
  12 * hour,
];
