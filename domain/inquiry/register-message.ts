import type { EscalationRules } from '../escalation/policy.ts';
import type { Compiled } from '../practice/practice.ts';
import { type Arrival, joined, messageOf, opened } from './arrival.ts';
import type { Escalations, Inquiries } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';

export interface RegisterPorts {
  readonly inquiries: Inquiries;
  readonly escalations: Escalations;
  readonly rules: Compiled<EscalationRules>;
  /** ISO instant. */
  readonly now: string;
}

const day = 86_400_000;

async function join(inquiry: Inquiry, arrival: Arrival, ports: RegisterPorts): Promise<boolean> {
  if (inquiry.messageIds.includes(arrival.messageId)) {
    // A retry after the change took effect: the execution may still have to be started or woken.
    if (inquiry.dueAt !== undefined && inquiry.token === undefined)
      await ports.escalations.start(inquiry.id, inquiry.run);
    return true;
  }
  // A status that comes after the recording of the same call says nothing more.
  const { call, text } = arrival;
  if (call && !text && !call.recording && inquiry.callIds?.includes(call.id)) return true;
  await ports.inquiries.addMessage(messageOf(arrival, inquiry.id));
  const { course, event: line } = joined(inquiry, arrival, ports);
  // G7: an inquiry at rest has no execution any more; the same update that stores the message opens the next run.
  const nextRun = inquiry.dueAt === undefined;
  const changed = await ports.inquiries.changeCourse(inquiry, course, line, ports.now, { nextRun });
  if (!changed) return false;
  if (nextRun) await ports.escalations.start(inquiry.id, changed.inquiry.run);
  else if (changed.token !== undefined) await ports.escalations.wake(changed.token);
  return true;
}

async function open(arrival: Arrival, ports: RegisterPorts): Promise<boolean> {
  await ports.inquiries.addMessage(messageOf(arrival, arrival.inquiryId));
  const inquiry = opened(arrival, ports);
  const created = await ports.inquiries.create(inquiry);
  if (!created) return false;
  await ports.escalations.start(inquiry.id, inquiry.run);
  return true;
}

/** Whether a message to this inquiry continues it: it is open, or was closed no longer ago than the practice's days. */
function continues(inquiry: Inquiry, ports: RegisterPorts): boolean {
  if (inquiry.status !== 'closed' || inquiry.closedAt === undefined) return true;
  return Date.parse(ports.now) - Date.parse(inquiry.closedAt) <= ports.rules.value.reopenWithinDays * day;
}

/** The inquiry that holds one of the person's addresses; the first that is held wins, the others follow it. */
async function holderOf(arrival: Arrival, ports: RegisterPorts): Promise<string> {
  let holder = arrival.inquiryId;
  const ours: string[] = [];
  for (const key of arrival.addressKeys) {
    const found = await ports.inquiries.lockAddress(key, holder);
    if (found === arrival.inquiryId) ours.push(key);
    else if (holder === arrival.inquiryId) holder = found;
  }
  // An address that was new follows the one that was known, or the next message from it alone would open an inquiry of its own.
  if (holder !== arrival.inquiryId)
    for (const key of ours) await ports.inquiries.moveLock(key, arrival.inquiryId, holder);
  return holder;
}

async function attempt(arrival: Arrival, ports: RegisterPorts): Promise<string | undefined> {
  const thread = arrival.threadOf === undefined ? undefined : await ports.inquiries.find(arrival.threadOf);
  if (thread && continues(thread, ports)) return (await join(thread, arrival, ports)) ? thread.id : undefined;
  const holder = await holderOf(arrival, ports);
  const held = await ports.inquiries.find(holder);
  if (!held) {
    // Whoever took the lock has not got further, or never will: the inquiry is opened under the id that the lock names.
    return (await open({ ...arrival, inquiryId: holder }, ports)) ? holder : undefined;
  }
  if (held.id === arrival.inquiryId || continues(held, ports))
    return (await join(held, arrival, ports)) ? held.id : undefined;
  for (const key of arrival.addressKeys) await ports.inquiries.moveLock(key, holder, arrival.inquiryId);
  return undefined;
}

const attempts = 12;

/**
 * Brings one message into an inquiry: the open one of the same person (G6), one that was closed lately, or a new one. Repeating it
 * changes nothing. Returns the inquiry's id; throws when others changed the inquiry again and again, so that the caller tries later.
 */
export async function registerMessage(arrival: Arrival, ports: RegisterPorts): Promise<string> {
  for (let tries = 0; tries < attempts; tries += 1) {
    const id = await attempt(arrival, ports);
    if (id !== undefined) return id;
  }
  throw new Error('The inquiry changed while a message was registered; try again.');
}
