import { nothingLeft } from '../escalation/plan.ts';
import { type Arrival, patient } from './arrival.ts';
import type { Course } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import type { InquiryEvent } from './timeline-event.ts';

/** A red flag in it is answered like any other (R55); so is whatever waits for a person's look. */
const asksForNothing = ({ keyword, asksStaff, assessment, review }: Arrival): boolean =>
  keyword === true && asksStaff !== true && assessment.level === 'R' && review === undefined;

/** How the timeline says it: an opt-out word and its like, or an answer to a check-in. */
const lineOf = ({ checkIn }: Arrival) =>
  checkIn ? { what: 'check-in-answered', why: ['R66'] } : { what: 'keyword', why: ['R7'] };

/** An inquiry that a keyword alone would open: it is kept, closed, and nobody is told. */
export function keptKeyword(inquiry: Inquiry, arrival: Arrival, now: string): Inquiry {
  if (!asksForNothing(arrival)) return inquiry;
  const { dueAt, ...rest } = inquiry;
  void dueAt;
  // No opening is measured: it is no inquiry that somebody answers soon or late.
  const { measured, ...line } = rest.lastEvent;
  void measured;
  return {
    ...rest,
    status: 'closed',
    closedAt: now,
    closeReason: 'no-answer-needed',
    answeredCount: rest.messageCount,
    lastEvent: { ...line, ...lineOf(arrival) },
  };
}

/** A keyword to an inquiry in which nobody waits adds its message and changes nothing else; undefined where somebody waits. */
export function joinedKeyword(
  inquiry: Inquiry,
  arrival: Arrival,
  now: string,
): { readonly course: Course; readonly event: InquiryEvent } | undefined {
  if (!asksForNothing(arrival) || !nothingLeft(inquiry)) return undefined;
  const messageCount = inquiry.messageCount + 1;
  return {
    course: {
      messageCount,
      answeredCount: messageCount,
      messageIds: [...inquiry.messageIds, arrival.messageId],
      lastMessageAt: arrival.receivedAt,
    },
    event: { id: `${inquiry.revision + 1}`, at: now, actor: patient, ...lineOf(arrival) },
  };
}
