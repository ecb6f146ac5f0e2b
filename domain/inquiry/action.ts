import { DomainError } from '../errors.ts';
import { nothingLeft } from '../escalation/plan.ts';
import type { EscalationRules } from '../escalation/policy.ts';
import type { Practice, StaffMember } from '../practice/practice.ts';
import type { Course, Escalations, Inquiries } from './inquiries.ts';
import type { Inquiry, Undo } from './inquiry.ts';
import type { InquiryEvent } from './timeline-event.ts';

export interface ActionPorts {
  readonly inquiries: Inquiries;
  readonly escalations: Escalations;
  readonly rules: EscalationRules;
}

/** An answer and a closing are measured, over the practice's hours as they are then. */
export interface AnsweringPorts extends ActionPorts {
  readonly practice: Practice;
}

/** Who acts, when, on what, having seen what. An action holds only if the inquiry still is as its actor saw it. */
export interface Action {
  readonly inquiryId: string;
  readonly by: StaffMember;
  /** ISO instant. */
  readonly now: string;
  /** The version (revision) that the actor saw; without it the newest is taken. */
  readonly ifVersion?: number;
  /** How many patient's messages the actor saw. */
  readonly ifMessageCount?: number;
  /** Id of the text that ordered it, where one did: handled again, the same text changes nothing more. */
  readonly textId?: string;
}

/** Whether somebody may judge an emergency (R61). */
export const isClinician = ({ roles }: StaffMember): boolean =>
  roles.includes('physician') || roles.includes('extender');

const attempts = 8;

async function found(ports: Pick<ActionPorts, 'inquiries'>, action: Action): Promise<Inquiry> {
  const inquiry = await ports.inquiries.find(action.inquiryId);
  if (!inquiry || !action.by.locations.includes(inquiry.location))
    throw new DomainError('not-found', 'There is no such inquiry at your locations.');
  return inquiry;
}

function mustBeAsSeen(inquiry: Inquiry, { ifVersion, ifMessageCount }: Action): void {
  const stale =
    (ifVersion !== undefined && ifVersion !== inquiry.revision) ||
    (ifMessageCount !== undefined && ifMessageCount !== inquiry.messageCount);
  if (stale)
    throw new DomainError(
      'conflict',
      'The inquiry has changed since you looked at it: look again, then decide.',
      inquiry,
    );
}

/** Reads an inquiry that a member of the staff may act on. */
export async function seen(ports: Pick<ActionPorts, 'inquiries'>, action: Action): Promise<Inquiry> {
  const inquiry = await found(ports, action);
  mustBeAsSeen(inquiry, action);
  return inquiry;
}

/** A text comes again within hours, if at all: the newest are enough. */
const keptTexts = 20;

/** Whether what this text ordered has been done. */
const wasObeyed = ({ obeyedTexts }: Inquiry, { textId }: Action): boolean =>
  textId !== undefined && obeyedTexts?.includes(textId) === true;

/** Kept in the very update that does what the text orders, so that no crash can come between. */
const obeyedBy = ({ obeyedTexts = [] }: Inquiry, { textId }: Action): Course =>
  textId === undefined ? {} : { obeyedTexts: [...obeyedTexts, textId].slice(-keptTexts) };

type Decide = (inquiry: Inquiry) => {
  readonly course: Course;
  readonly event: Pick<InquiryEvent, 'what' | 'why' | 'note' | 'measured'>;
  /** Whoever did it may take it back within ten seconds. */
  readonly undoable?: true;
};

/** How to take a change back: what it replaces, as it is now. */
function undoOf(inquiry: Inquiry, course: Course, what: string, { by, now }: Action): Undo {
  const names = Object.keys(course) as (keyof Course)[];
  const there = names.filter((name) => inquiry[name] !== undefined);
  return {
    what,
    by: by.id,
    at: now,
    revision: inquiry.revision + 1,
    was: Object.fromEntries(there.map((name) => [name, inquiry[name]])),
    gone: names.filter((name) => inquiry[name] === undefined),
  };
}

/** One change of course (G1): decided on what is there, stored under its condition, and the waiting execution woken. */
export async function change(ports: ActionPorts, action: Action, decide: Decide): Promise<Inquiry> {
  for (let tries = 0; tries < attempts; tries += 1) {
    const inquiry = await found(ports, action);
    if (wasObeyed(inquiry, action)) return inquiry;
    mustBeAsSeen(inquiry, action);
    const { course: decided, event, undoable } = decide(inquiry);
    const course = {
      ...decided,
      // Not of which texts were obeyed: one that comes again after it was taken back still does nothing more.
      undo: undoable && undoOf(inquiry, decided, event.what, action),
      ...obeyedBy(inquiry, action),
    };
    const line: InquiryEvent = {
      id: `${inquiry.revision + 1}`,
      at: action.now,
      actor: { staff: action.by.id },
      ...event,
    };
    const atRest = inquiry.dueAt === undefined && nothingLeft({ ...inquiry, ...course } as Inquiry);
    const changed = await ports.inquiries.changeCourse(inquiry, course, line, action.now, { atRest });
    if (!changed) continue;
    if (changed.token !== undefined) await ports.escalations.wake(changed.token);
    return changed.inquiry;
  }
  throw new DomainError('unavailable', 'The inquiry keeps changing; try again in a moment.');
}

/** What nobody's claim leaves on an inquiry. */
export const noClaim = {
  claimedBy: undefined,
  claimUntil: undefined,
  claimSince: undefined,
  claimByClinician: undefined,
};
/** Where an inquiry stands once nobody has claimed it. */
export const unclaimedStatus = ({ acknowledgedAt }: Inquiry): Inquiry['status'] =>
  acknowledgedAt ? 'acknowledged' : 'new';

/** Throws `conflict` where an inquiry is closed. */
export function mustBeOpen(inquiry: Inquiry): void {
  if (inquiry.status === 'closed') throw new DomainError('conflict', 'The inquiry is closed.', inquiry);
}
