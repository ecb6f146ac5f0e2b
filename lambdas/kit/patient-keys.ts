import { createHmac } from 'node:crypto';
import type { Patient, PostalAddress } from '../../domain/patient/patient.ts';
import type { AddressKeys } from '../../domain/recall/know.ts';
import { addressKey } from './address-key.ts';

/** Keys of a patient's addresses, so that no address stands in the clear. A postal address is known by its plain letters. */
export function addressKeysOf(
  key: string,
  { email, phone, postal }: Pick<Patient, 'email' | 'phone' | 'postal'>,
): AddressKeys {
  return {
    ...(email ? { email: addressKey(key, 'email', email) } : {}),
    ...(phone ? { phone: addressKey(key, 'phone', phone) } : {}),
    ...(postal ? { post: addressKey(key, 'post', plainAddress(postal)) } : {}),
  };
}

const plainAddress = ({ lines, city, postalCode }: PostalAddress): string =>
  [...lines, city, postalCode]
    .join(' ')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '');

/** A patient's id here, made of the id in the practice's own system: the same at every import. */
export const patientIdOf = (key: string, externalId: string): string =>
  `pat_${createHmac('sha256', key).update(`patient:${externalId}`).digest('hex').slice(0, 24)}`;

/** Spreads patients evenly over a sweep's shards; ids are hashes already. */
export const shardOf =
  (shards: number) =>
  (patientId: string): number =>
    Number.parseInt(patientId.slice(-6), 16) % shards;
