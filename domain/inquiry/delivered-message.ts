import { readable } from '../message/readable.ts';
import { locationOf } from '../practice/practice.ts';
import { assessSafely } from '../red-flag/assess.ts';
import { asIfRead, assessUnread } from '../red-flag/unread.ts';
import { apparentMinor } from './apparent-age.ts';
import type { Arrival } from './arrival.ts';
import type { OpenedMail } from './delivered-mail.ts';
import { floodReason, holdsFlood } from './flood.ts';
import type { Contact } from './inquiry.ts';
import type { MappedMessage } from './map-request.ts';
import { proves } from './proved-addresses.ts';
import type { ArrivalFacts, RegistrationFacts } from './registration-facts.ts';
import { soundsNervous } from './sounds-nervous.ts';

const reviewTextLength = 8000;

/** A recording names no number, only its call. */
export const callKeys = (
  { addressKeys, delivery }: ArrivalFacts,
  { call }: MappedMessage,
): readonly string[] => (call?.id ? addressKeys({}, [`call:${delivery.source}:${call.id}`]) : []);

/** A form proves no address, and a mail only what its check says (inbound-mail.ts); in a chat the account is proved, what is told is not. */
function proofOf({ source, addressKeys }: ArrivalFacts, { contact }: MappedMessage) {
  const channel = source?.channel ?? 'web-form';
  if (channel === 'web-form' || channel === 'email') return { typed: true as const };
  const { account, ...told } = contact;
  return account ? { toldKeys: addressKeys(told, []) } : {};
}

function arrival(facts: ArrivalFacts, mapped: MappedMessage, id: string, review?: string): Arrival {
  const { delivery, source, practice } = facts;
  const { details } = mapped;
  const minor = apparentMinor({
    text: mapped.text,
    ...(details ? { details } : {}),
    at: delivery.receivedAt,
  });
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
    ...(soundsNervous(mapped.said) ? { nervous: true } : {}),
    ...(minor ? { apparentMinor: minor } : {}),
    ...(mapped.media ? { media: mapped.media } : {}),
    ...(details ? { details } : {}),
    ...(mapped.call ? { call: mapped.call } : {}),
    // Nobody under 18 agrees to marketing (R36).
    ...(mapped.consents && minor?.who !== 'writer' ? { consents: mapped.consents } : {}),
    ...(review === undefined ? {} : { review }),
  };
}

/** Suspected spam is held for a person; a red flag in it is answered as if nothing were suspected. */
export async function held(
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
  const read = { ...came, assessment: asIfRead(came.assessment) };
  const proved = opened ? opened.proved : proves(came) !== undefined;
  const holds =
    suspicion === undefined ? await holdsFlood(read, proved, facts) : read.assessment.level === 'R';
  const review = holds ? (suspicion ?? floodReason) : undefined;
  const { assessment } = review === undefined ? came : read;
  return { ...arrival(facts, message, id, review), assessment, suspected: true };
}

/** What could not be read as a message, for the review queue: its raw text under the escalation clock. */
export function forReview(
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
