import { createHmac } from 'node:crypto';
import type { Known } from '../../domain/patient/keep-patient.ts';
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

/** Stands for a name and a birth date; both are needed, as many people share either. */
function personKey(key: string, { firstName, lastName, birthDate }: Known): readonly string[] {
  if (!firstName || !lastName || !birthDate) return [];
  const plain = `${firstName} ${lastName}`
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');
  return [createHmac('sha256', key).update(`person:${plain}:${birthDate}`).digest('base64url')];
}

/** Stands for what another system calls a patient: it may hold a record number. */
const nameKey = (key: string, name: string): string =>
  createHmac('sha256', key).update(`name:${name}`).digest('base64url');

/** Keys of everything by which a patient is found. */
export const linkKeysOf = (key: string, known: Known): readonly string[] => [
  ...Object.values(addressKeysOf(key, known)),
  ...personKey(key, known),
  ...(known.names ?? []).map((name) => nameKey(key, name)),
];

/** A patient's id here, made of the id in the practice's own system: the same at every import. */
export const patientIdOf = (key: string, externalId: string): string =>
  `pat_${createHmac('sha256', key).update(`patient:${externalId}`).digest('hex').slice(0, 24)}`;

/** Spreads patients evenly over a sweep's shards; ids are hashes already. */
export const shardOf =
  (shards: number) =>
  (patientId: string): number =>
    Number.parseInt(patientId.slice(-6), 16) % shards;
