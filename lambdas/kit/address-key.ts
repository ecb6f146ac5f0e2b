import { createHmac } from 'node:crypto';
import type { Channel, Contact } from '../../domain/inquiry/inquiry.ts';

/** Stands for a contact address in a key, so that no address stands there in the clear. `address` is normalised already. */
export function addressKey(
  key: string,
  kind: 'mail-id' | 'email' | 'phone' | 'post' | Channel,
  address: string,
): string {
  return createHmac('sha256', key).update(`${kind}:${address}`).digest('base64url');
}

/** Keys of everything by which a person is known: threads of mail, then addresses, then accounts. */
export function addressKeysOf(
  key: string,
  { email, phone, account }: Contact,
  mailIds: readonly string[] = [],
): readonly string[] {
  return [
    ...mailIds.map((id) => addressKey(key, 'mail-id', id)),
    ...(email ? [addressKey(key, 'email', email)] : []),
    ...(phone ? [addressKey(key, 'phone', phone)] : []),
    ...(account ? [addressKey(key, account.channel, `${account.page}:${account.person}`)] : []),
  ];
}

/** The keys of a message's addresses, by the key of this practice. */
export const keysOf =
  (key: string) =>
  (contact: Contact, mailIds: readonly string[]): readonly string[] =>
    addressKeysOf(key, contact, mailIds);
