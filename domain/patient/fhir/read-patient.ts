import { Temporal } from 'temporal-polyfill';
import { normaliseEmail, phoneIn } from '../../inquiry/map-request.ts';
import { importedCountry } from '../import-country.ts';
import { contactPoints, countriesOf, languageNamed, namesIn } from '../import-patient.ts';
import { filled, type ImportedPatient } from '../imported.ts';
import { lastDayOf } from './partial-date.ts';
import type { FhirContext } from './read-bundle.ts';
import type { PatientResource } from './resources.ts';

interface Used {
  readonly use?: string | undefined;
  readonly period?: { readonly end?: string | undefined } | undefined;
}

/** What is old, or has ended, counts for nothing. */
const isCurrent =
  (now: string) =>
  ({ use, period }: Used): boolean => {
    const end = lastDayOf(period?.end ?? '');
    return use !== 'old' && (end === undefined || end >= now.slice(0, 10));
  };

/** The entry for everyday use: an official one before others. */
function current<T extends Used>(all: readonly T[] = [], now: string): T | undefined {
  const ofNow = all.filter(isCurrent(now));
  return ofNow.find(({ use }) => use === 'official' || use === 'home') ?? ofNow[0];
}

const said = (list: readonly (string | null)[] = []): readonly string[] => list.filter((one) => one !== null);

/** The first that can be used; where none can, the first, for a person to correct. */
const usable = (values: readonly string[], normalised: (value: string) => string | undefined): string =>
  values.find((value) => normalised(value)) ?? values[0] ?? '';

function telecomOf(
  { telecom = [] }: PatientResource,
  now: string,
  countries: readonly string[],
): { readonly email: string; readonly phone: string } {
  const ofNow = telecom.filter(isCurrent(now));
  const valuesOf = (points: typeof telecom) => points.flatMap(({ value }) => value ?? []);
  const emails = ofNow.filter(({ system }) => system === 'email');
  const phones = ofNow
    .filter(({ system }) => system === 'phone' || system === 'sms')
    .toSorted((a, b) => Number(b.use === 'mobile') - Number(a.use === 'mobile'));
  return {
    email: usable(valuesOf(emails), normaliseEmail),
    phone: usable(valuesOf(phones), (value) => phoneIn(value, countries)),
  };
}

function whereOf(resource: PatientResource, now: string): Partial<ImportedPatient> {
  const address = current(resource.address, now);
  if (!address) return {};
  const { city = '', postalCode = '', state = '', country = '' } = address;
  const lines = said(address.line).slice(0, 3);
  return {
    ...(lines.length > 0 && city && postalCode ? { postal: { lines, city, postalCode } } : {}),
    ...filled({
      region: state.length === 2 ? state.toUpperCase() : state,
      country: country ? importedCountry(country) : '',
    }),
  };
}

function namesOf(resource: PatientResource, now: string): Partial<ImportedPatient> {
  const name = current(resource.name, now);
  const given = said(name?.given).join(' ');
  const whole = given || name?.family ? undefined : name?.text;
  const { firstName, lastName } = whole
    ? namesIn(whole.trim())
    : { firstName: given, lastName: name?.family ?? '' };
  return filled({ firstName: firstName.slice(0, 100), lastName: lastName.slice(0, 100) });
}

const isDead = ({ deceasedBoolean, deceasedDateTime }: PatientResource): boolean =>
  deceasedBoolean === true || deceasedDateTime !== undefined;

const adult = 18;

/** A year or a month alone is kept, as its last day, of somebody who may be a minor by it (R36); of an adult it says nothing that counts. */
function bornIn(
  { birthDate }: PatientResource,
  now: string,
): { readonly birthDate?: string; readonly warning?: string } {
  if (birthDate === undefined) return {};
  const day = lastDayOf(birthDate);
  if (day === undefined)
    return { warning: 'the birth date is no date; write it as 2026-11-20; it was left out' };
  if (day === birthDate) return { birthDate };
  const grown = Temporal.PlainDate.from(day).add({ years: adult }).toString();
  return grown <= now.slice(0, 10)
    ? { warning: 'the birth date has no day and was left out' }
    : { birthDate: day };
}

function languageOf({ communication = [] }: PatientResource): string | undefined {
  const spoken = communication.find(({ preferred }) => preferred) ?? communication[0];
  return spoken?.language.coding?.[0]?.code ?? spoken?.language.text;
}

/** Who a Patient resource is about, and what was left out: `externalId` is what the practice calls them, `names` are those of lastingNames. */
export function patientFrom(
  resource: PatientResource,
  { externalId, names }: { readonly externalId: string; readonly names: readonly string[] },
  context: FhirContext,
): { readonly patient: ImportedPatient; readonly warnings: readonly string[] } {
  const { now, practice, patientId } = context;
  const language = languageOf(resource);
  const { birthDate, warning } = bornIn(resource, now);
  const where = whereOf(resource, now);
  const countries = countriesOf(where.country, practice);
  const patient: ImportedPatient = {
    id: patientId(externalId),
    schema: 1,
    externalId,
    ...(names.length > 0 ? { otherIds: names } : {}),
    ...namesOf(resource, now),
    ...(birthDate ? { birthDate } : {}),
    ...where,
    ...(language ? { language: languageNamed(language) } : {}),
    ...(isDead(resource) ? { deceased: true } : {}),
    ...(resource.active === undefined ? {} : { inactive: !resource.active }),
    ...contactPoints(telecomOf(resource, now, countries), countries),
  };
  return { patient, warnings: warning ? [warning] : [] };
}
