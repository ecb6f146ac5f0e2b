import { locationOf, type Practice } from '../practice/practice.ts';
import { localDay } from '../recall/local-day.ts';
import type { Product, TreatmentType } from '../recall/recall-rules.ts';
import type { ImportColumns, ImportField } from './import-columns.ts';
import { consentsIn } from './import-consent.ts';
import { patientIn } from './import-patient.ts';
import {
  importedChannel,
  importedCount,
  importedDate,
  importedMoment,
  importedMoney,
  importedOutcome,
  importedReason,
  importedStatus,
  saysYes,
} from './import-values.ts';
import { filled, type ImportedPatient, type ImportedRow } from './imported.ts';
import type { Appointment, Consultation, Purchase, Series, Treatment } from './patient.ts';
import { plausible } from './plausible-row.ts';

export type { ImportedRow } from './imported.ts';

export interface ImportContext {
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly products: readonly Product[];
  readonly columns: ImportColumns;
  readonly patientId: (externalId: string) => string;
  /** ISO instant. */
  readonly now: string;
}

/** More than the words of any consent; all patterns that read cells are quick on that. */
const longestCell = 4000;

type Cells = (name: ImportField) => string;

interface Reading {
  readonly cell: Cells;
  readonly patient: ImportedPatient;
  readonly context: ImportContext;
}

const plainName = (name: string): string => name.toLowerCase().trim();

/** The entry of a catalogue that has this id or name. */
export function named<T extends { readonly id: string; readonly names: readonly string[] }>(
  name: string,
  all: readonly T[],
): T | undefined {
  const wanted = plainName(name);
  return all.find(({ id, names }) => id === wanted || names.some((known) => plainName(known) === wanted));
}

function treatmentType(name: string, { types }: ImportContext): string {
  const found = named(name, types);
  if (!found) throw new Error('the treatment is not in practice/treatments.yaml');
  return found.id;
}

const day = ({ cell, context }: Reading, field: ImportField, words: string): string =>
  cell(field) ? importedDate(cell(field), words, context.columns.dates) : '';
const money = ({ cell }: Reading, field: ImportField, words: string): number | undefined =>
  cell(field) ? importedMoney(cell(field), words) : undefined;
const short = ({ cell }: Reading, field: ImportField): string => cell(field).slice(0, 100);

/** An id of the practice's system, as a key may hold it. */
const idIn = ({ cell }: Reading, field: ImportField): string =>
  cell(field)
    .replaceAll(/[^A-Za-z0-9_.:-]/g, '-')
    .slice(0, 80);

function treatmentIn(reading: Reading): Treatment | undefined {
  const { cell, patient, context } = reading;
  if (!cell('treatment')) return undefined;
  if (!cell('treatedOn')) throw new Error('the treatment has no date');
  const type = treatmentType(cell('treatment'), context);
  const on = day(reading, 'treatedOn', 'the treatment date');
  return {
    patientId: patient.id,
    id: `${type}#${on}`,
    type,
    on,
    ...(saysYes(cell('treatedElsewhere')) ? { elsewhere: true } : {}),
    ...filled({
      product: short(reading, 'treatmentProduct'),
      provider: short(reading, 'treatedBy'),
      price: money(reading, 'treatmentPrice', 'the price of the treatment'),
      nextOn: day(reading, 'nextTreatmentOn', 'the next treatment'),
    }),
  };
}

