import * as z from 'zod/mini';
import {
  type DateOrder,
  dateOrderOf,
  isMonthFirst,
  orderAdvice,
  orderProved,
  type ReadOrder,
} from './date-order.ts';

/** What a column of an export may hold. Dates are days; `…At` is a time of day, or a date with one. */
export const importFields = [
  'id',
  'name',
  'firstName',
  'lastName',
  'email',
  'phone',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'country',
  'zone',
  'language',
  'location',
  'birthDate',
  'guardianName',
  'guardianFirstName',
  'guardianLastName',
  'guardianRelationship',
  'guardianPhone',
  'guardianEmail',
  'guardianLanguage',
  'guarantorName',
  'deceased',
  'deathDate',
  'patientStatus',
  'provider',
  'preferredChannel',
  'treatment',
  'treatedOn',
  'treatmentPrice',
  'treatmentProduct',
  'treatedBy',
  'treatedElsewhere',
  'nextTreatmentOn',
  'product',
  'purchasedOn',
  'purchaseId',
  'quantity',
  'purchasePrice',
  'consultedOn',
  'consultationId',
  'consultedAbout',
  'consultationOutcome',
  'consultationReason',
  'quote',
  'quoteUntil',
  'consultedBy',
  'appointmentOn',
  'appointmentAt',
  'appointmentId',
  'appointmentStatus',
  'appointmentType',
  'appointmentBookedOn',
  'seriesOf',
  'seriesSessions',
  'seriesStartedOn',
  'seriesId',
  'seriesPaid',
  'emailConsent',
  'textConsent',
  'callConsent',
  'letterConsent',
  'emailCareConsent',
  'textCareConsent',
  'callCareConsent',
  'letterCareConsent',
  'consentOn',
  'consentHow',
  'consentWording',
] as const;
export type ImportField = (typeof importFields)[number];

/**
 * How the exports of one practice system call their columns, and in which order they write day and month: that of the practice's country where it
 * says nothing.
 */
export const ImportSystem = z.strictObject({
  name: z.string().check(z.regex(/^[a-z0-9-]{2,40}$/, 'use 2 to 40 lower-case letters, digits and -')),
  dates: z.optional(z.enum(['MDY', 'DMY'])),
  columns: z.partialRecord(z.enum(importFields), z.array(z.string())),
  /** What a value of its own says in words that are known everywhere; an empty one says nothing. Case does not count. */
  values: z.optional(
    z.partialRecord(
      z.enum(importFields),
      z.record(z.string().check(z.maxLength(100)), z.string().check(z.maxLength(100))),
    ),
  ),
});
export type ImportSystem = z.infer<typeof ImportSystem>;

/** A file's columns by what they hold. */
export interface ImportColumns {
  readonly system: string;
  readonly dates: ReadOrder;
  /** Dates of the file that can only be read in the other order. */
  readonly against?: number;
  /** The name in the file of each field's column. */
  readonly of: Readonly<Partial<Record<ImportField, string>>>;
  /** What the system's own values mean, by field and by the value in lower case. */
  readonly meanings?: Readonly<Partial<Record<ImportField, ReadonlyMap<string, string>>>>;
  /** Columns of the file that nothing is taken from. */
  readonly unused: readonly string[];
}

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

function meaningsOf({ values = {} }: ImportSystem): ImportColumns['meanings'] {
  const fields = Object.entries(values).map(([field, meant]) => [
    field,
    new Map(Object.entries(meant ?? {}).map(([value, meaning]) => [value.trim().toLowerCase(), meaning])),
  ]);
  return Object.fromEntries(fields);
}

function columnsOf(system: ImportSystem, header: readonly string[], usual: DateOrder): ImportColumns {
  const byName = new Map(header.map((column) => [plain(column), column]));
  const taken = new Set<string>();
  const of: Partial<Record<ImportField, string>> = {};
  for (const field of importFields) {
    const known = (system.columns[field] ?? []).map(plain).find((name) => byName.has(name));
    const column = known === undefined ? undefined : byName.get(known);
    if (column === undefined) continue;
    of[field] = column;
    taken.add(column);
  }
  return {
    system: system.name,
    dates: system.dates ?? usual,
    of,
    ...(system.values ? { meanings: meaningsOf(system) } : {}),
    unused: header.filter((column) => !taken.has(column)),
  };
}

/**
 * The columns of a file by its first line: of the system that is named, else of the one that knows most of them, the first where two know
 * as many. Case and punctuation do not count. `country` is the practice's. Undefined where no system finds a patient's id in it.
 */
export function columnsIn(
  header: readonly string[],
  systems: readonly ImportSystem[],
  { country, named }: { readonly country: string; readonly named?: string | undefined },
): ImportColumns | undefined {
  const usual = dateOrderOf(country);
  return systems
    .filter(({ name }) => named === undefined || name === named)
    .map((system) => columnsOf(system, header, usual))
    .filter(({ of }) => of.id !== undefined)
    .reduce<ImportColumns | undefined>(
      (best, one) => (best && best.unused.length <= one.unused.length ? best : one),
      undefined,
    );
}

const dated = [
  'birthDate',
  'deathDate',
  'deceased',
  'treatedOn',
  'nextTreatmentOn',
  'purchasedOn',
  'consultedOn',
  'quoteUntil',
  'appointmentOn',
  'appointmentAt',
  'appointmentBookedOn',
  'seriesStartedOn',
  'consentOn',
] as const satisfies readonly ImportField[];

/**
 * The columns, with how many dates of these rows can only be read in the other order. Where the order is only that of the country and nothing in
 * the rows speaks for it, what can be read both ways is in doubt.
 */
export function withOrderSeen(
  columns: ImportColumns,
  rows: readonly Readonly<Record<string, string>>[],
  systems: readonly ImportSystem[],
): ImportColumns {
  const names = dated.flatMap((field) => columns.of[field] ?? []);
  const proved = rows.flatMap((row) => names.flatMap((name) => orderProved(row[name] ?? '') ?? []));
  const against = proved.filter((order) => order !== columns.dates).length;
  if (against === 0) return columns;
  const isSaid = systems.some(({ name, dates }) => name === columns.system && dates !== undefined);
  const isDoubted = !isSaid && against === proved.length;
  const dates = isMonthFirst(columns.dates) ? 'MDY-doubted' : 'DMY-doubted';
  return { ...columns, against, ...(isDoubted ? { dates } : {}) };
}

/** By which order a file was read, how many of its dates speak against it, and what to do then. */
export function orderSeen({ dates, against = 0, system }: ImportColumns) {
  const order: DateOrder = isMonthFirst(dates) ? 'MDY' : 'DMY';
  return { order, against, advice: orderAdvice(order, against, system) ?? null };
}
