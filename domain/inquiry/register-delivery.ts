import { isEmergency } from '../escalation/choose-policy.ts';
import { readable } from '../message/readable.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import type { Source } from '../practice/source.ts';
import { type Assess, assessSafely } from '../red-flag/assess.ts';
import { assessUnread } from '../red-flag/unread.ts';
import type { Arrival } from './arrival.ts';
import { belowText, type KnownWords, withBelow } from './below-words.ts';
import { bodyText, type Decoded, decode } from './decode.ts';
import { type DecodedMail, decodeEmail, type MailFile } from './decoders/email.ts';
import type { Delivery } from './delivery.ts';
import { itemsOf } from './field-path.ts';
import { fieldText } from './field-text.ts';
import { type FloodFacts, floodOf, floodReason, holdsFlood } from './flood.ts';
import {
  isAutomatic,
  isOwn,
  mailNoticeOf,
  perhapsSpam,
  provesSender,
  suspicionOf,
  threadIds,
} from './inbound-mail.ts';
import type { Attachment, Contact } from './inquiry.ts';
import { type Mapped, type MappedMessage, mapRequest } from './map-request.ts';
import { proves } from './whose.ts';

export interface RegistrationFacts extends FloodFacts {
  readonly delivery: Delivery;
  /** The delivery's body, as bytes. */
  readonly body: Uint8Array;
  readonly practice: Practice;
  /** The red-flag check. */
  readonly assess: Assess;
  /** The id that a message would have as a delivery of its own, from its sender's key. */
  readonly keyedId: (source: string, key: string) => string;
  /** A mail of the bucket; undefined when it is not there. */
  readonly storedMail: (stored: { bucket: string; key: string }) => Promise<Uint8Array | undefined>;
  /** Keeps a file of a message, and gives its key. */
  readonly keepFile: (messageId: string, index: number, file: MailFile) => Promise<string>;
  /** What a request only names: a lead of an advertisement; undefined when it cannot be had. */
  readonly lead: (source: string, id: string) => Promise<unknown>;
  /** The inquiry whose signed reply address this is. */
  readonly inquiryOf: (address: string) => Promise<string | undefined>;
  /** The texts of the conversation that a message will join, of both sides. */
  readonly saidBefore: (arrival: Arrival) => Promise<readonly string[]>;
  /** What Heard's own messages are made of. */
  readonly templates: readonly string[];
}

type ArrivalFacts = Pick<RegistrationFacts, 'delivery' | 'source' | 'practice' | 'assess' | 'addressKeys'>;

/** A mail behind a notice, with what is known about it. */
interface OpenedMail {
  readonly mail: DecodedMail;
  /** Where the bucket has it, if it does. */
  readonly key?: string;
  readonly suspicion: string | undefined;
  readonly automatic: boolean;
  /** Its sender is who its From says. */
  readonly proved: boolean;
  readonly recipients: readonly string[];
}

/** What a delivery came to. */
export interface Registration {
  readonly arrivals: readonly Arrival[];
  /** How many of its messages were none by the source's rules. */
  readonly ignored: number;
  /** Address keys of callers who spoke with somebody. */
  readonly reached?: readonly (readonly string[])[];
}

const reviewTextLength = 8000;
const mostFiles = 50;

/** A recording names no number, only its call. */
const callKeys = ({ addressKeys, delivery }: ArrivalFacts, { call }: MappedMessage): readonly string[] =>
  call?.id ? addressKeys({}, [`call:${delivery.source}:${call.id}`]) : [];

/** A form proves no address, and a mail only what its check says (inbound-mail.ts); in a chat the account is proved, what is told is not. */
function proofOf({ source, addressKeys }: ArrivalFacts, { contact }: MappedMessage) {
  const channel = source?.channel ?? 'web-form';
  if (channel === 'web-form' || channel === 'email') return { typed: true as const };
  const { account, ...told } = contact;
  return account ? { toldKeys: addressKeys(told, []) } : {};
}

function arrival(facts: ArrivalFacts, mapped: MappedMessage, id: string, review?: string): Arrival {
  const { delivery, source, practice } = facts;
  return {
    messageId: `${id}.0`,
    inquiryId: `inq_${id.slice(0, 24)}`,
    deliveryId: delivery.id,
    receivedAt: delivery.receivedAt,
    channel: source?.channel ?? 'web-form',
    source: delivery.source,
    location: locationOf(practice, source?.location),
    contact: mapped.contact,
    addressKeys:
      review === undefined ? [...callKeys(facts, mapped), ...facts.addressKeys(mapped.contact, [])] : [],
    ...proofOf(facts, mapped),
    text: mapped.text,
    language: mapped.language ?? 'en',
    ...(mapped.language === undefined ? { languageInDoubt: true as const } : {}),
    wantsPhysician: mapped.wantsPhysician,
    assessment: assessUnread(mapped.said, mapped.wordless === true, facts.assess),
    ...(mapped.media ? { media: mapped.media } : {}),
    ...(mapped.details ? { details: mapped.details } : {}),
    ...(mapped.call ? { call: mapped.call } : {}),
    ...(mapped.consents ? { consents: mapped.consents } : {}),
    ...(review === undefined ? {} : { review }),
  };
}

