import { Temporal } from 'temporal-polyfill';
import { locationOf } from '../../practice/practice.ts';
import { localDay } from '../../recall/local-day.ts';
import { dateOrderOf } from '../date-order.ts';
import { importedMoment } from '../import-dates.ts';
import type { ImportedPatient } from '../imported.ts';
import type { Treatment } from '../patient.ts';
import { type Days, daysOf } from './partial-date.ts';
import type { FhirContext } from './read-bundle.ts';
import type { ProcedureResource, Quantity } from './resources.ts';

export const zoneOf = (patient: ImportedPatient, { practice }: Pick<FhirContext, 'practice'>): string =>
  locationOf(practice, patient.location).zone;

/** A date as anybody writes it, or an instant, as a local day. Throws a reason. */
export function dayOf(
  written: string,
  field: string,
  patient: ImportedPatient,
  context: FhirContext,
): string {
  const order = dateOrderOf(context.practice.country);
  return importedMoment({ day: written, time: '' }, { field, order, zone: zoneOf(patient, context) }).on;
}

/** A year or a month alone, as its days. */
export const partOf = (written: string): Days | undefined =>
  /^\d{4}(-\d{2})?$/.test(written) ? daysOf(written) : undefined;

/** When a treatment took place: a day, or the days that it was on one of. */
type When = { readonly on: string } | { readonly within: Partial<Days> };

const read = (written: string, patient: ImportedPatient, context: FhirContext): When => {
  const within = partOf(written);
  return within ? { within } : { on: dayOf(written, 'the procedure', patient, context) };
};

function inWords(written: string, patient: ImportedPatient, context: FhirContext): When {
  try {
    return read(written.trim(), patient, context);
  } catch {
    throw new Error('the procedure says in words when it was, and they are no date; write it as 2026-11-20');
  }
}

/** UCUM's units of an age. */
const units: Readonly<Record<string, 'years' | 'months' | 'weeks' | 'days'>> = {
  a: 'years',
  year: 'years',
  years: 'years',
  mo: 'months',
  month: 'months',
  months: 'months',
  wk: 'weeks',
  week: 'weeks',
  weeks: 'weeks',
  d: 'days',
  day: 'days',
  days: 'days',
};

/** Somebody is 30 until the day before they are 31. */
function atAge(low: Quantity | undefined, high: Quantity | undefined, { birthDate }: ImportedPatient): When {
  if (birthDate === undefined)
    throw new Error(
      'the procedure is dated by an age, and the bundle does not say when its patient was born',
    );
  const after = (age: Quantity | undefined, more: number): string => {
    const unit = units[age?.code ?? ''] ?? units[age?.unit ?? ''];
    const value = age?.value;
    if (unit === undefined || value === undefined || value < 0 || value > 50_000)
      throw new Error('the procedure is dated by an age that cannot be read; write its date as 2026-11-20');
    return Temporal.PlainDate.from(birthDate)
      .add({ [unit]: Math.floor(value) + more })
      .add({ days: -more })
      .toString();
  };
  return { within: { first: after(low, 0), last: after(high, 1) } };
}

function whenOf(resource: ProcedureResource, patient: ImportedPatient, context: FhirContext): When {
  const { performedDateTime, performedPeriod, performedString, performedAge, performedRange } = resource;
  const written = performedDateTime ?? performedPeriod?.end ?? performedPeriod?.start;
  if (written) return read(written, patient, context);
  if (performedString) return inWords(performedString, patient, context);
  if (performedAge) return atAge(performedAge, performedAge, patient);
  if (performedRange)
    return atAge(
      performedRange.low ?? performedRange.high,
      performedRange.high ?? performedRange.low,
      patient,
    );
  return { within: {} };
}

const smallest = (days: readonly (string | undefined)[]): string =>
  days.flatMap((day) => day ?? []).toSorted()[0] ?? '';

/**
 * On which day a procedure was done. Where only a year, a month or an age is known it is the last day that it may have been, by when the record
 * was written, so that nobody is asked to come back too early; without any date only a record that has a version says as much. Throws a reason.
 */
export function performedOn(
  resource: ProcedureResource,
  patient: ImportedPatient,
  context: FhirContext,
): Pick<Treatment, 'on' | 'within'> & { readonly warnings?: readonly string[] } {
  const when = whenOf(resource, patient, context);
  if ('on' in when) return when;
  const { within } = when;
  const zone = zoneOf(patient, context);
  const written = resource.meta?.lastUpdated ?? context.asOf;
  if (within.last === undefined && written === undefined) throw new Error('the procedure has no date');
  const recorded = written === undefined ? undefined : localDay(new Date(written).toISOString(), zone);
  const known = recorded !== undefined && recorded >= (within.first ?? '') ? recorded : undefined;
  const today = localDay(context.now, zone);
  const last = smallest([within.last, known, today]);
  return {
    on: last < (within.first ?? '') ? (within.first ?? '') : last,
    within,
    warnings: ['the procedure has no day: it counts as done on the last that it may have been'],
  };
}
