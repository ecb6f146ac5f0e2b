import type { CorrespondencePorts, Person } from './correspondence.ts';
import type { InquiryFile } from './inquiries.ts';
import type { Contact, Inquiry } from './inquiry.ts';
import type { InquiryMessage } from './message.ts';
import { addressTexts, answerable, contactAt } from './proved-addresses.ts';

type Ports = Pick<CorrespondencePorts, 'correspondence' | 'senderKeys' | 'isShared'>;

/** A conversation of somebody else in which a person has written: their messages, and the inquiry without their address, where it had one. */
export interface Part {
  readonly inquiry: Inquiry;
  readonly messages: readonly InquiryMessage[];
  readonly left?: Inquiry;
}

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');

const isSigned = (name: string | undefined, person: Person): boolean => {
  const signed = plain(name ?? '');
  return signed !== '' && person.names.some((known) => plain(known) === signed);
};

/** Which of these addresses are the person's. */
async function own(contact: Contact, person: Person, ports: Ports): Promise<readonly string[]> {
  const keys = await ports.senderKeys(contact);
  return keys.filter((key) => person.addressKeys.includes(key));
}

/** Written from an address that proves itself, as one of the conversation, and from none of the person's. */
async function isByAnother({ from, typed, beside }: InquiryMessage, person: Person, ports: Ports) {
  return !typed && !beside && from !== undefined && (await own(from, person, ports)).length === 0;
}

/**
 * A conversation is the person's only where one of the addresses that it is answered at is: anybody may have typed an address into it (proved-addresses.ts),
 * and nobody else has written in it from an address that theirs was only typed beside. One from an address that others have too is theirs only
 * if it was signed with their name.
 */
async function isTheirs({ inquiry, messages }: InquiryFile, person: Person, ports: Ports): Promise<boolean> {
  if ((await own(answerable(inquiry), person, ports)).length === 0) return false;
  for (const message of messages) if (await isByAnother(message, person, ports)) return false;
  const keys = await ports.senderKeys(inquiry.contact);
  return !(await ports.isShared(keys)) || isSigned(inquiry.contact.name, person);
}

/** What they wrote, and what staff wrote to their address. */
async function isFromThem({ to, from = to }: InquiryMessage, person: Person, ports: Ports): Promise<boolean> {
  const keys = from ? await own(from, person, ports) : [];
  return keys.length > 0 && (!(await ports.isShared(keys)) || isSigned(from?.name, person));
}

/** The inquiry without the person's address and name; undefined where it had neither, or has nothing else. */
async function without(inquiry: Inquiry, person: Person, ports: Ports): Promise<Inquiry | undefined> {
  const { contact, revision } = inquiry;
  const others: Contact[] = [];
  const texts = addressTexts(contact);
  for (const text of texts) {
    const part = contactAt({ ...contact, name: '' }, text);
    const [key] = await own(part, person, ports);
    if (key === undefined || (await ports.isShared([key]))) others.push(part);
  }
  if (others.length === 0 || others.length === texts.length) return undefined;
  const name = isSigned(contact.name, person) ? undefined : contact.name;
  const { name: none, ...addresses }: Contact = Object.assign({}, ...others);
  void none;
  return { ...inquiry, contact: { ...addresses, ...(name ? { name } : {}) }, revision: revision + 1 };
}

async function partOf(file: InquiryFile, person: Person, ports: Ports): Promise<Part> {
  const messages: InquiryMessage[] = [];
  for (const message of file.messages) if (await isFromThem(message, person, ports)) messages.push(message);
  const left = await without(file.inquiry, person, ports);
  return { inquiry: file.inquiry, messages, ...(left ? { left } : {}) };
}

/**
 * The inquiries that a person's addresses came to: theirs, those of others in which they have written, and those that are perhaps another's
 * who shares an address.
 */
export async function inquiriesOf(
  person: Person,
  ports: Ports,
): Promise<{
  readonly theirs: readonly InquiryFile[];
  readonly parts: readonly Part[];
  readonly others: readonly string[];
}> {
  const theirs: InquiryFile[] = [];
  const parts: Part[] = [];
  const others: string[] = [];
  for (const id of await ports.correspondence.ofSenders(person.addressKeys)) {
    const file = await ports.correspondence.file(id);
    if (!file) continue;
    if (file.inquiry.erasedAt !== undefined || (await isTheirs(file, person, ports))) {
      theirs.push(file);
      continue;
    }
    others.push(id);
    const part = await partOf(file, person, ports);
    if (part.messages.length > 0 || part.left) parts.push(part);
  }
  return { theirs, parts, others };
}
