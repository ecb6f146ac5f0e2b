import type { ImportedPatient } from '../imported.ts';
import type { Known } from '../keep-patient.ts';
import { type BundleEntry, entryId, type Given, placeOf, typeOf } from './bundle-entries.ts';
import {
  baseOf,
  containedIn,
  isOther,
  lastingNames,
  type Naming,
  namesWithin,
  namingOf,
  otherNumber,
  peopleIn,
  recordNumber,
} from './naming.ts';
import type { FhirContext } from './read-bundle.ts';
import { patientFrom } from './read-patient.ts';
import { type PatientResource, parsed } from './resources.ts';

/** Somebody whom a resource is about. */
export interface Who {
  readonly patient: ImportedPatient;
  /** Whether the bundle says who they are; else they are looked up by `naming` or `person`. */
  readonly given: boolean;
  readonly naming?: Naming;
  /** Who is found by nothing but name and birth date. */
  readonly person?: Known;
  /** Nothing says that it is a patient: whoever is not known here is somebody else who takes part. */
  readonly maybe?: boolean;
  /** All that is said of them stands in the resource itself. */
  readonly contained?: boolean;
}

interface Listed {
  readonly at: BundleEntry;
  readonly resource: PatientResource;
  readonly who: Who;
  readonly warnings: readonly string[];
}

const severalReason = 'its patient is named by what several patients have: name them by their record number';

function personOf({ firstName, lastName, birthDate }: ImportedPatient): Known | undefined {
  return firstName && lastName && birthDate ? { firstName, lastName, birthDate } : undefined;
}
const personName = (patient: ImportedPatient): readonly string[] => {
  const { firstName, lastName, birthDate } = personOf(patient) ?? {};
  return birthDate ? [`person:${firstName} ${lastName}:${birthDate}`.toLowerCase()] : [];
};

/** Who an entry, or what is contained in one, is about. Throws a reason where nothing tells them from others. */
function patientOf(at: BundleEntry, context: FhirContext): Listed {
  const resource = parsed(at.resource) as PatientResource;
  const { identifier } = resource;
  const number = recordNumber(identifier) ?? entryId(at) ?? otherNumber(identifier);
  const names = lastingNames(at);
  if (number !== undefined) {
    const { patient, warnings } = patientFrom(resource, { externalId: number, names }, context);
    return { at, resource, who: { patient, given: true }, warnings };
  }
  const [, uuid] = /^urn:(?:uuid|oid):([A-Za-z0-9\-.]{1,64})$/.exec(at.fullUrl ?? '') ?? [];
  const { patient, warnings } = patientFrom(resource, { externalId: uuid ?? '', names }, context);
  const person = personOf(patient);
  if (!person) throw new Error('the patient has neither a record number nor an id');
  if (uuid !== undefined) return { at, resource, who: { patient, given: true, person }, warnings };
  const id = context.patientId(personName(patient)[0] ?? '');
  return { at, resource, who: { patient: { ...patient, id }, given: false, person }, warnings };
}

/** Where an entry's patient stands: two entries that stand in one place are one patient (two versions of them). */
function placesOf(at: BundleEntry): readonly string[] {
  const id = entryId(at);
  const isPlace = placeOf(at.fullUrl) !== undefined;
  return [
    ...(at.fullUrl && !isPlace ? [at.fullUrl] : []),
    ...(id === undefined ? [] : [`${baseOf(at) ?? ''} ${id}`]),
  ];
}

const isSmaller = (a: Listed, b: Listed): number => {
  const numbered = ({ resource }: Listed) => Number(recordNumber(resource.identifier) !== undefined);
  return numbered(b) - numbered(a) || (a.who.patient.externalId < b.who.patient.externalId ? -1 : 1);
};

/** The patients of a bundle, each with one identity, whatever the order of the entries. */
function listed(entries: readonly BundleEntry[], context: FhirContext): readonly Listed[] {
  const read = entries.flatMap((at) => {
    if (typeOf(at.resource) !== 'Patient' || at.request?.method === 'DELETE') return [];
    try {
      return [patientOf(at, context)];
    } catch {
      // It is told of where it stands.
      return [];
    }
  });
  const first = new Map<string, ImportedPatient>();
  return read.toSorted(isSmaller).map((one) => {
    const places = placesOf(one.at);
    const same = places.map((name) => first.get(name)).find((found) => found !== undefined);
    const { id, externalId } = same ?? one.who.patient;
    const patient = { ...one.who.patient, id, externalId };
    for (const name of places) first.set(name, patient);
    return { ...one, who: { ...one.who, patient } };
  });
}

const distinct = (all: readonly Who[]): readonly Who[] => [
  ...new Map(all.map((who) => [who.patient.id, who])).values(),
];

