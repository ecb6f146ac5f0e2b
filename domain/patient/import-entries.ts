import { locationOf, type Practice } from '../practice/practice.ts';
import { localDay } from '../recall/local-day.ts';
import type { Product, TreatmentType } from '../recall/recall-rules.ts';
import type { ImportColumns, ImportField } from './import-columns.ts';
import { importedMoment, type Moment } from './import-dates.ts';
import type { Warn } from './import-patient.ts';
import { importedOutcome, importedStatus, reasonIn } from './import-status.ts';
import { importedCount, importedMoney, saysPaid, saysYes } from './import-values.ts';
import { filled, type ImportedPatient } from './imported.ts';
import type { Appointment, Consultation, Purchase, Series, Treatment } from './patient.ts';
import { productNamed, serviceNamed, servicesOf } from './services.ts';

export interface ImportContext {
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly products: readonly Product[];
  readonly columns: ImportColumns;
  readonly patientId: (externalId: string) => string;
  /** ISO instant. */
  readonly now: string;
}

export type Cells = (name: ImportField) => string;

/** A row while it is read: its cells, whose it is, and where to tell what is left out. */
export interface Reading {
  readonly cell: Cells;
  readonly patient: ImportedPatient;
  readonly context: ImportContext;
  readonly warn: Warn;
}

const notListed = 'the treatment is not in practice/treatments.yaml';

function treatmentType(name: string, { types }: ImportContext, about?: 'talk'): string {
  const found = serviceNamed(name, types, about);
  if (!found) throw new Error(notListed);
  return found.id;
}

const zoneOf = ({ context, patient }: Reading): string => locationOf(context.practice, patient.location).zone;

const momentIn = (reading: Reading, field: ImportField, words: string): Moment =>
  importedMoment(
    { day: reading.cell(field), time: '' },
    { field: words, order: reading.context.columns.dates, zone: zoneOf(reading) },
  );
const day = (reading: Reading, field: ImportField, words: string): string =>
  reading.cell(field) ? momentIn(reading, field, words).on : '';
const money = ({ cell }: Reading, field: ImportField, words: string): number | undefined =>
  cell(field) ? importedMoney(cell(field), words) : undefined;
const shortened = ({ cell }: Reading, field: ImportField): string => cell(field).slice(0, 100);

/** An id of the practice's system, as a key may hold it. */
const idIn = ({ cell }: Reading, field: ImportField): string =>
  cell(field)
    .replaceAll(/[^A-Za-z0-9_.:-]/g, '-')
    .slice(0, 80);

/** One part of a row: where it cannot be read it is left out, and the others are kept. */
export function part<T>(warn: Warn, read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    warn(`${(error as Error).message}; it was left out`);
    return undefined;
  }
}

/** What only a row of one treatment can say of it. */
function detailsOf(reading: Reading): Pick<Treatment, 'product' | 'nextOn'> {
  const { warn } = reading;
  return filled({
    product: shortened(reading, 'treatmentProduct'),
    nextOn: part(warn, () => day(reading, 'nextTreatmentOn', 'the next treatment')),
  });
}

/** The treatments of a row, one or a list. Like all of this file it throws the reason, without a word of the row, where none can be taken. */
export function treatmentsIn(reading: Reading): readonly Treatment[] {
  const { cell, patient, context, warn } = reading;
  if (!cell('treatment')) return [];
  if (!cell('treatedOn')) throw new Error('the treatment has no date');
  const { known, unknown } = servicesOf(cell('treatment'), context.types);
  if (unknown.length > 0 && known.length === 0) throw new Error(notListed);
  if (known.length === 0) throw new Error('what stands as the treatment is a talk, a check or a payment');
  if (unknown.length > 0) warn('one of the treatments is not in practice/treatments.yaml; it was left out');
  const on = day(reading, 'treatedOn', 'the treatment date');
  // It was done, whatever was paid for it, or paid back.
  const price = part(warn, () => money(reading, 'treatmentPrice', 'the price of the treatment'));
  const details = known.length === 1 ? detailsOf(reading) : {};
  if (known.length > 1 && cell('nextTreatmentOn'))
    warn('the next treatment is left out: the row lists several, and does not say of which it is');
  return known.map((type, at) => ({
    patientId: patient.id,
    id: `${type}#${on}`,
    type,
    on,
    ...(saysYes(cell('treatedElsewhere')) ? { elsewhere: true } : {}),
    ...details,
    // A row has one price: it counts once.
    ...filled({ provider: shortened(reading, 'treatedBy'), price: at === 0 ? price : undefined }),
  }));
}

/** The purchase in a row, if there is one. Throws where it cannot be read. */
export function purchaseIn(reading: Reading): Purchase | undefined {
  const { cell, patient, context } = reading;
  if (!cell('product')) return undefined;
  if (!cell('purchasedOn')) throw new Error('the purchase has no date');
  const product = productNamed(cell('product'), context.products)?.id;
  if (product === undefined) throw new Error('the product is not in practice/treatments.yaml');
  const on = day(reading, 'purchasedOn', 'the date of the purchase');
  const price = money(reading, 'purchasePrice', 'the price of the product');
  return {
    patientId: patient.id,
    id: idIn(reading, 'purchaseId') || `${product}#${on}`,
    product,
    on,
    quantity: cell('quantity') ? importedCount(cell('quantity'), 'the quantity') : 1,
    ...(price === undefined ? {} : { price }),
  };
}

