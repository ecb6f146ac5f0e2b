import type { Practice } from '../practice/practice.ts';
import type { Source } from '../practice/source.ts';
import type { Arrival } from './arrival.ts';
import { type Decoded, decode } from './decode.ts';
import type { Delivery } from './delivery.ts';
import type { Contact } from './inquiry.ts';
import { type MappedMessage, mapRequest } from './map-request.ts';
import { assessSafely } from './red-flags.ts';

export interface RegistrationFacts {
  readonly delivery: Delivery;
  /** The delivery's body as text. */
  readonly body: string;
  readonly source: Source | undefined;
  readonly practice: Practice;
  readonly addressKeys: (contact: Contact) => readonly string[];
}

const reviewTextLength = 8000;

function arrival(facts: RegistrationFacts, mapped: MappedMessage, index: number, review?: string): Arrival {
  const { delivery, source, practice } = facts;
  const location = practice.locations.find(({ id }) => id === source?.location) ?? practice.locations[0];
  if (!location) throw new Error('The practice has no location.');
  return {
    messageId: `${delivery.id}.${index}`,
    inquiryId: `inq_${delivery.id.slice(0, 24)}${index === 0 ? '' : `_${index}`}`,
    deliveryId: delivery.id,
    receivedAt: delivery.receivedAt,
    channel: source?.channel ?? 'web-form',
    source: delivery.source,
    location,
    contact: mapped.contact,
    addressKeys: review === undefined ? facts.addressKeys(mapped.contact) : [],
    text: mapped.text,
    language: mapped.language,
    wantsPhysician: mapped.wantsPhysician,
    assessment: assessSafely(mapped.text),
    ...(review === undefined ? {} : { review }),
  };
}

function read(facts: RegistrationFacts): MappedMessage {
  if (!facts.source) throw new Error('The source is not in the configuration any more.');
  const decoded: Decoded = {
    body: decode(facts.source.decoder, facts.body),
    headers: facts.delivery.headers,
  };
  return mapRequest(facts.source, decoded, facts.practice.country);
}

/**
 * The messages of a delivery. One that cannot be read becomes a message for the review queue with the raw text, under the
 * escalation clock like any other: nothing that was stored is dropped.
 */
export function arrivalsOf(facts: RegistrationFacts): readonly Arrival[] {
  try {
    return [arrival(facts, read(facts), 0)];
  } catch (error) {
    const reason =
      error instanceof SyntaxError
        ? 'The body is not what the source said it sends.'
        : (error as Error).message;
    const raw = facts.body.slice(0, reviewTextLength);
    const mapped: MappedMessage = { contact: {}, text: raw, language: 'en', wantsPhysician: false };
    return [arrival(facts, mapped, 0, reason)];
  }
}
