import type { EscalationRules } from '../escalation/policy.ts';
import type { Compiled } from '../practice/practice.ts';
import { type Arrival, messageOf } from './arrival.ts';
import type { Course, Escalations, Inquiries } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import { joinedKeyword, keptKeyword } from './keyword-message.ts';
import { joined, opened } from './open-or-join.ts';
import { withTold } from './promised.ts';
import { raisedByOthers } from './repeat-contact.ts';
import { caseClosing } from './standing.ts';
import type { InquiryEvent } from './timeline-event.ts';

export interface RegisterPorts {
  readonly inquiries: Inquiries;
  readonly escalations: Escalations;
  readonly rules: Compiled<EscalationRules>;
  /** ISO instant. */
  readonly now: string;
}

const day = 86_400_000;

/** What a carrier tells later of a call that is in the inquiry already, without words and without a recording. */
const isKnownCall = ({ call, text }: Arrival, inquiry: Inquiry): boolean =>
  call !== undefined && !text && !call.recording && inquiry.callIds?.includes(call.id) === true;

/** Changes the course and sees to it that somebody plans (G7: an inquiry at rest has no execution any more, so the change opens its next run). */
async function changed(
  inquiry: Inquiry,
  { course, event }: { readonly course: Course; readonly event: InquiryEvent },
  ports: RegisterPorts,
): Promise<boolean> {
  const nextRun = inquiry.dueAt === undefined;
  const after = await ports.inquiries.changeCourse(inquiry, course, event, ports.now, { nextRun });
  if (!after) return false;
  if (nextRun) await ports.escalations.start(inquiry.id, after.inquiry.run);
  else if (after.token !== undefined) await ports.escalations.wake(after.token);
  return true;
}

/** A recording names no number: the status that comes after it may be the first to say how the caller can be reached. */
async function joinCall(inquiry: Inquiry, arrival: Arrival, ports: RegisterPorts): Promise<boolean> {
  if (inquiry.contact.phone !== undefined || arrival.contact.phone === undefined) return true;
  const event = {
    id: `${inquiry.revision + 1}`,
    what: 'caller-known',
    at: ports.now,
    actor: { system: 'carrier' },
  };
  return changed(inquiry, { course: { contact: { ...arrival.contact, ...inquiry.contact } }, event }, ports);
}

async function join(inquiry: Inquiry, arrival: Arrival, ports: RegisterPorts): Promise<boolean> {
  if (inquiry.messageIds.includes(arrival.messageId)) {
    // A retry after the change took effect: the execution may still have to be started or woken.
    if (inquiry.dueAt !== undefined && inquiry.token === undefined)
      await ports.escalations.start(inquiry.id, inquiry.run);
    return true;
  }
  if (isKnownCall(arrival, inquiry)) return joinCall(inquiry, arrival, ports);
  const quiet = joinedKeyword(inquiry, arrival, ports.now);
  if (quiet) {
    await ports.inquiries.addMessage(messageOf(arrival, inquiry.id));
    const atRest = inquiry.dueAt === undefined;
    const after = await ports.inquiries.changeCourse(inquiry, quiet.course, quiet.event, ports.now, {
      atRest,
    });
    if (after?.token !== undefined) await ports.escalations.wake(after.token);
    return after !== undefined;
  }
  const change = joined(inquiry, arrival, ports);
  await ports.inquiries.addMessage(messageOf(change.arrival, inquiry.id));
  return changed(inquiry, change, ports);
}

async function open(given: Arrival, ports: RegisterPorts): Promise<boolean> {
  const arrival = withTold(raisedByOthers(given), ports);
  await ports.inquiries.addMessage(messageOf(arrival, arrival.inquiryId));
  const inquiry = keptKeyword(opened(arrival, ports), arrival, ports.now);
  const created = await ports.inquiries.create(inquiry);
  if (!created) return false;
  if (inquiry.dueAt === undefined) return true;
  await ports.escalations.start(inquiry.id, inquiry.run);
  return true;
}

/** Whether a message to this inquiry continues it: it is open, or was closed no longer ago than the practice's days. */
function continues(inquiry: Inquiry, ports: RegisterPorts, { byMachine, review }: Arrival): boolean {
  if (inquiry.erasedAt !== undefined) return false;
  // What a machine sent is held with its like: once staff have said whose that is, it is that person's.
  if (byMachine && review !== undefined && inquiry.review === undefined) return false;
  if (inquiry.status !== 'closed' || inquiry.closedAt === undefined) return true;
  return Date.parse(ports.now) - Date.parse(inquiry.closedAt) <= ports.rules.value.reopenWithinDays * day;
}

/** The inquiry that holds one of these addresses: the first that is held wins. Those that were new are held by the arrival's own. */
async function lockAll(keys: readonly string[], { inquiryId }: Arrival, ports: RegisterPorts) {
  let holder = inquiryId;
  const ours: string[] = [];
  for (const key of keys) {
    const found = await ports.inquiries.lockAddress(key, holder);
    if (found === inquiryId) ours.push(key);
    else if (holder === inquiryId) holder = found;
  }
  return { holder, ours };
}

/** Typed addresses join what is there and move no lock: whoever holds one of them must find their own conversation as it was. */
async function holderOfTyped(arrival: Arrival, ports: RegisterPorts): Promise<string> {
  for (const key of arrival.addressKeys) {
    const holder = await ports.inquiries.addressHolder(key);
    if (holder !== undefined && holder !== arrival.inquiryId) return holder;
  }
  return (await lockAll(arrival.addressKeys, arrival, ports)).holder;
}

/** The inquiry that holds one of the person's addresses; what they tell besides is theirs too, unless it is held by others. */
async function holderOf(arrival: Arrival, ports: RegisterPorts): Promise<string> {
  if (arrival.typed) return holderOfTyped(arrival, ports);
  const told = new Set(arrival.toldKeys);
  const proved = arrival.addressKeys.filter((key) => !told.has(key));
  const { holder, ours } = await lockAll(proved, arrival, ports);
  // An address that was new follows the one that was known, or the next message from it alone would open an inquiry of its own.
  if (holder !== arrival.inquiryId)
    for (const key of ours) await ports.inquiries.moveLock(key, arrival.inquiryId, holder);
  else for (const key of told) await ports.inquiries.lockAddress(key, holder);
  return holder;
}

async function attempt(arrival: Arrival, ports: RegisterPorts): Promise<string | undefined> {
  const thread = arrival.threadOf === undefined ? undefined : await ports.inquiries.find(arrival.threadOf);
  if (thread && continues(thread, ports, arrival))
    return (await join(thread, arrival, ports)) ? thread.id : undefined;
  const holder = await holderOf(arrival, ports);
  const held = await ports.inquiries.find(holder);
  if (!held) {
    // Whoever took the lock has not got further, or never will: the inquiry is opened under the id that the lock names.
    return (await open({ ...arrival, inquiryId: holder }, ports)) ? holder : undefined;
  }
  if (held.id === arrival.inquiryId || continues(held, ports, arrival))
    return (await join(held, arrival, ports)) ? held.id : undefined;
  for (const key of arrival.addressKeys)
    await ports.inquiries.moveLock(key, holder, arrival.inquiryId, caseClosing(held));
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
    if (id === undefined) continue;
    // Nobody waits for this: a red flag's page is on its way.
    await ports.inquiries.noteSender(arrival.addressKeys, id);
    return id;
  }
  throw new Error('The inquiry changed while a message was registered; try again.');
}
