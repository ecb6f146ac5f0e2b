import type { Patient } from '../patient.ts';
import type { BundleEntry } from './bundle-entries.ts';
import { entryId, type Given, placeOf, typeOf } from './bundle-entries.ts';
import { Identifier, Reference } from './resources.ts';

/** How somebody is spoken of; what says most comes first. */
export interface Naming {
  /** Such as `https://ehr.example.com/fhir/Patient/7`, `Patient/7`, `urn:uuid:…`, `identifier:system|value`. */
  readonly names: readonly string[];
  /** Of the server that is meant, where that is known. */
  readonly base?: string;
  /** What may be the id in the practice's own system. */
  readonly externalId?: string;
  /** Whether a patient is meant; absent where only whoever is found tells. */
  readonly isPatient?: boolean;
}

/** Longer ones are kept for nobody. */
const longest = 200;
export const mostNames = 40;

/** HL7's table 0203: what an organisation calls its patient by. */
const ofPatients = new Set(['MR', 'PI', 'PT']);

const codesOf = ({ type }: Identifier): readonly string[] =>
  (type?.coding ?? []).flatMap(({ code }) => code ?? []);
const isNow = ({ use, value }: Identifier): boolean =>
  use !== 'old' && value !== undefined && value !== '' && value.length <= longest;

/** Whether an identifier is an organisation's own of its patient: those of the state and of insurers are none that is kept. */
const isOwn = (one: Identifier): boolean => {
  const codes = codesOf(one);
  return isNow(one) && (codes.length > 0 ? codes.some((code) => ofPatients.has(code)) : one.use === 'usual');
};

const named = ({ system = '', value = '' }: Identifier): string => `identifier:${system}|${value}`;
const anySystem = ({ value = '' }: Identifier): string => `identifier:*|${value}`;

/** The number in the practice's own system, by the kind that is asked for first. */
export function recordNumber(identifiers: readonly Identifier[] = []): string | undefined {
  const current = identifiers.filter(isNow);
  const number = current.find((one) => codesOf(one).includes('MR')) ?? undefined;
  return number?.value;
}

/** The number of somebody who has neither record number nor id. */
export const otherNumber = (identifiers: readonly Identifier[] = []): string | undefined =>
  identifiers
    .filter(isOwn)
    .map(({ value = '' }) => value)
    .toSorted()[0];

const relative = (type: string, id: string): string => `${type}/${id}`;
const absolute = (base: string | undefined, type: string, id: string): readonly string[] =>
  base === undefined ? [] : [`${base}/${type}/${id}`];

/** The base that relative references of an entry are relative to. */
export const baseOf = ({ fullUrl }: Pick<BundleEntry, 'fullUrl'>): string | undefined =>
  placeOf(fullUrl)?.base;

function identifiersIn({ identifier }: Given): readonly Identifier[] {
  const all: readonly unknown[] = Array.isArray(identifier) ? identifier : [];
  return all.map((one) => Identifier.safeParse(one).data).filter((one) => one !== undefined);
}

/** By what later bundles may name the patient of an entry: their place on the server, and what the practice calls them by. */
export function lastingNames(entry: BundleEntry): readonly string[] {
  const id = entryId(entry);
  const numbers = identifiersIn(entry.resource).filter(isOwn).map(named);
  const places = id === undefined ? [] : [...absolute(baseOf(entry), 'Patient', id), relative('Patient', id)];
  return [...new Set([...places, ...numbers])].toSorted().slice(0, mostNames);
}

/** By what other entries of the bundle may name the patient of an entry. */
export function namesWithin(entry: BundleEntry): readonly string[] {
  const numbers = identifiersIn(entry.resource).filter(isNow);
  return [
    ...(entry.fullUrl ? [entry.fullUrl] : []),
    ...lastingNames(entry),
    ...numbers.flatMap((one) => [named(one), anySystem(one)]),
  ];
}

function byIdentifier(identifier: Identifier): Pick<Naming, 'names' | 'externalId'> {
  if (!isNow(identifier)) return { names: [] };
  const codes = codesOf(identifier);
  const isNumber = codes.length === 0 || codes.some((code) => ofPatients.has(code));
  return {
    names:
      identifier.system === undefined
        ? [anySystem(identifier), named(identifier)]
        : [named(identifier), `identifier:|${identifier.value}`],
    ...(isNumber ? { externalId: identifier.value ?? '' } : {}),
  };
}

