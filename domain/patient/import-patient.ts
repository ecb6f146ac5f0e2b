import type { Language } from '../inquiry/inquiry.ts';
import { normaliseEmail, normalisePhone } from '../inquiry/map-request.ts';
import type { Practice } from '../practice/practice.ts';
import type { ImportColumns, ImportField } from './import-columns.ts';
import { importedCountry, importedDate, saysYes } from './import-values.ts';
import { filled, type ImportedPatient } from './imported.ts';
import type { Patient, PostalAddress } from './patient.ts';

type Cells = (name: ImportField) => string;

/** Contact points as they can be used; what cannot is named, for a person to correct. */
export function contactPoints(
  given: { readonly email: string; readonly phone: string },
  country: string,
): Pick<Patient, 'email' | 'phone' | 'invalid'> {
  const email = normaliseEmail(given.email);
  const phone = normalisePhone(given.phone, country);
  const invalid = [...(given.email && !email ? ['email'] : []), ...(given.phone && !phone ? ['phone'] : [])];
  return {
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(invalid.length > 0 ? { invalid } : {}),
  };
}

/** `Rowan Ash` and `Ash, Rowan`, where a system has one column for both. */
export function namesIn(whole: string): { readonly firstName: string; readonly lastName: string } {
  const [last = '', first] = whole.split(/, */, 2);
  if (first !== undefined) return { firstName: first, lastName: last };
  const words = whole.split(/ +/);
  const lastName = words.length > 1 ? (words.at(-1) ?? '') : '';
  return { firstName: words.slice(0, words.length > 1 ? -1 : 1).join(' '), lastName };
}

function postalIn(cell: Cells): PostalAddress | undefined {
  const lines = [cell('line1'), cell('line2')].filter(Boolean).map((line) => line.slice(0, 200));
  const city = cell('city').slice(0, 100);
  const postalCode = cell('postalCode').slice(0, 20);
  return cell('line1') && city && postalCode ? { lines, city, postalCode } : undefined;
}

/** The location of a patient by its id or name; absent where the export does not say. Throws a reason. */
export function locationNamed(written: string, practice: Practice): string | undefined {
  if (!written) return undefined;
  const wanted = written.toLowerCase();
  const found = practice.locations.find(({ id, name }) => id === written || name.toLowerCase() === wanted);
  if (!found) throw new Error('there is no such location');
  return found.id;
}

export const languageNamed = (written: string): Language =>
  /^(es|spa|español|spanish|castellano)/i.test(written) ? 'es' : 'en';

/** Who a row is about. Throws a reason. */
export function patientIn(
  cell: Cells,
  context: {
    readonly practice: Practice;
    readonly columns: Pick<ImportColumns, 'dates'>;
    readonly patientId: (externalId: string) => string;
  },
): ImportedPatient {
  const externalId = cell('id');
  if (!externalId) throw new Error('there is no patient id');
  const names = namesIn(cell('name'));
  const location = locationNamed(cell('location'), context.practice);
  const postal = postalIn(cell);
  return {
    id: context.patientId(externalId),
    schema: 1,
    externalId,
    ...filled({
      firstName: (cell('firstName') || names.firstName).slice(0, 100),
      lastName: (cell('lastName') || names.lastName).slice(0, 100),
      region: cell('region').length === 2 ? cell('region').toUpperCase() : cell('region').slice(0, 60),
      country: cell('country') ? importedCountry(cell('country')) : '',
      zone: cell('zone'),
      birthDate: cell('birthDate')
        ? importedDate(cell('birthDate'), 'the birth date', context.columns.dates)
        : '',
      provider: cell('provider').slice(0, 100),
    }),
    ...(cell('language') ? { language: languageNamed(cell('language')) } : {}),
    ...(location ? { location } : {}),
    ...(postal ? { postal } : {}),
    ...(saysYes(cell('deceased')) ? { deceased: true } : {}),
    ...contactPoints({ email: cell('email'), phone: cell('phone') }, context.practice.country),
  };
}
