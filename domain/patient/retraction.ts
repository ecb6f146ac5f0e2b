import type { ImportedRow } from './imported.ts';
import type { PatientRecord, Retraction } from './patient.ts';
import type { EntryKind } from './patients.ts';

/** The list of a record that entries of a kind stand in. */
const lists = {
  treatment: 'treatments',
  purchase: 'purchases',
  consultation: 'consultations',
  series: 'series',
} as const satisfies Record<EntryKind, keyof PatientRecord>;

/** The id under which it is kept that an entry was recorded by mistake. */
export const retractionId = (kind: EntryKind, entry: string): string => `${kind}#${entry}`;

/** Whether an entry stands in the record, or stood there until it was retracted. */
export const isKnown = (record: PatientRecord, kind: EntryKind, entry: string): boolean =>
  record[lists[kind]].some(({ id }) => id === entry) || isRetracted(record, kind, entry);

/** Whether staff said of this entry that it was recorded by mistake. */
export const isRetracted = (
  { retractions = [] }: Pick<PatientRecord, 'retractions'>,
  kind: EntryKind,
  entry: string,
): boolean => retractions.some(({ id }) => id === retractionId(kind, entry));

/** A row without what staff said never was: no import brings it back. */
export function withoutRetracted(row: ImportedRow, retractions: readonly Retraction[] = []): ImportedRow {
  if (retractions.length === 0) return row;
  const left = <T extends { readonly id: string }>(kind: EntryKind, all: readonly T[] = []): readonly T[] =>
    all.filter(({ id }) => !isRetracted({ retractions }, kind, id));
  return {
    ...row,
    treatments: left('treatment', row.treatments),
    purchases: left('purchase', row.purchases),
    consultations: left('consultation', row.consultations),
    series: left('series', row.series),
  };
}