const reachedSomebody = (mapped: Mapped): boolean =>
  'message' in mapped && mapped.message.call?.outcome === 'reached';

/** Suspected spam is held for a person; a red flag in it is answered as if nothing were suspected. */
async function held(
  facts: RegistrationFacts,
  {
    message,
    id,
    flooded,
  }: { readonly message: MappedMessage; readonly id: string; readonly flooded: boolean },
  opened: OpenedMail | undefined,
): Promise<Arrival> {
  const came = arrival(facts, message, id);
  const { suspicion } = message;
  if (suspicion === undefined && !flooded) return came;
  const proved = opened ? opened.proved : proves(came) !== undefined;
  const holds =
    suspicion === undefined ? await holdsFlood(came, proved, facts) : came.assessment.level === 'R';
  const review = holds ? (suspicion ?? floodReason) : undefined;
  return { ...arrival(facts, message, id, review), suspected: true };
}

function forReview(
  facts: ArrivalFacts,
  raw: string,
  id: string,
  reason: string,
  contact: Contact = {},
): Arrival {
  const said = readable(raw);
  const text = said.slice(0, reviewTextLength);
  const held = arrival(facts, { contact, text, said, language: 'en', wantsPhysician: false }, id, reason);
  // A body that nobody could take apart is in no language.
  return { ...held, assessment: assessSafely(said, facts.assess) };
}

/** Something outside failed while a body was read. */
class OutsideError extends Error {}

const outside = <T>(work: Promise<T>): Promise<T> =>
  work.catch((cause: unknown) => {
    throw new OutsideError('outside', { cause });
  });

const bytesOf = (content: string): Uint8Array => {
  // SES gives a mail as text, or in base64 where the topic says so; base64 has no colon, every mail has one.
  if (content.slice(0, 2000).includes(':')) return new TextEncoder().encode(content);
  return Uint8Array.from(atob(content.replaceAll(/\s/g, '')), (letter) => letter.charCodeAt(0));
};

/** Opens the mail behind a notice of SES's and puts it where the mapping finds it. */
async function openMail(facts: RegistrationFacts, body: unknown): Promise<OpenedMail | undefined> {
  const notice = mailNoticeOf(body);
  if (!notice) return undefined;
  const { stored, content, recipients } = notice;
  const bytes = content ? bytesOf(content) : stored && (await outside(facts.storedMail(stored)));
  if (!bytes) return undefined;
  const mail = await decodeEmail(bytes);
  (body as { mail?: DecodedMail }).mail = mail;
  const automatic = isAutomatic(mail) || isOwn(mail, facts.practice);
  return {
    mail,
    ...(stored ? { key: stored.key } : {}),
    suspicion: suspicionOf(notice),
    automatic,
    proved: provesSender(notice, mail),
    recipients: [...recipients, ...mail.to],
  };
}

/** What was said before is known of a conversation that may be shown; an emergency does not wait for it. */
async function knownTo(facts: RegistrationFacts, arrival: Arrival): Promise<KnownWords> {
  const { care, marketing, replyTo, inbound } = facts.practice.mail;
  const own = [care, marketing, replyTo, inbound].filter((address) => address !== undefined);
  try {
    return { said: await facts.saidBefore(arrival), templates: facts.templates, own };
  } catch (error) {
    if (!isEmergency(arrival.assessment.level)) throw error;
    return { said: [], templates: facts.templates, own };
  }
}

/** What a mail adds to the message in it: its thread, its files, and why a person should look first. */
async function withMail(
  facts: RegistrationFacts,
  given: Arrival,
  { mail, key, suspicion, recipients, proved, automatic }: OpenedMail,
): Promise<Arrival> {
  const attachments: Attachment[] = [];
  for (const [index, file] of mail.attachments.slice(0, mostFiles).entries())
    attachments.push({
      name: file.name.slice(0, 200),
      type: file.type.slice(0, 100),
      bytes: file.content.length,
      key: await facts.keepFile(given.messageId, index, file),
    });
  const named = await Promise.all(recipients.slice(0, 20).map((address) => facts.inquiryOf(address)));
  const threadOf = named.find((id) => id !== undefined);
  // Not whoever is awaited: a bare digit from them looks like spam to a machine.
  const spared = suspicion === perhapsSpam && proved && (await facts.awaited(given));
  const review = given.review ?? (spared ? undefined : suspicion);
  const { typed, ...rest } = given;
  const below = belowText(mail.below);
  const arrived: Arrival = {
    ...rest,
    ...(typed && !proved ? { typed } : {}),
    mail: {
      id: mail.messageId,
      attachments,
      ...(key === undefined ? {} : { key }),
      ...(below === undefined ? {} : { below }),
    },
    // What may be forged must not be shown to somebody else's conversation.
    addressKeys: review === undefined ? facts.addressKeys(given.contact, threadIds(mail)) : [],
    ...(threadOf !== undefined && review === undefined ? { threadOf } : {}),
    ...(review === undefined ? {} : { review }),
  };
  // What a robot quotes is nobody's new words.
  if (below === undefined || automatic) return arrived;
  const known = await knownTo(facts, arrived);
  return { ...arrived, assessment: withBelow(arrived.assessment, mail.below, facts.assess, known) };
}

