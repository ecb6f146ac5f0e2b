import type { Language } from '../inquiry/inquiry.ts';
import { normaliseEmail, phoneIn } from '../inquiry/map-request.ts';
import type { Practice } from '../practice/practice.ts';
import type { ReadOrder } from './date-order.ts';
import type { ImportColumns, ImportField } from './import-columns.ts';
import { importedCountry } from './import-country.ts';
import { importedBirthDate, importedDate } from './import-dates.ts';
import { wordsOf } from './import-status.ts';
import { saysNo, saysYes } from './import-values.ts';
import { filled, type ImportedPatient } from './imported.ts';
import type { Patient, PostalAddress } from './patient.ts';
import { zoneNamed } from './zone-names.ts';

type Cells = (name: ImportField) => string;
/** Tells what was left out of a row, without a word of it. */
export type Warn = (reason: string) => void;

/** Longer than any address or number is written. */
const longestContact = 200;

/**
 * In whose way a number without a country code is written: the practice's, else that of the address. What is whole in both (ten digits in Mexico and the
 * US) is more likely one of the practice's own.
 */
export const countriesOf = (
  own: string | undefined,
  practice: Pick<Practice, 'country'>,
): readonly string[] => [...new Set([practice.country, ...(own ? [own] : [])])];

/** Contact points as they can be used; what cannot is named, and kept as it stood, for a person to correct. `countries`: see `countriesOf`. */
export function contactPoints(
  given: { readonly email: string; readonly phone: string },
  countries: readonly string[],
): Pick<Patient, 'email' | 'phone' | 'invalid' | 'unusable'> {
  const email = normaliseEmail(given.email);
  const phone = phoneIn(given.phone, countries);
  const unusable = filled({
    email: email ? '' : given.email.trim().slice(0, longestContact),
    phone: phone ? '' : given.phone.trim().slice(0, longestContact),
  });
  const invalid = Object.keys(unusable);
  return {
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(invalid.length > 0 ? { invalid, unusable } : {}),
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

/** The language that a system's own word means; English unless it says Spanish. */
export const languageNamed = (written: string): Language =>
  /^(es|spa|español|spanish|castellano)/i.test(written) ? 'es' : 'en';

/** Whether it is a day in any order: that somebody has died does not hang on which. */
const isDate = (text: string): boolean =>
  (['MDY', 'DMY'] as const).some((order) => {
    try {
      return importedDate(text.split(/[T ](?=\d{1,2}:)/)[0] ?? '', 'it', order) !== '';
    } catch {
      return false;
    }
  });

const gone = /^(?!.*\b(not|no|never)\b).*\b(d|dec|deceased|dead|died|passed( away)?)\b/;
const left =
  /\b(inactive|archived?|deleted|removed|non ?patient|(not|no longer) (an? )?(active|current|patient)|former|discharged|dismissed|terminated|transferred|moved away|do not (contact|recall))\b/;
const here = /^(active|patient|current|new|prospective|prospect)$/;

/** R26: whoever has died, by a word or by its date; and whoever is no patient of the practice's any more. */
function livesIn(cell: Cells, warn: Warn): Pick<Patient, 'deceased' | 'inactive'> {
  const marks = [cell('deceased'), cell('deathDate')].filter((said) => said && !saysNo(said));
  const isSaid = marks.map((said) => saysYes(said) || gone.test(wordsOf(said)) || isDate(said));
  if (
    isSaid.includes(false) &&
    !isSaid.includes(true) &&
    !marks.every((said) => /^(alive|living)$/i.test(said))
  )
    warn('whether the patient has died cannot be read: write yes, no or the date');
  const status = wordsOf(cell('patientStatus'));
  const deceased = isSaid.includes(true) || gone.test(status);
  return {
    ...(deceased ? { deceased } : {}),
    ...(left.test(status) ? { inactive: true } : here.test(status) ? { inactive: false } : {}),
  };
}

function zoneIn(cell: Cells, country: string, warn: Warn): string {
  if (!cell('zone')) return '';
  const zone = zoneNamed(cell('zone'), country);
  if (zone === undefined) warn('the time zone is none and was left out; write it as America/Chicago');
  return zone ?? '';
}

function birthIn(cell: Cells, order: ReadOrder, today: string, warn: Warn): string {
  if (!cell('birthDate')) return '';
  try {
    return importedBirthDate(cell('birthDate'), order, today);
  } catch (error) {
    warn(`${(error as Error).message}; it was left out`);
    return '';
  }
}

/** Who a row is about; tells what was left out. Throws a reason. */
export function patientIn(
  cell: Cells,
  context: {
    readonly practice: Practice;
    readonly columns: Pick<ImportColumns, 'dates'>;
    readonly patientId: (externalId: string) => string;
    /** ISO instant. */
    readonly now: string;
  },
  warn: Warn,
): ImportedPatient {
  const externalId = cell('id');
  if (!externalId) throw new Error('there is no patient id');
  const names = namesIn(cell('name'));
  const location = locationNamed(cell('location'), context.practice);
  const postal = postalIn(cell);
  const country = cell('country') ? importedCountry(cell('country')) : '';
  const { dates } = context.columns;
  return {
    id: context.patientId(externalId),
    schema: 1,
    externalId,
    ...filled({
      firstName: (cell('firstName') || names.firstName).slice(0, 100),
      lastName: (cell('lastName') || names.lastName).slice(0, 100),
      region: cell('region').length === 2 ? cell('region').toUpperCase() : cell('region').slice(0, 60),
      country,
      zone: zoneIn(cell, country || context.practice.country, warn),
      birthDate: birthIn(cell, dates, context.now.slice(0, 10), warn),
      provider: cell('provider').slice(0, 100),
    }),
    ...(cell('language') ? { language: languageNamed(cell('language')) } : {}),
    ...(location ? { location } : {}),
    ...(postal ? { postal } : {}),
    ...livesIn(cell, warn),
    ...contactPoints({ email: cell('email'), phone: cell('phone') }, countriesOf(country, context.practice)),
  };
}
