import { nothingLeft } from '../escalation/plan.ts';
import type { Contact, Inquiry, InquiryFile } from './inquiry.ts';

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
  /** Deletes its messages and notices, and the notes in its timeline. */
  forgetWords(id: string): Promise<void>;
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

/** What is left of an inquiry whose person was erased: what reports count, and nothing that says who it was or what they wrote. */
export function emptied(inquiry: Inquiry, now: string): Inquiry {
  const { dueAt, token, undo, lastMailId, callIds, onBehalf, nervous, postTreatment, ...rest } = inquiry;
  void [dueAt, token, undo, lastMailId, callIds, onBehalf, nervous, postTreatment];
  const { review, symptomsAt, obeyedTexts, pendingReply, pendingReplyAt, welfareCheck, ...counted } = rest;
  void [review, symptomsAt, obeyedTexts, pendingReply, pendingReplyAt, welfareCheck];
  const { note, ...line } = inquiry.lastEvent;
  void note;
  return { ...counted, contact: {}, lastEvent: line, revision: inquiry.revision + 1, erasedAt: now };
}

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');

/** One from an address that others have too is theirs only if it was signed with their name. */
async function isTheirs({ contact }: Inquiry, person: Person, ports: CorrespondencePorts): Promise<boolean> {
  if (!(await ports.isShared(await ports.senderKeys(contact)))) return true;
  const signed = plain(contact.name ?? '');
  return signed !== '' && person.names.some((name) => plain(name) === signed);
}

/** The inquiries that came from a person's addresses: theirs, and those that are perhaps another's who shares one. */
export async function inquiriesOf(
  person: Person,
  ports: CorrespondencePorts,
): Promise<{ readonly theirs: readonly InquiryFile[]; readonly others: readonly string[] }> {
  const theirs: InquiryFile[] = [];
  const others: string[] = [];
  for (const id of await ports.correspondence.ofSenders(person.addressKeys)) {
    const file = await ports.correspondence.file(id);
    if (!file) continue;
    const ours = file.inquiry.erasedAt !== undefined || (await isTheirs(file.inquiry, person, ports));
    if (ours) theirs.push(file);
    else others.push(id);
  }
  return { theirs, others };
}

const filesOf = ({ messages }: InquiryFile): readonly string[] =>
  messages.flatMap(({ attachments = [], mailKey }) => [
    ...attachments.map(({ key }) => key),
    ...(mailKey === undefined ? [] : [mailKey]),
  ]);

const deliveriesOf = ({ messages }: InquiryFile): readonly string[] => [
  ...new Set(messages.flatMap(({ deliveryId }) => deliveryId ?? [])),
];

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
  await ports.removeFiles(filesOf(file));
  for (const id of deliveriesOf(file)) await ports.forgetDelivery(id);
  await correspondence.forgetWords(inquiry.id);
  await correspondence.unlink(person.addressKeys, inquiry.id);
  return true;
}
