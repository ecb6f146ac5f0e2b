import { locationOf } from '../practice/practice.ts';
import { localDay } from '../recall/local-day.ts';
import { type ContactWish, importedWish } from './contact-wish.ts';
import type { ImportField } from './import-columns.ts';
import { consentsIn } from './import-consent.ts';
import { isNoDate } from './import-dates.ts';
import {
  appointmentIn,
  type Cells,
  consultationIn,
  type ImportContext,
  part,
  purchaseIn,
  type Reading,
  seriesIn,
  treatmentsIn,
  visited,
} from './import-entries.ts';
import { guardianIn } from './import-guardian.ts';
import { patientIn, type Warn } from './import-patient.ts';
import { statusIn } from './import-status.ts';
import type { ImportedRow } from './imported.ts';
import { plausible } from './plausible-row.ts';
import { servicesOf } from './services.ts';

export type { ImportContext } from './import-entries.ts';
export type { ImportedRow } from './imported.ts';

/** More than the words of any consent; all patterns that read cells are quick on that. */
const longestCell = 4000;

/** The cells of a row in words that are known everywhere: what a system means by a value of its own is its preset's to say. */
function cellsOf(row: Readonly<Record<string, string>>, { columns }: ImportContext): Cells {
  return (name) => {
    const column = columns.of[name];
    const text = column === undefined ? '' : (row[column] ?? '').trim();
    if (text.length > longestCell)
      throw new Error(`a cell has more than ${longestCell} characters: shorten it`);
    return isNoDate(text) ? '' : (columns.meanings?.[name]?.get(text.toLowerCase()) ?? text);
  };
}

const present = <T>(found: T | undefined): readonly T[] => (found === undefined ? [] : [found]);

function wishIn({
  cell,
  warn,
}: Reading): Omit<ContactWish, 'channel'> & Pick<ImportedRow, 'preferredChannel'> {
  if (!cell('preferredChannel')) return {};
  const { channel, forbids } = part(warn, () => importedWish(cell('preferredChannel'))) ?? {};
  return { ...(channel ? { preferredChannel: channel } : {}), ...(forbids ? { forbids } : {}) };
}

/**
 * One row of an export, without what cannot be read (its part is left out) and what cannot be (plausible-row.ts): `warnings` say what. Throws the
 * reason, without a word of the row, where nothing of it can be taken, or it is not known whose it is or whose law holds.
 */
export function importRow(row: Readonly<Record<string, string>>, context: ImportContext): ImportedRow {
  const cell = cellsOf(row, context);
  const warnings: string[] = [];
  const warn: Warn = (reason) => warnings.push(reason);
  const patient = patientIn(cell, context, warn);
  const reading: Reading = { cell, patient, context, warn };
  const appointment = part(warn, () => appointmentIn(reading));
  const guardian = guardianIn(cell, context.practice.country, warn);
  const treatments = part(warn, () => treatmentsIn(reading)) ?? [];
  const { now, columns } = context;
  const read: ImportedRow = {
    patient,
    treatments: treatments.length > 0 ? treatments : visited(appointment, reading),
    purchases: present(part(warn, () => purchaseIn(reading))),
    consultations: present(part(warn, () => consultationIn(reading))),
    series: present(part(warn, () => seriesIn(reading))),
    appointments: present(appointment),
    consents: consentsIn(patient, cell, { now, columns, warn, practice: context.practice }),
    ...(guardian ? { guardian } : {}),
    ...wishIn(reading),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
  return plausible(read, localDay(now, locationOf(context.practice, patient.location).zone));
}

/**
 * The services of a row that the catalogue does not know, as they are written, also where nothing else of the row can be taken; of visits, those
 * that were not cancelled or missed.
 */
export function unknownServices(
  row: Readonly<Record<string, string>>,
  context: Pick<ImportContext, 'columns' | 'types'>,
): readonly string[] {
  const read = (field: ImportField): string => {
    const column = context.columns.of[field];
    return column === undefined ? '' : (row[column] ?? '').trim();
  };
  const status = statusIn(read('appointmentStatus'));
  const isOff = status === 'cancelled' || status === 'noshow';
  const written = [read('treatment'), isOff ? '' : read('appointmentType')].filter((text) => text !== '');
  return [...new Set(written.flatMap((text) => servicesOf(text, context.types).unknown))];
}
