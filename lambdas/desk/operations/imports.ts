import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { headerRead } from '../../../domain/patient/csv-header.ts';
import { entriesOf } from '../../../domain/patient/fhir/bundle-entries.ts';
import { whoseEntries } from '../../../domain/patient/fhir/known-patients.ts';
import { readBundle } from '../../../domain/patient/fhir/read-bundle.ts';
import { Bundle } from '../../../domain/patient/fhir/resources.ts';
import {
  columnsIn,
  type ImportSystem,
  orderSeen,
  withOrderSeen,
} from '../../../domain/patient/import-columns.ts';
import { type ImportContext, type ImportedRow, importRow } from '../../../domain/patient/import-row.ts';
import { erasedReason, type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { type NumberedRow, rowsOf, rowsPerImport, shortfall } from '../csv-rows.ts';
import { tallied, unknownIn, unknownInBundle } from '../import-tally.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { ImportReport } from '../recall-schemas.ts';

export interface ImportPorts extends Omit<KeepPorts, 'now'> {
  readonly systems: readonly ImportSystem[];
  readonly importContext: () => Promise<Omit<ImportContext, 'now' | 'columns'>>;
}

/** One request's worth. */
export const entriesPerImport = 2000;

/** Patients taken in at the same time: enough to hide the way to the table, few enough to leave it room. */
const patientsAtOnce = 8;

interface Refused {
  readonly line: number;
  readonly reason: string;
}

function readAll(rows: readonly NumberedRow[], context: ImportContext) {
  const read: Placed[] = [];
  const errors: Refused[] = [];
  const warnings: Refused[] = [];
  for (const numbered of rows) {
    const { line } = numbered;
    try {
      const row = importRow(numbered.record, context);
      read.push({ row, at: { line } });
      warnings.push(...[...shortfall(numbered), ...(row.warnings ?? [])].map((reason) => ({ line, reason })));
    } catch (error) {
      errors.push({ line, reason: (error as Error).message });
    }
  }
  return { read, errors, warnings };
}

/** Takes rows in, those of one patient together. */
export async function keepAll(read: readonly ImportedRow[], ports: KeepPorts) {
  const waiting = [...Map.groupBy(read, ({ patient }) => patient.id).values()];
  const total = { changed: 0, unchanged: 0 };
  const refused: ImportedRow[] = [];
  const work = async (): Promise<void> => {
    for (let rows = waiting.shift(); rows; rows = waiting.shift()) {
      const kept = await keepRows(ports, rows);
      total.changed += kept.changed;
      total.unchanged += kept.unchanged;
      refused.push(...(kept.refused ?? []));
    }
  };
  await Promise.all(Array.from({ length: patientsAtOnce }, work));
  return { total, refused };
}

interface Placed {
  readonly row: ImportedRow;
  readonly at: { readonly line: number } | { readonly entry: number };
}

const lineOf = (told: object): number => ('line' in told ? Number(told.line) : 0);

/** Takes rows in, and tells of those whose person was erased where they stand. */
async function keepPlaced(placed: readonly Placed[], ports: KeepPorts) {
  const { total, refused } = await keepAll(
    placed.map(({ row }) => row),
    ports,
  );
  const erased = placed.filter(({ row }) => refused.includes(row));
  return { total, errors: erased.map(({ at }) => ({ ...at, reason: erasedReason })) };
}

const Query = z.object({
  firstLine: z._default(z.coerce.number().check(z.int(), z.minimum(1)), 1),
  system: z.optional(z.string().check(z.maxLength(40))),
});

async function importCsv(
  { query, body, now, newId }: Pick<Call<z.infer<typeof Query>, string>, 'query' | 'body' | 'now' | 'newId'>,
  ports: ImportPorts,
) {
  const { header, delimiter, rows, problems } = rowsOf(body, query.firstLine);
  const { system } = query;
  if (system !== undefined && !ports.systems.some(({ name }) => name === system))
    throw new DomainError(
      'invalid',
      `There is no such system; there are ${ports.systems.map(({ name }) => name).join(', ')}.`,
    );
  const given = await ports.importContext();
  const { country } = given.practice;
  const named = columnsIn(header, ports.systems, { country, named: system });
  if (!named)
    throw new DomainError(
      'invalid',
      `No column holds the patient’s id. ${headerRead({ names: header, delimiter })} Name it in practice/recall.yaml under import, or say which system the file is from.`,
    );
  const records = rows.map(({ record }) => record);
  const columns = withOrderSeen(named, records, ports.systems);
  const context = { ...given, columns, now };
  const { read, errors, warnings } = readAll(rows, context);
  const kept = await keepPlaced(read, { ...ports, now });
  return {
    importId: newId(),
    rows: rows.length + problems.length,
    ...kept.total,
    errors: [...problems, ...errors, ...kept.errors].sort((a, b) => lineOf(a) - lineOf(b)),
    warnings,
    ignored: 0,
    ...tallied(read),
    unknownServices: unknownIn(
      rows.map(({ record }) => record),
      context,
    ),
    system: columns.system,
    dates: orderSeen(columns),
    unused: columns.unused,
  };
}

function bundleOf(body: string): Bundle {
  let written: unknown;
  try {
    written = JSON.parse(body);
  } catch {
    throw new DomainError('invalid', 'The body is no JSON.');
  }
  const parsed = Bundle.safeParse(written);
  if (!parsed.success) throw new DomainError('invalid', 'The body is no Bundle of FHIR R4.');
  return parsed.data;
}

async function importFhir(
  { body, now, newId }: Pick<Call<unknown, string>, 'body' | 'now' | 'newId'>,
  ports: ImportPorts,
) {
  const bundle = bundleOf(body);
  if (entriesOf(bundle).length > entriesPerImport)
    throw new DomainError('invalid', `Send at most ${entriesPerImport} entries at a time.`);
  const context = { ...(await ports.importContext()), now };
  const entries = readBundle(bundle, context);
  const { kept: whose, errors, warnings } = await whoseEntries(entries, ports);
  const read = whose.map(({ row, entry }) => ({ row, at: { entry } }));
  const kept = await keepPlaced(read, { ...ports, now });
  return {
    importId: newId(),
    rows: bundle.entry.length,
    ...kept.total,
    errors: [...errors, ...kept.errors],
    warnings,
    ignored: entries.filter((one) => 'ignored' in one).length,
    ...tallied(read),
    unknownServices: unknownInBundle(bundle.entry, context.types),
    system: 'fhir',
    dates: null,
    unused: [],
  };
}

/** Records of another system, taken in: what is known already is written no second time. */
export const importOperations = (ports: ImportPorts): readonly Operation[] => [
  operation({
    id: 'importPatients',
    method: 'POST',
    path: '/v1/imports',
    summary: `Patients with treatments, purchases, consultations, appointments, series and consent as CSV, at most ${rowsPerImport} rows, or as a FHIR R4 bundle; importing again changes nothing`,
    roles: ['manager'],
    contentType: ['text/csv', 'application/fhir+json'],
    query: Query,
    body: z.string().check(z.minLength(1), z.maxLength(4_000_000)),
    success: { status: 200, schema: ImportReport },
    run: async (call) => ({
      body: await (call.contentType === 'application/fhir+json'
        ? importFhir(call, ports)
        : importCsv(call, ports)),
    }),
  }),
];
