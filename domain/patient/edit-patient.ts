import { DomainError } from '../errors.ts';
import type { Practice } from '../practice/practice.ts';
import { contactPoints, countriesOf } from './import-patient.ts';
import type { Patient } from './patient.ts';
import { withoutFlags } from './unusable.ts';
import { isZone } from './zone-names.ts';

/** A change of a patient: a value, null to take one away. */
export type PatientEdit = {
  readonly [K in keyof Omit<
    Patient,
    'id' | 'schema' | 'externalId' | 'invalid' | 'unusable' | 'mergedFrom'
  >]?: Patient[K] | null | undefined;
};

/** Addresses as they can be written to; people who type one are told when it cannot be right. */
function addresses(
  { email, phone }: PatientEdit,
  countries: readonly string[],
): Pick<Patient, 'email' | 'phone'> {
  const {
    invalid = [],
    unusable,
    ...points
  } = contactPoints({ email: email ?? '', phone: phone ?? '' }, countries);
  void unusable;
  if (invalid.length > 0)
    throw new DomainError('invalid', `Correct the ${invalid.join(' and the ')}: it cannot be reached.`);
  return points;
}

/** The patient after a change by the staff. Throws DomainError for a location, a zone or an address that is none. */
export function edited(patient: Patient, edit: PatientEdit, practice: Practice): Patient {
  if (edit.location && !practice.locations.some(({ id }) => id === edit.location))
    throw new DomainError('invalid', 'There is no such location.');
  if (edit.zone && !isZone(edit.zone)) throw new DomainError('invalid', 'There is no such time zone.');
  const country = edit.country === undefined ? patient.country : (edit.country ?? undefined);
  const points = addresses(edit, countriesOf(country, practice));
  const said = Object.entries({ ...edit, ...points }).filter(([, value]) => value !== undefined);
  const merged = Object.entries({ ...patient, ...Object.fromEntries(said) }).filter(
    ([, value]) => value !== null,
  );
  const after = Object.fromEntries(merged) as unknown as Patient;
  return withoutFlags(
    after,
    (['email', 'phone'] as const).filter((field) => edit[field] !== undefined),
  );
}