/** Finds a bundle's patients by what they are called. */
function byName(all: readonly Listed[]): (naming: Naming) => Who | undefined {
  const index = new Map<string, { readonly who: Who; readonly base: string | undefined }[]>();
  for (const { at, who } of all)
    for (const name of [...namesWithin(at), ...personName(who.patient)])
      index.set(name, [...(index.get(name) ?? []), { who, base: baseOf(at) }]);
  return ({ names, base }) => {
    for (const name of names) {
      const isPlain = name.startsWith('Patient/');
      const called = (index.get(name) ?? []).filter(
        (one) => !isPlain || base === undefined || one.base === undefined || one.base === base,
      );
      const found = distinct(called.map(({ who }) => who));
      if (found.length > 1) throw new Error(severalReason);
      if (found[0]) return found[0];
    }
    return undefined;
  };
}

/** By the id of a patient whose record another one replaced: that other. Two that replace each other say nothing. */
function replacements(
  all: readonly Listed[],
  whoOf: (given: unknown, at: BundleEntry) => Who | undefined,
): ReadonlyMap<string, Who> {
  const replacedBy = new Map<string, Who>();
  function replace(old: Who, by: Who): void {
    const seen = new Set<string>([old.patient.id]);
    for (let next: Who | undefined = by; next; next = replacedBy.get(next.patient.id)) {
      if (seen.has(next.patient.id)) return;
      seen.add(next.patient.id);
    }
    replacedBy.set(old.patient.id, by);
  }
  const links = all.flatMap((one) => (one.resource.link ?? []).map((link) => ({ ...one, ...link })));
  for (const { at, who, other, type } of links) {
    const linked = safely(() => whoOf(other, at));
    if (linked && type === 'replaced-by') replace(who, linked);
    if (linked?.given && type === 'replaces') replace(linked, who);
  }
  return replacedBy;
}

/** Beside somebody who is a patient for sure, one who may be staff is no patient by a number that happens to be a patient's too. */
function byNameOnly(who: Who, { patientId }: FhirContext): Who {
  const { naming, maybe } = who;
  if (!maybe || !naming) return who;
  return { ...who, patient: { id: patientId(naming.names[0] ?? ''), schema: 1, externalId: '' } };
}

/** Who of a bundle's patients is spoken of; `peopleOf` and `ofEntry` throw a reason where that cannot be told. */
export function bundlePatients(entries: readonly BundleEntry[], context: FhirContext) {
  const all = listed(entries, context);
  const byEntry = new Map(all.map((one) => [one.at, one]));
  const find = byName(all);

  function contained(resource: Given, entry: number): Who {
    const at = { entry, resource: { ...resource, id: undefined } };
    const found = find({ names: namesWithin(at) });
    if (found) return found;
    const { who } = patientOf(at, context);
    return find({ names: personName(who.patient) }) ?? { ...who, contained: true };
  }

  /** Somebody who is called nothing that the bundle says of anybody: by the number in the place of an id, as whoever is known here is found. */
  function byNumber(naming: Naming): Who {
    const { externalId = '', names, isPatient } = naming;
    const patient = { id: context.patientId(externalId || (names[0] ?? '')), schema: 1 as const, externalId };
    const numbered = isPatient && all.find(({ who }) => who.patient.id === patient.id)?.who;
    if (numbered && !isOther(numbered.patient, names)) return numbered;
    return { patient, given: false, naming, ...(isPatient ? {} : { maybe: true }) };
  }

  function whoOf(given: unknown, { entry, resource, fullUrl }: BundleEntry): Who | undefined {
    const inside = containedIn(resource, given);
    if (inside) return typeOf(inside) === 'Patient' ? contained(inside, entry) : undefined;
    const naming = namingOf(given, baseOf({ fullUrl }));
    if (!naming || naming.isPatient === false) return undefined;
    return find(naming) ?? byNumber(naming);
  }

  return {
    /** Whom the entry of a patient is about. */
    ofEntry: (at: BundleEntry): Listed => byEntry.get(at) ?? patientOf(at, context),
    /** The patients of an entry, each once. */
    peopleOf: (at: BundleEntry): readonly Who[] => {
      const found = distinct(peopleIn(at.resource).flatMap((given) => whoOf(given, at) ?? []));
      return found.some(({ maybe }) => !maybe) ? found.map((who) => byNameOnly(who, context)) : found;
    },
    replacedBy: replacements(all, whoOf),
  };
}
export type BundlePatients = ReturnType<typeof bundlePatients>;

function safely<T>(of: () => T): T | undefined {
  try {
    return of();
  } catch {
    return undefined;
  }
}
