import { locationOf } from '../../practice/practice.ts';
import type { TreatmentType } from '../../recall/recall-rules.ts';
import { importedMoment } from '../import-dates.ts';
import type { ImportedPatient, ImportedRow } from '../imported.ts';
import type { Appointment } from '../patient.ts';
import { serviceNamed } from '../services.ts';
import type { FhirContext } from './read-bundle.ts';
import {
  type AppointmentResource,
  type Concept,
  type ProcedureResource,
  type ServiceRequestResource,
  treatmentSystem,
} from './resources.ts';

type Brought = Omit<ImportedRow, 'patient'> | undefined;

const isCoded =
  (type: TreatmentType) =>
  ({ system, code }: { readonly system?: string | undefined; readonly code?: string | undefined }): boolean =>
    (system === treatmentSystem && code === type.id) ||
    (type.codings ?? []).some((known) => known.system === system && known.code === code);

/** The treatment type of a code: by the codings of practice/treatments.yaml, else by its words. */
export function typeOf(
  concepts: readonly (Concept | undefined)[],
  types: readonly TreatmentType[],
): string | undefined {
  const said = concepts.filter((concept): concept is Concept => concept !== undefined);
  const codings = said.flatMap(({ coding }) => coding ?? []);
  const coded = types.find((type) => codings.some(isCoded(type)));
  if (coded) return coded.id;
  const words = [...said.map(({ text }) => text), ...codings.map(({ display }) => display)];
  for (const word of words) {
    const found = word === undefined ? undefined : serviceNamed(word, types);
    if (found) return found.id;
  }
  return undefined;
}

const zoneOf = (patient: ImportedPatient, { practice }: FhirContext): string =>
  locationOf(practice, patient.location).zone;

/** A FHIR date or instant as a local day; a year or a month alone is none. */
function dayOf(written: string, field: string, patient: ImportedPatient, context: FhirContext): string {
  return importedMoment({ day: written, time: '' }, { field, order: 'MDY', zone: zoneOf(patient, context) })
    .on;
}

const statuses: Readonly<Record<string, Appointment['status']>> = {
  booked: 'booked',
  arrived: 'booked',
  'checked-in': 'booked',
  fulfilled: 'fulfilled',
  cancelled: 'cancelled',
  'entered-in-error': 'cancelled',
  noshow: 'noshow',
};

const updatedAt = (meta: AppointmentResource['meta']): { readonly updatedAt?: string } =>
  meta?.lastUpdated ? { updatedAt: new Date(meta.lastUpdated).toISOString() } : {};

/**
 * A booking; one that is only proposed, pending or waited for is none yet. R4 lets a cancelled one leave out when it was (app-3): it then says
 * what became of the one that is known.
 */
export function appointmentFrom(
  resource: AppointmentResource,
  patient: ImportedPatient,
  context: FhirContext,
): Brought {
  const status = statuses[resource.status];
  if (status === undefined) return undefined;
  if (!resource.start) {
    if (status !== 'cancelled') throw new Error('the appointment has no start');
    return { visits: [{ id: resource.id, status, ...updatedAt(resource.meta) }] };
  }
  const at = new Date(resource.start).toISOString();
  const on = dayOf(resource.start, 'the appointment', patient, context);
  const { serviceType = [], appointmentType, reasonCode = [], meta, created } = resource;
  const type = typeOf([...serviceType, appointmentType, ...reasonCode], context.types);
  const made = created && /^\d{4}-\d{2}-\d{2}/.test(created) ? new Date(created) : undefined;
  const appointment: Appointment = {
    patientId: patient.id,
    id: resource.id,
    on,
    at,
    status,
    ...(type ? { type } : {}),
    ...(made && !Number.isNaN(made.getTime()) ? { bookedAt: made.toISOString() } : {}),
    ...updatedAt(meta),
  };
  return { appointments: [appointment] };
}

/** What says that a procedure was none, of one that was told as completed before. */
const notDone = new Set(['entered-in-error', 'not-done']);

/** A treatment that was completed, and only on the day that it says now; one that is under way is none, one that was not done none any more. */
export function treatmentsFrom(
  resource: ProcedureResource,
  patient: ImportedPatient,
  context: FhirContext,
): Brought {
  const from = resource.id === undefined ? undefined : `procedure#${resource.id}`;
  if (notDone.has(resource.status)) return from === undefined ? undefined : { settles: [from] };
  if (resource.status !== 'completed') return undefined;
  const { performedDateTime, performedPeriod, performer = [] } = resource;
  const written = performedDateTime ?? performedPeriod?.end ?? performedPeriod?.start;
  if (!written) throw new Error('the procedure has no date');
  const type = typeOf([resource.code], context.types);
  if (!type) throw new Error('the procedure is not in practice/treatments.yaml');
  const on = dayOf(written, 'the procedure', patient, context);
  const provider = performer[0]?.actor.display?.slice(0, 100);
  const treatment = { patientId: patient.id, id: `${type}#${on}`, type, on };
  return {
    treatments: [{ ...treatment, ...(provider ? { provider } : {}), ...(from ? { from } : {}) }],
    ...(from ? { settles: [from] } : {}),
  };
}

/** A plan that is none any more: it was done, given up, or entered in error. */
const noPlan = new Set(['revoked', 'completed', 'entered-in-error', 'on-hold']);

const instantOf = (written: string, reason: string): string => {
  const at = new Date(written);
  if (Number.isNaN(at.getTime())) throw new Error(reason);
  return at.toISOString();
};

/** The day on which the next treatment is wished for: it overrides what the interval says, as long as it is planned. */
export function plannedFrom(
  resource: ServiceRequestResource,
  patient: ImportedPatient,
  context: FhirContext,
): Brought {
  const { status, doNotPerform, occurrenceDateTime, occurrencePeriod, authoredOn, meta } = resource;
  const isOff = noPlan.has(status);
  // That something is not to be done is no plan to do it.
  if (doNotPerform || (status !== 'active' && !isOff)) return undefined;
  const type = typeOf([resource.code], context.types);
  if (!type) throw new Error('the requested treatment is not in practice/treatments.yaml');
  const setting = { patientId: patient.id, id: `due#${type}`, by: 'import' };
  if (isOff) {
    const at = meta?.lastUpdated ? new Date(meta.lastUpdated).toISOString() : context.now;
    return { settings: [{ ...setting, reason: 'planned no more in the practice’s own system', at }] };
  }
  const written = occurrenceDateTime ?? occurrencePeriod?.start;
  if (!written) throw new Error('the request does not say when (occurrenceDateTime)');
  if (!authoredOn) throw new Error('the request does not say when it was written (authoredOn)');
  return {
    settings: [
      {
        ...setting,
        dueOn: dayOf(written, 'the request', patient, context),
        reason: 'planned in the practice’s own system',
        at: instantOf(authoredOn, 'authoredOn is no date; write it as 2026-11-20'),
      },
    ],
  };
}