function reasonOf({ cell, warn }: Reading): Consultation['reason'] {
  const reason = reasonIn(cell('consultationReason'));
  if (cell('consultationReason') && reason === undefined)
    warn(
      'the reason of the consultation is none that is known and was left out; use price, fear, time or second-opinion',
    );
  return reason;
}

/** The consultation in a row, if there is one. Throws where it cannot be read. */
export function consultationIn(reading: Reading): Consultation | undefined {
  const { cell, patient, context, warn } = reading;
  if (!cell('consultedOn')) return undefined;
  const on = day(reading, 'consultedOn', 'the date of the consultation');
  const about = cell('consultedAbout') ? treatmentType(cell('consultedAbout'), context, 'talk') : '';
  const reason = reasonOf(reading);
  return {
    patientId: patient.id,
    id: idIn(reading, 'consultationId') || `${about || 'consultation'}#${on}`,
    on,
    outcome: cell('consultationOutcome') ? importedOutcome(cell('consultationOutcome')) : 'open',
    ...(reason === undefined ? {} : { reason }),
    ...filled({
      about,
      quote: part(warn, () => money(reading, 'quote', 'the quote')),
      quoteUntil: part(warn, () => day(reading, 'quoteUntil', 'the day until which the quote holds')),
      provider: shortened(reading, 'consultedBy'),
    }),
  };
}

/** The course in a row, if there is one. Throws where it cannot be read. */
export function seriesIn(reading: Reading): Series | undefined {
  const { cell, patient, context, warn } = reading;
  if (!cell('seriesOf')) return undefined;
  if (!cell('seriesStartedOn') || !cell('seriesSessions'))
    throw new Error('the series has no first day or no number of sessions');
  const type = treatmentType(cell('seriesOf'), context);
  const startedOn = day(reading, 'seriesStartedOn', 'the first day of the series');
  const paid = saysPaid(cell('seriesPaid'));
  if (cell('seriesPaid') && paid === undefined)
    warn('whether the series is paid for cannot be read and counts as no: write yes or no');
  return {
    patientId: patient.id,
    id: idIn(reading, 'seriesId') || `${type}#${startedOn}`,
    type,
    sessions: importedCount(cell('seriesSessions'), 'the number of sessions'),
    startedOn,
    paid: paid === true,
  };
}

/** When an appointment was made. Some systems call the day of the visit so: one that lies after it is no such day. */
function bookedAt(reading: Reading, visit: Moment): string | undefined {
  if (!reading.cell('appointmentBookedOn')) return undefined;
  const { on, at } = momentIn(reading, 'appointmentBookedOn', 'the day on which the appointment was made');
  if (on > visit.on || on > localDay(reading.context.now, zoneOf(reading)))
    throw new Error('the day on which the appointment was made is after it, or lies in the future');
  return at ?? `${on}T12:00:00.000Z`;
}

/** The appointment in a row, if there is one. Throws where it cannot be read. */
export function appointmentIn(reading: Reading): Appointment | undefined {
  const { cell, patient, context, warn } = reading;
  if (!cell('appointmentOn') && !cell('appointmentAt')) return undefined;
  const zone = zoneOf(reading);
  const moment = importedMoment(
    { day: cell('appointmentOn'), time: cell('appointmentAt') },
    { field: 'the appointment', order: context.columns.dates, zone },
  );
  const [type] = servicesOf(cell('appointmentType'), context.types).known;
  const made = part(warn, () => bookedAt(reading, moment));
  const isAhead = moment.on > localDay(context.now, zone);
  return {
    patientId: patient.id,
    id: idIn(reading, 'appointmentId') || `import#${moment.on}`,
    ...moment,
    status: cell('appointmentStatus') ? importedStatus(cell('appointmentStatus'), isAhead) : 'booked',
    ...(type ? { type } : {}),
    ...(patient.location ? { location: patient.location } : {}),
    ...(made ? { bookedAt: made } : {}),
  };
}

/** `from` of what is known of an appointment. */
export const fromVisit = (appointmentId: string): string => `visit#${appointmentId}`;

const unlisted =
  'the service of the visit is not in practice/treatments.yaml: the visit was kept, and no treatment';
const partlyListed =
  'a service of the visit is not in practice/treatments.yaml: the visit was kept, and the treatments that are known';

/** A visit that took place is a treatment for each of its services that is known; it is a visit without any, too. */
export function visited(
  appointment: Appointment | undefined,
  { cell, context, warn }: Reading,
): readonly Treatment[] {
  if (appointment?.status !== 'fulfilled' || !cell('appointmentType')) return [];
  const { known, unknown } = servicesOf(cell('appointmentType'), context.types);
  if (unknown.length > 0) warn(known.length > 0 ? partlyListed : unlisted);
  const { patientId, on, id } = appointment;
  return known.map((type) => ({ patientId, id: `${type}#${on}`, type, on, from: fromVisit(id) }));
}
