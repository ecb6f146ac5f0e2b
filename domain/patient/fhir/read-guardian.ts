import type * as z from 'zod/mini';
import { contactPoints, languageNamed } from '../import-patient.ts';
import { type ImportedGuardian, relationshipNamed } from '../keep-guardian.ts';
import { type Concept, ContactPart, type PatientResource, type RelatedPersonResource } from './resources.ts';

interface Person {
  readonly relationship?: readonly Concept[] | undefined;
  readonly name?: z.infer<typeof ContactPart>['name'];
  readonly telecom?: z.infer<typeof ContactPart>['telecom'];
  readonly communication?: RelatedPersonResource['communication'];
}

const nameOf = (name: Person['name']): string =>
  (name?.text ?? [...(name?.given ?? []), name?.family].filter(Boolean).join(' ')).trim().slice(0, 200);

function guardianFrom(person: Person, country: string): ImportedGuardian | undefined {
  const { relationship = [], telecom = [], communication = [] } = person;
  const said = relationship.flatMap(({ coding = [], text: words }) => [
    ...coding.flatMap(({ code, display }) => [code ?? '', display ?? '']),
    words ?? '',
  ]);
  const named = said.map((one) => relationshipNamed(one)).find((one) => one !== undefined && one !== 'other');
  const name = nameOf(person.name);
  // Whom to call in an emergency may not speak for anybody.
  if (named === undefined || !name) return undefined;
  const value = (...systems: readonly string[]): string =>
    telecom.find(({ system }) => systems.includes(system ?? ''))?.value ?? '';
  const { invalid, unusable, ...points } = contactPoints(
    { email: value('email'), phone: value('phone', 'sms') },
    [country],
  );
  void [invalid, unusable];
  const spoken = communication.find(({ preferred }) => preferred) ?? communication[0];
  const language = spoken?.language.coding?.[0]?.code ?? spoken?.language.text;
  return { name, relationship: named, ...points, ...(language ? { language: languageNamed(language) } : {}) };
}

/** The guardian whom a RelatedPerson is; undefined where it is somebody else, or not active. */
export const guardianOfPerson = (
  { name, active, relationship, telecom, communication }: RelatedPersonResource,
  country: string,
): ImportedGuardian | undefined =>
  active === false
    ? undefined
    : guardianFrom({ relationship, name: name?.[0], telecom, communication }, country);

/** The guardian among the contacts of a Patient resource, the first there is. */
export const guardianOfPatient = (
  { contact = [] }: PatientResource,
  country: string,
): ImportedGuardian | undefined =>
  contact
    .map((one) => ContactPart.safeParse(one).data)
    .filter((one) => one !== undefined)
    .map((one) => guardianFrom(one, country))
    .find((one) => one !== undefined);