function purchaseIn(reading: Reading): Purchase | undefined {
  const { cell, patient, context } = reading;
  if (!cell('product')) return undefined;
  if (!cell('purchasedOn')) throw new Error('the purchase has no date');
  const product = named(cell('product'), context.products)?.id;
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

function consultationIn(reading: Reading): Consultation | undefined {
  const { cell, patient, context } = reading;
  if (!cell('consultedOn')) return undefined;
  const on = day(reading, 'consultedOn', 'the date of the consultation');
  const about = cell('consultedAbout') ? treatmentType(cell('consultedAbout'), context) : '';
  const reason = cell('consultationReason') ? importedReason(cell('consultationReason')) : undefined;
  return {
    patientId: patient.id,
    id: idIn(reading, 'consultationId') || `${about || 'consultation'}#${on}`,
    on,
    outcome: cell('consultationOutcome') ? importedOutcome(cell('consultationOutcome')) : 'open',
    ...(reason === undefined ? {} : { reason }),
    ...filled({
      about,
      quote: money(reading, 'quote', 'the quote'),
      quoteUntil: day(reading, 'quoteUntil', 'the day until which the quote holds'),
      provider: short(reading, 'consultedBy'),
    }),
  };
}

function seriesIn(reading: Reading): Series | undefined {
  const { cell, patient, context } = reading;
  if (!cell('seriesOf')) return undefined;
  if (!cell('seriesStartedOn') || !cell('seriesSessions'))
    throw new Error('the series has no first day or no number of sessions');
  const type = treatmentType(cell('seriesOf'), context);
  const startedOn = day(reading, 'seriesStartedOn', 'the first day of the series');
  return {
    patientId: patient.id,
    id: idIn(reading, 'seriesId') || `${type}#${startedOn}`,
    type,
    sessions: importedCount(cell('seriesSessions'), 'the number of sessions'),
    startedOn,
    paid: saysYes(cell('seriesPaid')),
  };
}

function appointmentIn(reading: Reading): Appointment | undefined {
  const { cell, patient, context } = reading;
  if (!cell('appointmentOn') && !cell('appointmentAt')) return undefined;
  const location = locationOf(context.practice, patient.location);
  const moment = importedMoment(
    { day: cell('appointmentOn'), time: cell('appointmentAt') },
    { field: 'the appointment', order: context.columns.dates, zone: location.zone },
  );
  const type = named(cell('appointmentType'), context.types)?.id;
  const bookedOn = day(reading, 'appointmentBookedOn', 'the day on which the appointment was made');
  return {
    patientId: patient.id,
    id: idIn(reading, 'appointmentId') || `import#${moment.on}`,
    ...moment,
    status: cell('appointmentStatus') ? importedStatus(cell('appointmentStatus')) : 'booked',
    ...(type ? { type } : {}),
    ...(patient.location ? { location: patient.location } : {}),
    ...(bookedOn ? { bookedAt: `${bookedOn}T12:00:00.000Z` } : {}),
  };
}

/** A visit that took place for a known treatment is that treatment. */
function visited(appointment: Appointment | undefined, { cell }: Reading): Treatment | undefined {
  if (appointment?.status !== 'fulfilled' || !cell('appointmentType')) return undefined;
  const { patientId, type, on } = appointment;
  if (!type) throw new Error('the service of the visit is not in practice/treatments.yaml');
  return { patientId, id: `${type}#${on}`, type, on };
}

const present = <T>(...found: readonly (T | undefined)[]): readonly T[] => found.flatMap((one) => one ?? []);

/** One row of an export, without what cannot be (plausible-row.ts). Throws the reason, without a word of the row, when it cannot be taken. */
export function importRow(row: Readonly<Record<string, string>>, context: ImportContext): ImportedRow {
  const cell: Cells = (name) => {
    const column = context.columns.of[name];
    const text = column === undefined ? '' : (row[column] ?? '').trim();
    if (text.length > longestCell)
      throw new Error(`a cell has more than ${longestCell} characters: shorten it`);
    return text;
  };
  const patient = patientIn(cell, context);
  const reading: Reading = { cell, patient, context };
  const appointment = appointmentIn(reading);
  const read: ImportedRow = {
    patient,
    treatments: present(treatmentIn(reading) ?? visited(appointment, reading)),
    purchases: present(purchaseIn(reading)),
    consultations: present(consultationIn(reading)),
    series: present(seriesIn(reading)),
    appointments: present(appointment),
    consents: consentsIn(patient, cell, {
      now: context.now,
      dates: context.columns.dates,
      practice: context.practice,
    }),
    ...(cell('preferredChannel') ? { preferredChannel: importedChannel(cell('preferredChannel')) } : {}),
  };
  return plausible(read, localDay(context.now, locationOf(context.practice, patient.location).zone));
}
