import { stringify } from 'csv-stringify/sync';
import type { Practice } from '../../domain/practice/practice.ts';
import type { Piece } from '../../domain/recall/letter-batch.ts';

const columns = [
  'name',
  'line_1',
  'line_2',
  'line_3',
  'city',
  'region',
  'postal_code',
  'country',
  'template',
  'language',
  'piece',
];

/** A batch for a mailing house: names, addresses and which letter each gets; nothing of what patients come for. */
export const lettersCsv = (pieces: readonly Piece[], practice: Practice): string =>
  stringify(
    pieces.map(({ touch, record: { patient } }) => [
      `${patient.firstName} ${patient.lastName}`.trim(),
      ...Array.from({ length: 3 }, (_, line) => patient.postal?.lines[line] ?? ''),
      patient.postal?.city ?? '',
      patient.region ?? '',
      patient.postal?.postalCode ?? '',
      patient.country ?? practice.country,
      touch.template,
      patient.language,
      touch.id,
    ]),
    { header: true, columns, escape_formulas: true },
  );
