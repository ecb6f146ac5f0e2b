import type { PatientWay } from '../message/patient-ways.ts';
import type { Arrival } from './arrival.ts';
import type { AddressKind, Channel, Contact, Inquiry } from './inquiry.ts';
import type { InquiryMessage } from './message.ts';

/** What the transport of a channel proves: who holds the number, the mailbox or the account. A caller's number and a form prove nothing. */
const provedBy: Partial<Readonly<Record<Channel, AddressKind>>> = {
  sms: 'phone',
  email: 'email',
  messenger: 'account',
  instagram: 'account',
  whatsapp: 'account',
};

/** The kind of address that this message proves its sender to have; undefined where it only claims one. */
export const proves = ({ typed, channel }: Pick<Arrival, 'typed' | 'channel'>): AddressKind | undefined =>
  typed ? undefined : provedBy[channel];

const only = (contact: Contact, kinds: readonly AddressKind[]): Contact => ({
  ...(contact.name === undefined ? {} : { name: contact.name }),
  ...(contact.email && kinds.includes('email') ? { email: contact.email } : {}),
  ...(contact.phone && kinds.includes('phone') ? { phone: contact.phone } : {}),
  ...(contact.account && kinds.includes('account') ? { account: contact.account } : {}),
});

const nameless = ({ email, phone, account }: Contact): Contact => ({
  ...(email ? { email } : {}),
  ...(phone ? { phone } : {}),
  ...(account ? { account } : {}),
});

/** The addresses as texts, to compare and to sign. */
export const addressTexts = ({ email, phone, account }: Contact): readonly string[] => [
  ...(email ? [`email:${email}`] : []),
  ...(phone ? [`phone:${phone}`] : []),
  ...(account ? [`${account.channel}:${account.page}:${account.person}`] : []),
];

/** The address to which a way leads, as `addressTexts` writes it. */
export function addressText(way: PatientWay): string {
  if (way.channel === 'email') return `email:${way.to}`;
  return way.channel === 'sms' ? `phone:${way.to}` : `${way.channel}:${way.page}:${way.person}`;
}

/** The part of a contact that is one address, as `addressTexts` writes it. */
export function contactAt(contact: Contact, address: string): Contact {
  const kinds = ['email', 'phone', 'account'] as const;
  return only(
    contact,
    kinds.filter((kind) => addressTexts(only(contact, [kind])).includes(address)),
  );
}

/**
 * Whether a message stands beside the conversation that it joined: it was typed with an address that is none of the conversation's, or it
 * is a mail of its thread from another mailbox. Answers do not go to it, and nothing of the conversation is shown to it.
 */
export function standsBeside({ contact }: Pick<Inquiry, 'contact'>, arrival: Arrival): boolean {
  const known = addressTexts(contact);
  if (arrival.typed) return addressTexts(arrival.contact).some((text) => !known.includes(text));
  const { email } = arrival.contact;
  return arrival.channel === 'email' && contact.email !== undefined && contact.email !== email;
}

/** The conversation's addresses after one more message: what was typed into a form adds none. */
export function contactAfter({ contact }: Pick<Inquiry, 'contact'>, arrival: Arrival): Contact {
  if (arrival.typed || standsBeside({ contact }, arrival)) return contact;
  const kind = proves(arrival);
  return { ...arrival.contact, ...contact, ...(kind ? nameless(only(arrival.contact, [kind])) : {}) };
}

/**
 * The kinds of address from which somebody has written in a conversation that began with a typed one, or that staff have confirmed, and whether somebody has
 * called from its number.
 */
export function provedAfter(
  { proved, confirmed = [], contact }: Pick<Inquiry, 'proved' | 'confirmed' | 'contact'>,
  arrival: Arrival,
): Pick<Inquiry, 'proved' | 'called'> {
  const kind = proves(arrival);
  if (!proved || standsBeside({ contact }, arrival)) return {};
  if (kind) return { proved: [...new Set([...proved, ...confirmed, kind])] };
  const { call, contact: caller } = arrival;
  return call && caller.phone !== undefined && caller.phone === contact.phone ? { called: true } : {};
}

/**
 * Whether a form's sender may be taken to have this mailbox or number: the person of its conversation wrote from it, or staff confirmed it,
 * and the form names nothing that is not theirs. A form, and a call, prove nothing.
 */
export function isProved(
  { contact, proved, confirmed = [], channel }: Pick<Inquiry, 'contact' | 'proved' | 'confirmed' | 'channel'>,
  named: Contact,
  { kind, address }: { readonly kind: 'email' | 'phone'; readonly address: string },
): boolean {
  const known = addressTexts(contact);
  if (contact[kind] !== address || addressTexts(named).some((text) => !known.includes(text))) return false;
  // Where nothing typed opened it, what opened it came from its own address.
  return confirmed.includes(kind) || (proved ? proved.includes(kind) : provedBy[channel] === kind);
}

/**
 * Whether a person must choose where the answer goes: somebody called from the number, and somebody else may have written from the address that only a
 * form named beside it.
 */
export const mustBeChosen = ({ proved = [], called }: Pick<Inquiry, 'proved' | 'called'>): boolean =>
  called === true && proved.length > 0 && !proved.includes('phone');

/**
 * The addresses at which a conversation is answered. Once somebody has written from one of those that a form named, the others are only a
 * claim: they are written to when they have proved themselves too, or staff have confirmed them.
 */
export const answerable = ({ contact, proved = [] }: Pick<Inquiry, 'contact' | 'proved'>): Contact =>
  proved.length === 0 ? contact : only(contact, proved);

/** The addresses to which Heard itself answers a message: its own. Messages from before these were kept are answered at the conversation's. */
export const writtenFrom = (inquiry: Inquiry, message: InquiryMessage | undefined): Contact =>
  message?.from ?? answerable(inquiry);