/** R4's conditional reference: a search in place of an id. */
function searched(reference: string): Pick<Naming, 'names' | 'externalId'> | undefined {
  const [, query] = /^(?:https?:\/\/[^?]+\/)?Patient\?(.*)$/.exec(reference) ?? [];
  const token = query === undefined ? null : new URLSearchParams(query).get('identifier');
  if (token === null) return undefined;
  const at = token.indexOf('|');
  return byIdentifier(at < 0 ? { value: token } : { system: token.slice(0, at), value: token.slice(at + 1) });
}

function byReference(reference: string, ownBase: string | undefined): Omit<Naming, 'isPatient'> {
  const found = placeOf(reference);
  if (found) {
    const { base = ownBase, type, id } = found;
    return {
      names: [...(found.base ? [reference] : []), ...absolute(base, type, id), relative(type, id)],
      ...(base === undefined ? {} : { base }),
      externalId: id,
    };
  }
  const [, uuid] = /^urn:uuid:([A-Za-z0-9\-.]{1,64})$/.exec(reference) ?? [];
  if (uuid !== undefined) return { names: [reference, relative('Patient', uuid)], externalId: uuid };
  return searched(reference) ?? { names: [reference] };
}

/** `Patient`, or the URL of its definition. */
const isNamed = (type: string): boolean => type === 'Patient' || type.endsWith('/Patient');

function isPatientBy({ type, reference = '', identifier }: Reference): boolean | undefined {
  const found = placeOf(reference)?.type ?? (/(?:^|\/)([A-Z][A-Za-z]+)\?/.exec(reference) ?? [])[1];
  const said = found ?? type;
  if (said !== undefined) return isNamed(said);
  // Nobody but a patient has a record number.
  return identifier && codesOf(identifier).some((code) => ofPatients.has(code)) ? true : undefined;
}

/** What a reference of an entry says of whom it means; undefined where it says nothing. */
export function namingOf(given: unknown, base: string | undefined): Naming | undefined {
  const reference = Reference.safeParse(given).data;
  if (!reference) return undefined;
  const direct = reference.reference ? byReference(reference.reference, base) : { names: [] };
  const logical = reference.identifier ? byIdentifier(reference.identifier) : { names: [] };
  const names = [...new Set([...direct.names, ...logical.names])];
  if (names.length === 0) return undefined;
  const isPatient = isPatientBy(reference);
  return { ...logical, ...direct, names, ...(isPatient === undefined ? {} : { isPatient }) };
}

/** What a full name ends in: servers call several patients `Patient/7`, and systems several `7`. */
const shortOf = (name: string): string | undefined => {
  if (name.startsWith('https:')) return placeOf(name)?.id;
  const [, value] = /^identifier:[^|*]+\|(.*)$/.exec(name) ?? [];
  return value;
};

/** Whether names are those of somebody else of the same number: their server, or their system, knows the patient as another. */
export function isOther({ otherIds = [] }: Pick<Patient, 'otherIds'>, names: readonly string[]): boolean {
  return names.some((name) => {
    const short = shortOf(name);
    const [kind] = name.split(':');
    const alike = otherIds.filter((one) => one.startsWith(`${kind}:`) && shortOf(one) === short);
    return short !== undefined && alike.length > 0 && !alike.includes(name);
  });
}

/** References of a resource to its patients: of an appointment there may be several, among others who take part. */
export function peopleIn(resource: Given): readonly unknown[] {
  const { subject, patient, participant } = resource;
  if (typeOf(resource) !== 'Appointment') return [subject ?? patient];
  return (Array.isArray(participant) ? participant : []).flatMap((one) => one?.actor ?? []);
}

/** The contained resource that a reference means. */
export function containedIn(resource: Given, given: unknown): Given | undefined {
  const { reference = '' } = (given ?? {}) as { reference?: unknown };
  if (typeof reference !== 'string' || !reference.startsWith('#')) return undefined;
  const { contained } = resource;
  return (Array.isArray(contained) ? contained : []).find((one) => one?.id === reference.slice(1));
}
