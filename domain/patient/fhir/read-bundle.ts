import { locationOf, type Practice } from '../../practice/practice.ts';
import { localDay } from '../../recall/local-day.ts';
import type { TreatmentType } from '../../recall/recall-rules.ts';
import type { ImportedPatient, ImportedRow } from '../imported.ts';
import { plausible } from '../plausible-row.ts';
import { consentFrom } from './read-consent.ts';
import { guardianOfPatient, guardianOfPerson } from './read-guardian.ts';
import { patientFrom } from './read-patient.ts';
import { appointmentFrom, plannedFrom, treatmentsFrom } from './read-visits.ts';
import { type Bundle, knownResources, patientReferences, Resource } from './resources.ts';

export interface FhirContext {
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly patientId: (externalId: string) => string;
  /** ISO instant. */
  readonly now: string;
}

/** What became of one entry: a row, nothing worth taking, or the reason why it cannot be taken. */
export type ReadEntry = { readonly entry: number } & (
  | { readonly row: ImportedRow; readonly patientGiven: boolean }
  | { readonly ignored: true }
  | { readonly reason: string }
);

interface Found {
  readonly entry: number;
  readonly fullUrl?: string | undefined;
  readonly resource: unknown;
  readonly request?: { readonly method?: string | undefined; readonly url?: string | undefined } | undefined;
}

const typeOf = (resource: unknown): string =>
  String((resource as { resourceType?: unknown } | undefined)?.resourceType ?? '');
const idOf = (resource: unknown): string => String((resource as { id?: unknown } | undefined)?.id ?? '');

/** Names the field, never what stands in it. */
function parsed(resource: unknown): Resource {
  const outcome = Resource.safeParse(resource);
  if (outcome.success) return outcome.data;
  const fields = outcome.error.issues.map(({ path }) => path.map(String).join('.') || 'resourceType');
  throw new Error(
    `${typeOf(resource)}: ${[...new Set(fields)].slice(0, 3).join(', ')} is not as FHIR R4 has it`,
  );
}

/** A patient that others of the bundle may refer to, by every name it goes by. */
function patientsIn(found: readonly Found[], context: FhirContext): Map<string, ImportedPatient> {
  const patients = new Map<string, ImportedPatient>();
  for (const { fullUrl, resource } of found) {
    if (typeOf(resource) !== 'Patient') continue;
    try {
      const { patient } = patientFrom(parsed(resource) as never, context);
      if (fullUrl) patients.set(fullUrl, patient);
      if (idOf(resource)) patients.set(`Patient/${idOf(resource)}`, patient);
    } catch {
      // It is told of where it stands.
    }
  }
  return patients;
}

/** A reference into another bundle names the patient by the id in the practice's system. */
function referredTo(
  reference: string | undefined,
  patients: ReadonlyMap<string, ImportedPatient>,
  context: FhirContext,
): { readonly patient: ImportedPatient; readonly patientGiven: boolean } {
  const [relative, externalId] =
    /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})(?:\/|$)/.exec(reference ?? '') ?? [];
  const given =
    patients.get(reference ?? '') ??
    (relative === undefined ? undefined : patients.get(`Patient/${externalId}`));
  if (given) return { patient: given, patientGiven: true };
  if (externalId === undefined) throw new Error('its patient is not in the bundle');
  return {
    patient: { id: context.patientId(externalId), schema: 1, externalId },
    patientGiven: false,
  };
}

/** What a resource brings; undefined where its status says that there is nothing to take. */
function broughtBy(
  resource: Resource,
  patient: ImportedPatient,
  context: FhirContext,
): Omit<ImportedRow, 'patient'> | undefined {
  switch (resource.resourceType) {
    case 'Patient':
      return {};
    case 'Appointment':
      return appointmentFrom(resource, patient, context);
    case 'Procedure':
      return treatmentsFrom(resource, patient, context);
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

/** What a resource brings of one of its patients. */
function broughtOf(
  known: Exclude<Resource, { resourceType: 'Patient' }>,
  { entry, reference }: { readonly entry: number; readonly reference: string | undefined },
  patients: ReadonlyMap<string, ImportedPatient>,
  context: FhirContext,
): ReadEntry {
  const { patient, patientGiven } = referredTo(reference, patients, context);
  const brought = broughtBy(known, patient, context);
  if (brought === undefined) return { entry, ignored: true };
  // The patient's own entry says who they are.
  const { id, schema, externalId } = patient;
  const row = { patient: { id, schema, externalId }, ...brought };
  return { entry, row: plausible(row, todayOf(patient, context)), patientGiven };
}

const refused = (entry: number, error: unknown): ReadEntry => ({ entry, reason: (error as Error).message });

/** Of an appointment with several patients one entry each; of anything else one. */
function readEntry(
  { entry, resource, request }: Found,
  patients: ReadonlyMap<string, ImportedPatient>,
  context: FhirContext,
): readonly ReadEntry[] {
  if (request?.method === 'DELETE') return [deleted(entry, request.url)];
  if (!knownResources.includes(typeOf(resource))) return [{ entry, ignored: true }];
  try {
    const known = parsed(resource);
    if (known.resourceType === 'Patient') {
      const { patient, warnings } = patientFrom(known, context);
      const guardian = guardianOfPatient(known, context.practice.country);
      const row = {
        patient,
        ...(guardian ? { guardian } : {}),
        ...(warnings.length > 0 ? { warnings } : {}),
      };
      return [{ entry, row: plausible(row, todayOf(patient, context)), patientGiven: true }];
    }
    const [first, ...others] = patientReferences(resource);
    return [first, ...others].map((reference) => {
      try {
        return broughtOf(known, { entry, reference }, patients, context);
      } catch (error) {
        return refused(entry, error);
      }
    });
  } catch (error) {
    return [refused(entry, error)];
  }
}

/** A deletion names the resource and no patient. */
const deleted = (entry: number, url = ''): ReadEntry =>
  url.split(/[/?]/).some((step) => knownResources.includes(step))
    ? {
        entry,
        reason:
          'a deletion does not say whose it was: send an appointment as cancelled, anything else as entered-in-error',
      }
    : { entry, ignored: true };

/**
 * The entries of a FHIR R4 bundle: patients, appointments, procedures, planned procedures, consents and guardians; anything else is passed over. An
 * entry that cannot be taken has a reason, without a word of it.
 */
export function readBundle(bundle: Bundle, context: FhirContext): readonly ReadEntry[] {
  const found = bundle.entry.map(({ fullUrl, resource, request }, entry) => ({
    entry,
    fullUrl,
    resource,
    request,
  }));
  const patients = patientsIn(found, context);
  return found.flatMap((one) => readEntry(one, patients, context));
}
