import type { Contact, Language } from '../inquiry/inquiry.ts';
import type { GivenConsent } from '../inquiry/message.ts';
import type { Patients } from '../patient/patients.ts';
import type { Outreach } from '../recall/outreach.ts';
import type { Sha256 } from './chain.ts';
import type { AddressConsent } from './consent-event.ts';
import { takenBack } from './standing.ts';

export interface GivenPorts {
  readonly patients: Pick<Patients, 'byAddress' | 'record' | 'addConsent' | 'keepForAddress' | 'ofAddress'>;
  readonly outreach: Pick<Outreach, 'suppressions'>;
  readonly addressKeys: (contact: Contact) => Promise<{ readonly phone?: string; readonly email?: string }>;
  readonly sha256: Sha256;
  /** The brand that the form's words name. */
  readonly seller: string;
  /** ISO instant. */
  readonly now: string;
}

export interface FormMessage {
  readonly messageId: string;
  readonly contact: Contact;
  readonly language: Language;
  readonly consents?: readonly GivenConsent[] | undefined;
}

/** A box that was ticked, as a consent event: the words beside it, the page, the time, an act of the person's own (R43, R68). */
export function givenEvent(
  { messageId, language }: FormMessage,
  given: GivenConsent,
  { sha256, seller, now }: Pick<GivenPorts, 'sha256' | 'seller' | 'now'>,
): AddressConsent {
  return {
    id: `${messageId}#given#${given.channel}`,
    channel: given.channel === 'sms' ? 'text' : 'email',
    purpose: 'marketing',
    only: given.purpose,
    action: 'grant',
    occurredAt: given.at,
    recordedAt: now,
    method: 'web-checkbox',
    actor: 'patient',
    seller,
    affirmative: true,
    ...(given.ip ? { ip: given.ip } : {}),
    ...(given.userAgent ? { userAgent: given.userAgent } : {}),
    wording: { text: given.wording, sha256: sha256(given.wording), language, source: given.page },
  };
}

/**
 * Whether somebody who has this address has taken messages by it back, or was erased (R70). Anybody can type it into a form: it comes back by START from the number
 * itself, by the preference page, or through staff, and never by a form.
 */
async function isStopped(
  key: string,
  holders: readonly string[],
  { channel, address }: { readonly channel: 'text' | 'email'; readonly address: string },
  { patients, outreach, now }: GivenPorts,
): Promise<boolean> {
  const suppressed = await outreach.suppressions(key, channel === 'text' ? 'phone' : 'email');
  if (suppressed.some(({ reason }) => reason === 'erased')) return true;
  const scope = { channel, purpose: 'marketing', address, now } as const;
  const byAddress = (await patients.ofAddress(key)).map((event) => ({ ...event, patientId: '' }));
  if (takenBack(byAddress, scope)) return true;
  const records = await Promise.all(holders.map((id) => patients.record(id)));
  return records.some((record) => takenBack(record?.consents ?? [], scope));
}

/**
 * Keeps what a form's sender agreed to for the address that it is about: on every patient who has it, and by the address for whoever turns up
 * with it later; nothing where that address was stopped or erased. Repeating it changes nothing.
 */
export async function keepGiven(message: FormMessage, ports: GivenPorts): Promise<void> {
  const keys = await ports.addressKeys(message.contact);
  for (const given of message.consents ?? []) {
    const event = givenEvent(message, given, ports);
    const [key, address] =
      given.channel === 'sms' ? [keys.phone, message.contact.phone] : [keys.email, message.contact.email];
    if (key === undefined || address === undefined) continue;
    const found = await ports.patients.byAddress([key]);
    const holders = found.flatMap(({ id, relation }) => (relation === undefined ? [id] : []));
    const channel = given.channel === 'sms' ? 'text' : 'email';
    if (await isStopped(key, holders, { channel, address }, ports)) continue;
    await ports.patients.keepForAddress(key, event);
    for (const id of holders) await ports.patients.addConsent({ ...event, patientId: id, address });
  }
}
