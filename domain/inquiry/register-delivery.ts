import { locationOf, type Practice } from '../practice/practice.ts';
import type { Source } from '../practice/source.ts';
import type { Arrival } from './arrival.ts';
import { bodyText, decode } from './decode.ts';
import type { Delivery } from './delivery.ts';
import type { Contact } from './inquiry.ts';
import { type Mapped, type MappedMessage, mapRequest } from './map-request.ts';
import { assessSafely } from './red-flags.ts';

export interface RegistrationFacts {
  readonly delivery: Delivery;
  /** The delivery's body, as bytes. */
  readonly body: Uint8Array;
  readonly source: Source | undefined;
  readonly practice: Practice;
  readonly addressKeys: (contact: Contact) => readonly string[];
  /** The id that a message would have as a delivery of its own, from its sender's key. */
  readonly keyedId: (source: string, key: string) => string;
}

/** What a delivery came to. */
export interface Registration {
  readonly arrivals: readonly Arrival[];
  /** How many of its messages were none by the source's rules. */
  readonly ignored: number;
}

const reviewTextLength = 8000;

/** Everything a patient wrote, in whichever field: a red flag in an answer to another question is one all the same. */
const assessedText = ({ text, details }: MappedMessage): string =>
  [text, ...Object.values(details ?? {})].filter(Boolean).join('\n');

function arrival(facts: RegistrationFacts, mapped: MappedMessage, id: string, review?: string): Arrival {
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
    addressKeys: review === undefined ? facts.addressKeys(mapped.contact) : [],
    text: mapped.text,
    language: mapped.language,
    wantsPhysician: mapped.wantsPhysician,
    assessment: assessSafely(assessedText(mapped)),
    ...(mapped.details ? { details: mapped.details } : {}),
    ...(mapped.call ? { call: mapped.call } : {}),
    ...(review === undefined ? {} : { review }),
  };
}

function forReview(
  facts: RegistrationFacts,
  raw: string,
  id: string,
  reason: string,
  contact: Contact = {},
): Arrival {
  const text = raw.slice(0, reviewTextLength);
  return arrival(facts, { contact, text, language: 'en', wantsPhysician: false }, id, reason);
}

async function read(facts: RegistrationFacts): Promise<readonly Mapped[]> {
  const { source, delivery } = facts;
  if (!source) throw new Error('The source is not in the configuration any more.');
  const { contentType, headers, query, path } = delivery;
  const decoded = await decode(source, { body: facts.body, contentType, headers, query, path });
  return mapRequest(source, decoded, facts.practice.country);
}

/** Decoders say what broke in words of their own, with bytes of the body in them: only sentences of ours are shown. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && error.message.startsWith('The source')
    ? error.message
    : 'The body is not what the source said it sends.';

/**
 * The messages of a delivery. One that cannot be read becomes a message for the review queue with the raw text, under the
 * escalation clock like any other: nothing that was stored is dropped. A message of a batch has the id it would have had alone.
 */
export async function registrationOf(facts: RegistrationFacts): Promise<Registration> {
  const { delivery } = facts;
  const raw = bodyText(facts.body, delivery.contentType);
  let mapped: readonly Mapped[];
  try {
    mapped = await read(facts);
  } catch (error) {
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
  const arrivals = mapped.flatMap((one, index) => {
    if ('ignored' in one) return [];
    const id = idOf(one, index);
    if ('unreadable' in one) return [forReview(facts, raw, id, one.unreadable, one.contact)];
    return [arrival(facts, one.message, id)];
  });
  return { arrivals, ignored: mapped.length - arrivals.length };
}
