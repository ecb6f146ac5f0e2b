import { importedCountry } from '../import-country.ts';
import { importedDate } from '../import-dates.ts';
import { contactPoints, languageNamed } from '../import-patient.ts';
import { filled, type ImportedPatient } from '../imported.ts';
import type { FhirContext } from './read-bundle.ts';
import type { PatientResource } from './resources.ts';

type Used = { readonly use?: string | undefined };

/** The entry for everyday use: what is old counts for nothing, an official one before others. */
function current<T extends Used>(all: readonly T[] = []): T | undefined {
  const now = all.filter(({ use }) => use !== 'old');
  return now.find(({ use }) => use === 'official' || use === 'home') ?? now[0];
}

/** The number of the practice's own system where one is marked as such, else the resource's id. */
function externalIdOf({ identifier = [], id }: PatientResource): string {
  const record = identifier.find(
    ({ type, use }) => use !== 'old' && type?.coding?.some(({ code }) => code === 'MR'),
  );
  const found = record?.value ?? id;
  if (!found) throw new Error('the patient has neither a record number nor an id');
  return found;
}

function telecomOf({ telecom = [] }: PatientResource): { readonly email: string; readonly phone: string } {
  const now = telecom.filter(({ use }) => use !== 'old');
  const phones = now.filter(({ system }) => system === 'phone' || system === 'sms');
  return {
    email: now.find(({ system }) => system === 'email')?.value ?? '',
    phone: (phones.find(({ use }) => use === 'mobile') ?? phones[0])?.value ?? '',
  };
}

function whereOf(resource: PatientResource): Partial<ImportedPatient> {
  const address = current(resource.address);
  if (!address) return {};
  const { line = [], city = '', postalCode = '', state = '', country = '' } = address;
  const complete = line.length > 0 && city && postalCode;
  return {
    ...(complete ? { postal: { lines: line.slice(0, 3), city, postalCode } } : {}),
    ...filled({
      region: state.length === 2 ? state.toUpperCase() : state,
      country: country ? importedCountry(country) : '',
    }),
  };
}

const isDead = ({ deceasedBoolean, deceasedDateTime }: PatientResource): boolean =>
  deceasedBoolean === true || deceasedDateTime !== undefined;

function languageOf({ communication = [] }: PatientResource): string | undefined {
  const spoken = communication.find(({ preferred }) => preferred) ?? communication[0];
  return spoken?.language.coding?.[0]?.code ?? spoken?.language.text;
}

/** Who a Patient resource is about. Throws a reason. */
export function patientFrom(resource: PatientResource, context: FhirContext): ImportedPatient {
  const externalId = externalIdOf(resource);
  const name = current(resource.name);
  const language = languageOf(resource);
  return {
    id: context.patientId(externalId),
    schema: 1,
    externalId,
    ...filled({
      firstName: name?.given?.join(' ').slice(0, 100) ?? '',
      lastName: (name?.family ?? '').slice(0, 100),
      birthDate: resource.birthDate ? importedDate(resource.birthDate, 'the birth date') : '',
    }),
    ...whereOf(resource),
    ...(language ? { language: languageNamed(language) } : {}),
    ...(isDead(resource) ? { deceased: true } : {}),
    ...contactPoints(telecomOf(resource), context.practice.country),
  };
}
