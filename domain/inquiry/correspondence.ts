import { nothingLeft } from '../escalation/plan.ts';
import type { InquiryFile } from './inquiries.ts';
import type { Part } from './inquiries-of.ts';
import type { Contact, Inquiry } from './inquiry.ts';
import type { InquiryMessage } from './message.ts';

/** The inquiries of one person, as their erasure reaches them. */
export interface Correspondence {
  /** Every inquiry that a message from one of these addresses came to, strongly read. */
  ofSenders(addressKeys: readonly string[]): Promise<readonly string[]>;
  file(id: string): Promise<InquiryFile | undefined>;
  /** These addresses hold this inquiry no more: their next message opens another. */
  release(addressKeys: readonly string[], id: string): Promise<void>;
  /** These addresses lead to this inquiry no more. */
  unlink(addressKeys: readonly string[], id: string): Promise<void>;
  /** Stores what `emptied` leaves, only if run and revision are as seen; false if not. */
  empty(seen: Inquiry, left: Inquiry): Promise<boolean>;
  /** Deletes its messages, and the notes in its timeline; who was told what and when stays (R61), without the channels' ids. */
  forgetWords(id: string): Promise<void>;
  /** Deletes these of its messages, and no others. */
  forgetMessages(id: string, messageIds: readonly string[]): Promise<void>;
}

export interface CorrespondencePorts {
  readonly correspondence: Correspondence;
  readonly senderKeys: (contact: Contact) => Promise<readonly string[]>;
  /** Whether one of these addresses is also that of somebody else. */
  readonly isShared: (addressKeys: readonly string[]) => Promise<boolean>;
  /** Deletes files of the bucket for good. */
  readonly removeFiles: (keys: readonly string[]) => Promise<void>;
  /** Empties the raw request that a message came in. */
  readonly forgetDelivery: (id: string) => Promise<void>;
}

/** Whose inquiries: keys of all their addresses, and names that they are known by. */
export interface Person {
  readonly addressKeys: readonly string[];
  readonly names: readonly string[];
}

/** Somebody waits for an answer in it, no clinician has ended its emergency (R61), or an execution still keeps its time. */
export const isRunning = (inquiry: Inquiry): boolean =>
  !nothingLeft(inquiry) ||
  inquiry.dueAt !== undefined ||
  (inquiry.emergency === true && inquiry.status !== 'closed');

/** What of an inquiry says who it was, what they wrote, or what is still to be done for them. */
const personal = [
  'dueAt',
  'token',
  'undo',
  'lastMailId',
  'callIds',
  'onBehalf',
  'nervous',
  'postTreatment',
  'review',
  'symptomsAt',
  'obeyedTexts',
  'pendingReply',
  'pendingReplyAt',
  'welfareCheck',
  'apparentMinor',
  'namedCall',
  'reassuranceAt',
] as const satisfies readonly (keyof Inquiry)[];
const isPersonal: ReadonlySet<string> = new Set(personal);

/** What is left of an inquiry whose person was erased: what reports count, and nothing that says who it was or what they wrote. */
export function emptied(inquiry: Inquiry, now: string): Inquiry {
  const counted = Object.fromEntries(
    Object.entries(inquiry).filter(([name]) => !isPersonal.has(name)),
  ) as Omit<Inquiry, (typeof personal)[number]>;
  const { note, ...line } = inquiry.lastEvent;
  void note;
  return { ...counted, contact: {}, lastEvent: line, revision: inquiry.revision + 1, erasedAt: now };
}

const filesOf = (messages: readonly InquiryMessage[]): readonly string[] =>
  messages.flatMap(({ attachments = [], mailKey }) => [
    ...attachments.map(({ key }) => key),
    ...(mailKey === undefined ? [] : [mailKey]),
  ]);

const deliveriesOf = (messages: readonly InquiryMessage[]): readonly string[] => [
  ...new Set(messages.flatMap(({ deliveryId }) => deliveryId ?? [])),
];

async function forgetSources(messages: readonly InquiryMessage[], ports: CorrespondencePorts): Promise<void> {
  await ports.removeFiles(filesOf(messages));
  for (const id of deliveriesOf(messages)) await ports.forgetDelivery(id);
}

/**
 * Erases a person's own messages in a conversation that is another's, and their address where it was one of its own. False when somebody
 * changed the inquiry meanwhile. The same call again finishes what was cut off.
 */
export async function erasePart(
  { inquiry, messages, left }: Part,
  ports: CorrespondencePorts,
): Promise<boolean> {
  if (left && !(await ports.correspondence.empty(inquiry, left))) return false;
  await forgetSources(messages, ports);
  await ports.correspondence.forgetMessages(
    inquiry.id,
    messages.map(({ id }) => id),
  );
  return true;
}

/**
 * Erases what a person wrote and was told in one inquiry; its times stay for reports. What the person's addresses lead to goes last, so that
 * the same call finds it again when it was cut off. False when somebody changed the inquiry meanwhile: then nothing of its words is gone.
 */
export async function eraseInquiry(
  file: InquiryFile,
  person: Person,
  ports: CorrespondencePorts,
  now: string,
): Promise<boolean> {
  const { inquiry } = file;
  const { correspondence } = ports;
  if (inquiry.erasedAt === undefined) {
    const keys = await ports.senderKeys(inquiry.contact);
    await correspondence.release([...new Set([...keys, ...person.addressKeys])], inquiry.id);
    await correspondence.unlink(
      keys.filter((key) => !person.addressKeys.includes(key)),
      inquiry.id,
    );
    if (!(await correspondence.empty(inquiry, emptied(inquiry, now)))) return false;
  }
  await forgetSources(file.messages, ports);
  await correspondence.forgetWords(inquiry.id);
  await correspondence.unlink(person.addressKeys, inquiry.id);
  return true;
}
