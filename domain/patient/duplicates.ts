import { type KeepPorts, keysOf } from './keep-patient.ts';
import type { Patient, PatientRecord } from './patient.ts';

export interface Duplicate {
  readonly patient: Patient;
  readonly same: readonly ('email' | 'phone' | 'name-and-birth-date')[];
}

const plain = ({ firstName, lastName }: Patient): string =>
  `${firstName} ${lastName}`
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');

const addressesOf = ({ email, phone, otherAddresses = [] }: Patient): readonly string[] =>
  [email, phone, ...otherAddresses].flatMap((address) => address ?? []);

function shared(one: Patient, other: Patient): Duplicate['same'] {
  const both = addressesOf(one).filter((address) => addressesOf(other).includes(address));
  const born = one.birthDate !== undefined && one.birthDate === other.birthDate;
  return [
    ...(both.some((address) => address.includes('@')) ? (['email'] as const) : []),
    ...(both.some((address) => !address.includes('@')) ? (['phone'] as const) : []),
    ...(born && plain(one) !== '' && plain(one) === plain(other) ? (['name-and-birth-date'] as const) : []),
  ];
}

/** Who may be the same person: a record with the same address, or with the same name and birth date. People decide. */
export async function duplicatesOf(
  { patient }: PatientRecord,
  ports: Pick<KeepPorts, 'patients' | 'contactKeys'>,
): Promise<readonly Duplicate[]> {
  const found = await ports.patients.byAddress(await keysOf(patient, ports));
  const others = found.filter(({ id, relation }) => id !== patient.id && relation === undefined);
  const records = await Promise.all(others.map(({ id }) => ports.patients.record(id)));
  return records.flatMap((record) => {
    if (!record || record.patient.mergedInto || record.patient.erasedAt) return [];
    const same = shared(patient, record.patient);
    return same.length > 0 ? [{ patient: record.patient, same }] : [];
  });
}
