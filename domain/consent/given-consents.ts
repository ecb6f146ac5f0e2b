import type { Contact, Language } from '../inquiry/inquiry.ts';
import type { GivenConsent } from '../inquiry/message.ts';
import type { Patients } from '../patient/patients.ts';
import type { Outreach } from '../recall/outreach.ts';
import type { Sha256 } from './chain.ts';
import type { AddressConsent } from './consent-event.ts';
import { takenBack } from './standing.ts';

/** A mailbox or a number to which messages of recall would go. */
export interface ConsentAddress {
  readonly channel: 'text' | 'email';
  readonly address: string;
  /** Its key. */
  readonly key: string;
}

export interface StoppedPorts {
  readonly patients: Pick<Patients, 'byAddress' | 'record' | 'ofAddress'>;
  readonly outreach: Pick<Outreach, 'suppressions'>;
  /** ISO instant. */
  readonly now: string;
}

export interface GivenPorts extends StoppedPorts {
  readonly patients: Pick<Patients, 'byAddress' | 'record' | 'addConsent' | 'keepForAddress' | 'ofAddress'>;
  readonly addressKeys: (contact: Contact) => Promise<{ readonly phone?: string; readonly email?: string }>;
  readonly sha256: Sha256;
  /** The brand that the form's words name. */
  readonly seller: string;
  /** Whether staff, writing down whom a form is from, may take this address for theirs; never so when the form arrives. */
  readonly proved: (of: ConsentAddress) => boolean;
  /** Asks whoever has a number to confirm what waits for it; absent where nobody is asked by text. */
  readonly ask?: (of: ConsentAddress) => Promise<void>;
}

export interface FormMessage {
  readonly messageId: string;
  readonly contact: Contact;
  readonly language: Language;
  readonly consents?: readonly GivenConsent[] | undefined;
}

/**
 * So long a wish can be confirmed. The link on which it is stays valid for longer, and so does the form's message: but whoever meant it
 * answers within days, and a month later the number may be somebody else's already.
 */
const pendingDays = 30;
const pendingUntil = (at: string): string =>
  new Date(Date.parse(at) + pendingDays * 86_400_000).toISOString();

const channelOf = ({ channel }: GivenConsent): ConsentAddress['channel'] =>
  channel === 'sms' ? 'text' : 'email';

/** Id of the event that keeps what was ticked in a message until it is confirmed. */
export const pendingId = (messageId: string, channel: ConsentAddress['channel']): string =>
  `${messageId}#asked#${channel}`;

/** A box that was ticked, as a consent event: the words beside it, the page, the time, an act of the person's own (R43, R68). */
export function givenEvent(
  { messageId, language }: FormMessage,
  given: GivenConsent,
  { sha256, seller, now }: Pick<GivenPorts, 'sha256' | 'seller' | 'now'>,
): AddressConsent {
  return {
    id: `${messageId}#given#${given.channel}`,
    channel: channelOf(given),
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

/** The same where nobody has proved to have the address: all of its evidence, and no consent yet. */
const pendingEvent = (
  message: FormMessage,
  given: GivenConsent,
  ports: Pick<GivenPorts, 'sha256' | 'seller' | 'now'>,
): AddressConsent => ({
  ...givenEvent(message, given, ports),
  id: pendingId(message.messageId, channelOf(given)),
  action: 'pending',
  until: pendingUntil(given.at),
});

/** Patients who have an address as their own; whoever may only be asked for there has not. */
export const holdersOf = async (
  { key }: ConsentAddress,
  { patients }: { readonly patients: Pick<Patients, 'byAddress'> },
): Promise<readonly string[]> =>
  (await patients.byAddress([key])).flatMap(({ id, relation }) => (relation === undefined ? [id] : []));

/**
 * Whether somebody who has this address has taken messages by it back, or was erased (R70). Anybody can type it into a form: it comes back
 * by START from the number itself, by the preference page, or through staff, and never by a form.
 */
export async function isStopped(
  of: ConsentAddress,
  holders: readonly string[],
  { patients, outreach, now }: StoppedPorts,
): Promise<boolean> {
  const { key, channel, address } = of;
  const suppressed = await outreach.suppressions(key, channel === 'text' ? 'phone' : 'email');
  if (suppressed.some(({ reason }) => reason === 'erased')) return true;
  const scope = { channel, purpose: 'marketing', address, now } as const;
  const byAddress = (await patients.ofAddress(key)).map((event) => ({ ...event, patientId: '' }));
  if (takenBack(byAddress, scope)) return true;
  const records = await Promise.all(holders.map((id) => patients.record(id)));
  return records.some((record) => takenBack(record?.consents ?? [], scope));
}

async function addressedTo(
  given: GivenConsent,
  { contact }: FormMessage,
  { addressKeys }: GivenPorts,
): Promise<ConsentAddress | undefined> {
  const channel = channelOf(given);
  const name = channel === 'text' ? 'phone' : 'email';
  const { [name]: key } = await addressKeys(contact);
  const { [name]: address } = contact;
  return key === undefined || address === undefined ? undefined : { channel, address, key };
}

/** Somebody who has this address has confirmed a wish for it before. */
const wasConfirmed = async ({ key, channel }: ConsentAddress, { patients }: GivenPorts): Promise<boolean> =>
  (await patients.ofAddress(key)).some((event) => event.channel === channel && event.confirms !== undefined);

async function keepOne(message: FormMessage, given: GivenConsent, ports: GivenPorts): Promise<void> {
  const of = await addressedTo(given, message, ports);
  // What nobody confirmed in time stays so, whoever vouches for the address later.
  if (!of || pendingUntil(given.at) <= ports.now) return;
  const holders = await holdersOf(of, ports);
  if (await isStopped(of, holders, ports)) return;
  const agreed = ports.proved(of) || (await wasConfirmed(of, ports));
  const event = (agreed ? givenEvent : pendingEvent)(message, given, ports);
  await ports.patients.keepForAddress(of.key, event);
  for (const id of holders) await ports.patients.addConsent({ ...event, patientId: id, address: of.address });
  if (!agreed && of.channel === 'text') await ports.ask?.(of);
}

/**
 * Keeps what a form's sender agreed to for the address that it is about: on every patient who has it, and by the address for whoever turns up
 * with it later; nothing where that address was stopped or erased. Where nobody has proved to have the address it waits until that person
 * confirms it (docs/decisions/041). Repeating it changes nothing.
 */
export async function keepGiven(message: FormMessage, ports: GivenPorts): Promise<void> {
  for (const given of message.consents ?? []) await keepOne(message, given, ports);
}
