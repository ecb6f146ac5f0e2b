import {
  type Confirmation,
  type ConfirmPorts,
  confirmConsent,
  waitingAt,
} from '../../domain/consent/confirm-consent.ts';
import type { AddressConsent } from '../../domain/consent/consent-event.ts';
import { type ConsentAddress, holdersOf, isStopped, pendingId } from '../../domain/consent/given-consents.ts';
import type { Contact } from '../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';

export interface OwnConsentPorts extends Omit<ConfirmPorts, 'now'> {
  readonly addressKeys: (contact: Contact) => Promise<{ readonly phone?: string; readonly email?: string }>;
}

/** The address that a page was sent to, where something can be agreed to for it. */
async function addressOf(
  { phone, email }: Contact,
  { addressKeys }: OwnConsentPorts,
): Promise<ConsentAddress | undefined> {
  const [channel, address] = phone ? (['text', phone] as const) : (['email', email] as const);
  if (address === undefined) return undefined;
  const keys = await addressKeys(channel === 'text' ? { phone: address } : { email: address });
  const key = channel === 'text' ? keys.phone : keys.email;
  return key === undefined ? undefined : { channel, address, key };
}

/** What somebody ticked in these messages for the address that the page was sent to, and whoever has it has not confirmed yet. */
export async function ownWaiting(
  address: Contact,
  messages: readonly Pick<InquiryMessage, 'id' | 'consents'>[],
  ports: OwnConsentPorts & { readonly now: string },
): Promise<readonly AddressConsent[]> {
  if (!messages.some(({ consents }) => consents)) return [];
  const of = await addressOf(address, ports);
  if (!of) return [];
  const own = new Set(messages.map(({ id }) => pendingId(id, of.channel)));
  return (await waitingAt(of, ports)).filter(({ id }) => own.has(id));
}

/** What whoever has the address has agreed to by these messages, and not taken back. */
export async function ownAgreed(
  address: Contact,
  messages: readonly Pick<InquiryMessage, 'id'>[],
  ports: OwnConsentPorts & { readonly now: string },
): Promise<readonly AddressConsent[]> {
  const of = await addressOf(address, ports);
  if (!of) return [];
  const own = new Set(messages.map(({ id }) => pendingId(id, of.channel)));
  const agreed = (await ports.patients.ofAddress(of.key)).filter(
    ({ action, confirms = '' }) => action === 'grant' && own.has(confirms),
  );
  if (agreed.length === 0 || (await isStopped(of, await holdersOf(of, ports), ports))) return [];
  return agreed;
}

/** Grants one of these, by its id; false where it waits no more. */
export async function confirmOwn(
  address: Contact,
  messages: readonly Pick<InquiryMessage, 'id'>[],
  pending: string,
  by: Pick<Confirmation, 'ip' | 'userAgent'>,
  ports: OwnConsentPorts & { readonly now: string },
): Promise<boolean> {
  const of = await addressOf(address, ports);
  if (!of || !messages.some(({ id }) => pendingId(id, of.channel) === pending)) return false;
  const confirmation = {
    ...by,
    method: 'web-checkbox',
    at: ports.now,
    source: 'the patient’s own page',
  } as const;
  return confirmConsent(of, pending, confirmation, ports);
}
