import { localDay } from '../recall/local-day.ts';
import type { Arrival } from './arrival.ts';
import type { DecodedMail } from './decoders/email.ts';
import { threadIds } from './inbound-mail.ts';
import type { Contact } from './inquiry.ts';
import type { MailSender } from './mail-sender.ts';
import type { RegistrationFacts } from './registration-facts.ts';

export const fromMachineReason =
  'A machine sent this mail, and nobody was answered: see whether a patient is behind it.';

/** Whose message a mail is, and where an answer would go. A machine has no address at which it could be answered; whom it names is only a claim. */
export function contactIn(sender: MailSender, from: Contact): Contact {
  if (sender.kind === 'for-person') return sender.person;
  return sender.kind === 'machine' ? (sender.answersTo ?? {}) : from;
}

/** Who passed it on, for the staff. */
export function passedOnBy(
  { kind }: MailSender,
  { from }: DecodedMail,
  { details }: Pick<Arrival, 'details'>,
): Pick<Arrival, 'details'> {
  if (kind !== 'for-person' && kind !== 'machine') return {};
  const line = `${from.name.slice(0, 200)} <${from.address.slice(0, 254)}>`.trim();
  return { details: { 'Passed on by': line, ...details } };
}

/** What one machine sends on one day about one person, or about nobody, is one entry of the review queue. */
function bundleKeys(
  { addressKeys }: Pick<RegistrationFacts, 'addressKeys'>,
  { from }: DecodedMail,
  { contact, receivedAt, source, location }: Arrival,
): readonly string[] {
  const day = localDay(receivedAt, location.zone);
  return addressKeys({}, [
    `machine:${source}:${from.address.toLowerCase()}:${contact.email ?? ''}:${contact.phone ?? ''}:${day}`,
  ]);
}

/** The keys by which a mail finds its conversation: a machine sends one thread for many people. */
export function mailKeys(
  facts: Pick<RegistrationFacts, 'addressKeys'>,
  { kind }: MailSender,
  mail: DecodedMail,
  arrival: Arrival,
): readonly string[] {
  const { review, contact } = arrival;
  if (kind === 'machine') return review === undefined ? [] : bundleKeys(facts, mail, arrival);
  // What may be forged must not be shown to somebody else's conversation.
  if (review !== undefined) return [];
  return facts.addressKeys(contact, kind === 'for-person' ? [] : threadIds(mail));
}