/** Puts what the request only names where the mapping finds it. */
async function fetchLeads(facts: RegistrationFacts, source: Source, request: Decoded): Promise<void> {
  if (!source.fetch) return;
  for (const item of itemsOf(request.body, source.each)) {
    const id = fieldText(source.fetch.id, { item, request });
    const lead = id ? await outside(facts.lead(source.id, id)) : undefined;
    if (lead !== undefined && typeof item.value === 'object' && item.value !== null)
      (item.value as { lead?: unknown }).lead = lead;
  }
}

interface ReadRequest {
  readonly mapped: readonly Mapped[];
  readonly opened: OpenedMail | undefined;
}

async function read(facts: RegistrationFacts): Promise<ReadRequest> {
  const { source, delivery } = facts;
  if (!source) throw new Error('The source is not in the configuration any more.');
  const { contentType, headers, query, path } = delivery;
  const decoded = await decode(source, { body: facts.body, contentType, headers, query, path });
  const opened = await openMail(facts, decoded.body);
  await fetchLeads(facts, source, decoded);
  return { mapped: mapRequest(source, decoded, facts.practice.country), opened };
}

/** Decoders say what broke in words of their own, with bytes of the body in them: only sentences of ours are shown. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && error.message.startsWith('The source')
    ? error.message
    : 'The body is not what the source said it sends.';

/** A delivery that a person must look at whole: it holds no message, but something that cannot be taken in. */
export const heldForReview = (
  facts: ArrivalFacts & Pick<RegistrationFacts, 'body'>,
  reason: string,
): Arrival => forReview(facts, bodyText(facts.body, facts.delivery.contentType), facts.delivery.id, reason);

/**
 * The messages of a delivery. One that cannot be read becomes a message for the review queue with the raw text, under the
 * escalation clock like any other: nothing that was stored is dropped. A message of a batch has the id it would have had alone.
 */
export async function registrationOf(facts: RegistrationFacts): Promise<Registration> {
  const { delivery } = facts;
  const raw = bodyText(facts.body, delivery.contentType);
  let mapped: readonly Mapped[];
  let opened: OpenedMail | undefined;
  try {
    ({ mapped, opened } = await read(facts));
  } catch (error) {
    // Our own trouble is no fault of the body: the registration is tried again.
    if (error instanceof OutsideError) throw error.cause;
    return { arrivals: [forReview(facts, raw, delivery.id, reasonOf(error))], ignored: 0 };
  }
  if (mapped.length === 0) {
    const reason = 'No message was found where the source’s mapping looks for it.';
    return { arrivals: [forReview(facts, raw, delivery.id, reason)], ignored: 0 };
  }
  const idOf = ({ key }: Mapped, index: number): string => {
    if (mapped.length === 1) return delivery.id;
    return facts.keyedId(delivery.source, key ?? `${delivery.id}.${index}`);
  };
  const flood = floodOf(facts);
  const arrivals: Arrival[] = [];
  for (const [index, one] of mapped.entries()) {
    // Receipts and echoes come in floods of their own, and are no messages.
    if ('ignored' in one || reachedSomebody(one)) continue;
    const id = idOf(one, index);
    if ('unreadable' in one) arrivals.push(forReview(facts, raw, id, one.unreadable, one.contact));
    else {
      const flooded = await flood(one.message.contact);
      arrivals.push(await held(facts, { message: one.message, id, flooded }, opened));
    }
  }
  const reached = mapped.flatMap((one) =>
    reachedSomebody(one) && 'message' in one
      ? [[...callKeys(facts, one.message), ...facts.addressKeys(one.message.contact, [])]]
      : [],
  );
  if (!opened)
    return {
      arrivals,
      ignored: mapped.length - arrivals.length - reached.length,
      ...(reached.length > 0 ? { reached } : {}),
    };
  const { automatic } = opened;
  // A robot's mail waits for nobody; one with a red flag in it is read by a person all the same.
  const kept = arrivals.filter(({ assessment }) => !automatic || assessment.level !== 'R');
  const mails: Arrival[] = [];
  for (const one of kept) mails.push(await withMail(facts, one, opened));
  return { arrivals: mails, ignored: mapped.length - mails.length };
}
