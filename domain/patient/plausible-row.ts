import { firstBirth } from './has-been.ts';
import type { ImportedRow } from './imported.ts';

type Dated = { readonly on: string };

const contactWarnings: Readonly<Record<string, string>> = {
  email: 'the e-mail address cannot be used and was left out: correct it',
  phone: 'the phone number cannot be used and was left out: correct it',
};

const birthWarning = (birthDate: string, today: string): string | undefined => {
  if (birthDate > today) return 'the birth date lies in the future and was left out: correct it';
  return birthDate < firstBirth ? 'the birth date is before 1900 and was left out: correct it' : undefined;
};

/** A row that says who somebody is, or anything of them. */
function saysAnything({ patient, warnings, undated, ...brought }: ImportedRow): boolean {
  const { guardian, ...others } = brought;
  const { id, schema, externalId, invalid, unusable, ...said } = patient;
  void [id, schema, externalId, invalid, unusable, warnings, undated];
  const lists = Object.values(others).filter((one) => one !== undefined);
  return Object.keys(said).length > 0 || guardian !== undefined || lists.some((one) => one.length > 0);
}

/**
 * A row without what cannot be: contact points that reach nobody, a birth date in the future, what is said to have taken place and lies in the future.
 * `warnings` say what was left out, without a word of the row. `today` is the local day at the patient's location. Throws the reason where
 * nothing of use is left.
 */
export function plausible(row: ImportedRow, today: string): ImportedRow {
  const contacts = (row.patient.invalid ?? []).flatMap((field) => contactWarnings[field] ?? []);
  const warnings: string[] = [...(row.warnings ?? []), ...contacts];
  const { birthDate, ...person } = row.patient;
  const birth = birthDate === undefined ? undefined : birthWarning(birthDate, today);
  if (birth) warnings.push(birth);
  const past = <T extends Dated>(
    all: readonly T[] | undefined,
    what: string,
    tookPlace = (_: T): boolean => true,
  ): readonly T[] | undefined =>
    all?.filter((one) => {
      const isAhead = one.on > today && tookPlace(one);
      if (isAhead) warnings.push(`${what} lies in the future and was left out: correct its date`);
      return !isAhead;
    });
  const treatments = past(row.treatments, 'the treatment');
  const purchases = past(row.purchases, 'the purchase');
  const consultations = past(row.consultations, 'the consultation');
  const appointments = past(
    row.appointments,
    'the visit that is said to be over',
    ({ status }) => status === 'fulfilled' || status === 'noshow',
  );
  if (warnings.length === 0) return row;
  const kept: ImportedRow = {
    ...row,
    patient: birth || birthDate === undefined ? person : row.patient,
    ...(treatments ? { treatments } : {}),
    ...(purchases ? { purchases } : {}),
    ...(consultations ? { consultations } : {}),
    ...(appointments ? { appointments } : {}),
  };
  const told = [...new Set(warnings)];
  if (!saysAnything(kept)) throw new Error(told.join('; '));
  return { ...kept, warnings: told };
}
