import type { TreatmentType } from '../../recall/recall-rules.ts';
import type { ImportedPatient, ImportedRow } from '../imported.ts';
import type { Appointment } from '../patient.ts';
import { serviceNamed } from '../services.ts';
import { type BundleEntry, entryId } from './bundle-entries.ts';
import { daysOf } from './partial-date.ts';
import { dayOf, partOf, performedOn } from './performed.ts';
import type { FhirContext } from './read-bundle.ts';
import {
  type AppointmentResource,
  type Concept,
  type ProcedureResource,
  type ServiceRequestResource,
  treatmentSystem,
} from './resources.ts';

type Brought = Omit<ImportedRow, 'patient'> | undefined;

/** Where a resource stands. */
export interface Standing {
  readonly at: BundleEntry;
}

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

/** What an entry is known by from one bundle to the next: its id, else a number that its system gave it. */
function lastingId(resource: Pick<AppointmentResource, 'identifier'>, at: BundleEntry): string | undefined {
  const number = resource.identifier?.find(({ use, value }) => use !== 'old' && value)?.value;
  return entryId(at) ?? number?.replaceAll(/[^A-Za-z0-9_.:-]/g, '-').slice(0, 80);
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

/** When this was so: the resource's last change, else the moment as of which the bundle tells of it. */
function updatedAt(
  meta: AppointmentResource['meta'],
  { asOf }: FhirContext,
): { readonly updatedAt?: string } {
  const at = meta?.lastUpdated ? new Date(meta.lastUpdated).toISOString() : asOf;
  return at === undefined ? {} : { updatedAt: at };
}

const madeAt = (created: string | undefined): Pick<Appointment, 'bookedAt'> => {
  const made = created && /^\d{4}-\d{2}-\d{2}/.test(created) ? new Date(created) : undefined;
  return made && !Number.isNaN(made.getTime()) ? { bookedAt: made.toISOString() } : {};
};

/**
 * A booking; one that is only proposed, pending or waited for is none yet. R4 lets a cancelled one leave out when it was (app-3): it then says
 * what became of the one that is known. One without an id is known by its time and what it is for: nobody is in two places at once.
 */
export function appointmentFrom(
  resource: AppointmentResource,
  patient: ImportedPatient,
  { at, ...context }: FhirContext & Standing,
): Brought {
  const status = statuses[resource.status];
  if (status === undefined) return undefined;
  const known = lastingId(resource, at);
  const version = updatedAt(resource.meta, context);
  if (!resource.start) {
    if (status !== 'cancelled') throw new Error('the appointment has no start');
    if (known === undefined) throw new Error('the appointment has neither a start nor an id');
    return { visits: [{ id: known, status, ...version }] };
  }
  const starts = new Date(resource.start).toISOString();
  const { serviceType = [], appointmentType, reasonCode = [], created } = resource;
  const type = typeOf([...serviceType, appointmentType, ...reasonCode], context.types);
  const appointment: Appointment = {
    patientId: patient.id,
    id: known ?? ['at', starts, type].filter(Boolean).join('~'),
    on: dayOf(resource.start, 'the appointment', patient, context),
    at: starts,
    status,
    ...(type ? { type } : {}),
    ...madeAt(created),
    ...version,
  };
  return { appointments: [appointment] };
}

/** What says that a procedure was none, of one that was told as completed before. */
const notDone = new Set(['entered-in-error', 'not-done']);

/** A treatment that was completed, and only on the day that it says now; one that is under way is none, one that was not done none any more. */
export function treatmentsFrom(
  resource: ProcedureResource,
  patient: ImportedPatient,
  { at, ...context }: FhirContext & Standing,
): Brought {
  const id = lastingId(resource, at);
  const source = id === undefined ? undefined : `procedure#${id}`;
  if (notDone.has(resource.status)) return source === undefined ? undefined : { settles: [source] };
  if (resource.status !== 'completed') return undefined;
  const { on, within, warnings } = performedOn(resource, patient, context);
  const type = typeOf([resource.code], context.types);
  if (!type) throw new Error('the procedure is not in practice/treatments.yaml');
  const provider = resource.performer?.[0]?.actor.display?.slice(0, 100);
  // A day that is not known may be worked out anew: only by its source is it the same treatment.
  const days = within?.last === undefined ? [resource.meta?.lastUpdated] : [within.first, within.last];
  const from = source ?? (within && ['procedure#', type, ...days].join('~'));
  const treatment = { patientId: patient.id, id: `${type}#${on}`, type, on, ...(within ? { within } : {}) };
  return {
    treatments: [{ ...treatment, ...(provider ? { provider } : {}), ...(from ? { from } : {}) }],
    ...(source ? { settles: [source] } : {}),
    ...(warnings ? { warnings } : {}),
  };
}

/** A plan that is none any more: it was done, given up, or entered in error. */
const noPlan = new Set(['revoked', 'completed', 'entered-in-error', 'on-hold']);

const instantOf = (written: string | undefined): string | undefined => {
  const days = written === undefined ? undefined : daysOf(written);
  if (written === undefined || days === undefined) return undefined;
  const at = new Date(written.includes('T') ? written : `${days.first}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

function wishedFor({
  occurrenceDateTime,
  occurrencePeriod,
  occurrenceTiming,
}: ServiceRequestResource): string | undefined {
  const { event = [], repeat } = occurrenceTiming ?? {};
  return (
    occurrenceDateTime ??
    occurrencePeriod?.start ??
    event.toSorted()[0] ??
    repeat?.boundsPeriod?.start ??
    occurrencePeriod?.end
  );
}

/** What a plan says since when; without any date it says less than whatever anybody decided. */
function since(
  written: readonly (string | undefined)[],
  { asOf, now }: FhirContext,
): Pick<ImportedRow, 'undated'> & { readonly at: string } {
  const at = [...written.map(instantOf), asOf].find((one) => one !== undefined);
  return at === undefined ? { at: now, undated: true } : { at };
}

/** The day on which the next treatment is wished for: it overrides what the interval says, as long as it is planned. */
export function plannedFrom(
  resource: ServiceRequestResource,
  patient: ImportedPatient,
  context: FhirContext,
): Brought {
  const { status, doNotPerform, authoredOn, meta } = resource;
  const isOff = noPlan.has(status);
  // That something is not to be done is no plan to do it.
  if (doNotPerform || (status !== 'active' && !isOff)) return undefined;
  const type = typeOf([resource.code], context.types);
  if (!type) throw new Error('the requested treatment is not in practice/treatments.yaml');
  const setting = { patientId: patient.id, id: `due#${type}`, by: 'import' };
  if (isOff) {
    const { at, ...undated } = since([meta?.lastUpdated], context);
    const reason = 'planned no more in the practice’s own system';
    return { settings: [{ ...setting, reason, at }], ...undated };
  }
  const written = wishedFor(resource);
  if (!written) throw new Error('the request does not say when (occurrenceDateTime)');
  const part = partOf(written);
  const { at, ...undated } = since([authoredOn, meta?.lastUpdated], context);
  const dueOn = part?.first ?? dayOf(written, 'the request', patient, context);
  const warnings = [
    ...(part ? ['the request names no day: the first of its month or year was taken'] : []),
    ...(undated.undated
      ? ['nothing says when the request was written: it undoes nothing that was decided here']
      : []),
  ];
  return {
    settings: [{ ...setting, dueOn, reason: 'planned in the practice’s own system', at }],
    ...undated,
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}
