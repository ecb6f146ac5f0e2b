import { locationOf, type Practice } from '../../practice/practice.ts';
import { localDay } from '../../recall/local-day.ts';
import type { TreatmentType } from '../../recall/recall-rules.ts';
import type { ImportedPatient, ImportedRow } from '../imported.ts';
import type { Known } from '../keep-patient.ts';
import { plausible } from '../plausible-row.ts';
import { type BundleEntry, entriesOf, entryId, typeOf } from './bundle-entries.ts';
import { type BundlePatients, bundlePatients, type Who } from './bundle-patients.ts';
import type { Naming } from './naming.ts';
import { consentFrom } from './read-consent.ts';
import { deletionOf } from './read-deletion.ts';
import { guardianOfPatient, guardianOfPerson } from './read-guardian.ts';
import { appointmentFrom, plannedFrom, treatmentsFrom } from './read-visits.ts';
import { type Bundle, knownResources, type PatientResource, parsed, type Resource } from './resources.ts';

export interface FhirContext {
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly patientId: (externalId: string) => string;
  /** ISO instant. */
  readonly now: string;
  /** ISO instant as of which the bundle tells what it tells. */
  readonly asOf?: string;
}

/** A row, and whose it is: the patient is in the bundle (`patientGiven`), or is looked up by `naming` or `person`. */
export interface BroughtEntry {
  readonly entry: number;
  readonly row: ImportedRow;
  readonly patientGiven: boolean;
  readonly naming?: Naming;
  readonly person?: Known;
  /** Whoever is not known here is no patient, but somebody else who takes part. */
  readonly maybe?: boolean;
  /** Why it cannot be taken where nobody is found. */
  readonly otherwise?: string;
  /** Of a patient: who is in their place in the practice's own system. */
  readonly replacedBy?: Who;
  /** ISO instant of this state, where it is known: the newest of a bundle is its last word. */
  readonly version?: string;
}

/** What became of one entry: a row, nothing worth taking, or the reason why it cannot be taken. */
export type ReadEntry =
  | BroughtEntry
  | { readonly entry: number; readonly ignored: true }
  | { readonly entry: number; readonly reason: string };

type Told = Exclude<Resource, { resourceType: 'Patient' }>;

/** What a resource brings; undefined where its status says that there is nothing to take. */
function broughtBy(
  resource: Told,
  patient: ImportedPatient,
  at: BundleEntry,
  context: FhirContext,
): Omit<ImportedRow, 'patient'> | undefined {
  switch (resource.resourceType) {
    case 'Appointment':
      return appointmentFrom(resource, patient, { ...context, at });
    case 'Procedure':
      return treatmentsFrom(resource, patient, { ...context, at });
    case 'ServiceRequest':
      return plannedFrom(resource, patient, context);
    case 'Consent':
      return consentFrom(resource, patient, context);
    case 'RelatedPerson': {
      const guardian = guardianOfPerson(resource, context.practice.country);
      return guardian && { guardian };
    }
  }
}

const todayOf = ({ location }: ImportedPatient, { practice, now }: FhirContext): string =>
  localDay(now, locationOf(practice, location).zone);

const versionIn = ({ resource }: BundleEntry): { readonly version?: string } => {
  const { lastUpdated } = (resource.meta ?? {}) as { lastUpdated?: unknown };
  const time = typeof lastUpdated === 'string' ? Date.parse(lastUpdated) : Number.NaN;
  return Number.isNaN(time) ? {} : { version: new Date(time).toISOString() };
};

/** What a resource brings of one of its patients. */
function broughtOf(resource: Told, at: BundleEntry, who: Who, context: FhirContext): ReadEntry {
  const { entry } = at;
  const { patient, given, naming, person, maybe, contained } = who;
  const brought = broughtBy(resource, patient, at, context);
  if (brought === undefined) return { entry, ignored: true };
  // The patient's own entry says who they are.
  const { id, schema, externalId } = patient;
  const row = { patient: contained && given ? patient : { id, schema, externalId }, ...brought };
  const { resourceType } = resource;
  const known = resourceType === 'Appointment' || resourceType === 'Procedure' ? entryId(at) : undefined;
  return {
    entry,
    row: {
      ...plausible(row, todayOf(patient, context)),
      ...(known === undefined ? {} : { names: [`${resourceType}/${known}`] }),
    },
    patientGiven: given,
    ...versionIn(at),
    ...(naming ? { naming } : {}),
    ...(person ? { person } : {}),
    ...(maybe ? { maybe } : {}),
  };
}

function patientEntry(
  at: BundleEntry,
  resource: PatientResource,
  patients: BundlePatients,
  context: FhirContext,
): ReadEntry {
  const { who, warnings } = patients.ofEntry(at);
  const { person } = who;
  const replacedBy = patients.replacedBy.get(who.patient.id);
  // R4: a record that was replaced must no longer be used.
  const patient = replacedBy ? { ...who.patient, inactive: true } : who.patient;
  const guardian = guardianOfPatient(resource, context.practice.country);
  const row = {
    patient,
    ...(guardian ? { guardian } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
  return {
    entry: at.entry,
    row: plausible(row, todayOf(patient, context)),
    patientGiven: true,
    ...versionIn(at),
    ...(person ? { person } : {}),
    ...(replacedBy ? { replacedBy } : {}),
  };
}

const refused = (entry: number, error: unknown): ReadEntry => ({ entry, reason: (error as Error).message });

/** Of an appointment with several patients one entry each; of anything else one. */
function readEntry(at: BundleEntry, patients: BundlePatients, context: FhirContext): readonly ReadEntry[] {
  const { entry, resource, request } = at;
  if (request?.method === 'DELETE') return [deletionOf(entry, request.url, context)];
  if (!knownResources.includes(typeOf(resource))) return [{ entry, ignored: true }];
  try {
    const known = parsed(resource);
    if (known.resourceType === 'Patient') return [patientEntry(at, known, patients, context)];
    const people = patients.peopleOf(at);
    // Time that is kept free for nobody.
    if (people.length === 0 && known.resourceType === 'Appointment' && (known.participant ?? []).length > 0)
      return [{ entry, ignored: true }];
    if (people.length === 0) throw new Error('its patient is not in the bundle');
    return people.map((who) => {
      try {
        return broughtOf(known, at, who, context);
      } catch (error) {
        return refused(entry, error);
      }
    });
  } catch (error) {
    return [refused(entry, error)];
  }
}

/** When the bundle was put together; one of tomorrow is of now. */
function asOf({ timestamp = '' }: Bundle, now: string): { readonly asOf?: string } {
  const time = /T/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(time)) return {};
  const at = new Date(time).toISOString();
  return { asOf: at > now ? now : at };
}

/**
 * The entries of a FHIR R4 bundle: patients, appointments, procedures, planned procedures, consents and guardians; anything else is passed over. An
 * entry that cannot be taken has a reason, without a word of it.
 */
export function readBundle(bundle: Bundle, context: FhirContext): readonly ReadEntry[] {
  const entries = entriesOf(bundle);
  const dated = { ...context, ...asOf(bundle, context.now) };
  const patients = bundlePatients(entries, dated);
  return entries.flatMap((one) => readEntry(one, patients, dated));
}
