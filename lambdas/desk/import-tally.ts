import { unlistedServices } from '../../domain/patient/fhir/unlisted.ts';
import { namesNobody } from '../../domain/patient/import-consent.ts';
import { type ImportContext, type ImportedRow, unknownServices } from '../../domain/patient/import-row.ts';
import { type UnknownService, unknownTogether } from '../../domain/patient/unknown-services.ts';

/** How much was taken in that is in order, and still of less use than it might be. */
export const tallied = (
  read: readonly { readonly row: ImportedRow }[],
): { readonly namingNobody: number; readonly bookingDayUnknown: number } => ({
  namingNobody: read.flatMap(({ row }) => (row.consents ?? []).filter(namesNobody)).length,
  bookingDayUnknown: read.flatMap(({ row }) =>
    (row.appointments ?? []).filter(({ bookedAt }) => bookedAt === undefined),
  ).length,
});

const counted = (names: readonly string[]): UnknownService[] => [
  ...unknownTogether(names.map((name) => ({ name, rows: 1 }))),
];

/** Services in rows of a file that practice/treatments.yaml does not know, also in rows that were refused. */
export const unknownIn = (
  rows: readonly Readonly<Record<string, string>>[],
  context: Pick<ImportContext, 'columns' | 'types'>,
): UnknownService[] => counted(rows.flatMap((row) => unknownServices(row, context)));

/** The same of a bundle. */
export const unknownInBundle = (
  entries: readonly { readonly resource?: unknown }[],
  types: ImportContext['types'],
): UnknownService[] => counted(entries.flatMap(({ resource }) => unlistedServices(resource, types)));
