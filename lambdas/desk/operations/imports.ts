import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { type ReadEntry, readBundle } from '../../../domain/patient/fhir/read-bundle.ts';
import { Bundle } from '../../../domain/patient/fhir/resources.ts';
import { columnsIn, type ImportSystem } from '../../../domain/patient/import-columns.ts';
import { type ImportContext, type ImportedRow, importRow } from '../../../domain/patient/import-row.ts';
import { erasedReason, type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { tallied, unknownIn, unknownInBundle } from '../import-tally.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { ImportReport } from '../recall-schemas.ts';

export interface ImportPorts extends Omit<KeepPorts, 'now'> {
  readonly systems: readonly ImportSystem[];
  readonly importContext: () => Promise<Omit<ImportContext, 'now' | 'columns'>>;
}

/** One request's worth: the command line cuts a file into such pieces. */
export const rowsPerImport = 500;
export const entriesPerImport = 2000;

/** No system's export has as many columns, nor as long names; each row costs as many steps as there are columns. */
const mostColumns = 500;
const longestName = 200;

function headerOf(names: readonly string[]): string[] {
  if (names.length > mostColumns || names.some((name) => name.length > longestName))
    throw new DomainError(
      'invalid',
      `The first line has more than ${mostColumns} columns, or a name of more than ${longestName} letters: send the columns that are needed.`,
    );
  return names.map((name) => name.trim());
}

interface Numbered {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** The rows of a CSV with a first line of column names, one more than are taken at most. Throws `invalid` for what is none. */
export function rowsOf(text: string): {
  readonly header: readonly string[];
  readonly rows: readonly Numbered[];
} {
  let header: string[] = [];
  try {
    const rows = parse(text, {
      columns: (names: string[]) => {
        header = headerOf(names);
        return header;
      },
      to: rowsPerImport + 1,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      info: true,
    }) as unknown as Numbered[];
    return { header, rows };
  } catch (error) {
    if (error instanceof CsvError)
      throw new DomainError('invalid', 'The file is no CSV with a first line of column names.');
    throw error;
  }
}

/** Patients taken in at the same time: enough to hide the way to the table, few enough to leave it room. */
const patientsAtOnce = 8;

interface Refused {
  readonly line: number;
  readonly reason: string;
}

function readAll(rows: readonly Numbered[], firstLine: number, context: ImportContext) {
  const read: Placed[] = [];
  const errors: Refused[] = [];
  const warnings: Refused[] = [];
  for (const { record, info } of rows) {
    const line = firstLine + info.lines - 1;
    try {
      const row = importRow(record, context);
      read.push({ row, at: { line } });
      warnings.push(...(row.warnings ?? []).map((reason) => ({ line, reason })));
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
  const { header, rows } = rowsOf(body);
  if (rows.length > rowsPerImport)
    throw new DomainError('invalid', `Send at most ${rowsPerImport} rows at a time.`);
  const { system } = query;
  if (system !== undefined && !ports.systems.some(({ name }) => name === system))
    throw new DomainError(
      'invalid',
      `There is no such system; there are ${ports.systems.map(({ name }) => name).join(', ')}.`,
    );
  const columns = columnsIn(header, ports.systems, system);
  if (!columns)
    throw new DomainError(
      'invalid',
      'No column holds the patient’s id. Name it in practice/recall.yaml under import, or say which system the file is from.',
    );
  const context = { ...(await ports.importContext()), columns, now };
  const { read, errors, warnings } = readAll(rows, query.firstLine, context);
  const kept = await keepPlaced(read, { ...ports, now });
  return {
    importId: newId(),
    rows: rows.length,
    ...kept.total,
    errors: [...errors, ...kept.errors],
    warnings,
    ignored: 0,
    ...tallied(read),
    unknownServices: unknownIn(
      rows.map(({ record }) => record),
      context,
    ),
    system: columns.system,
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

type Kept = Extract<ReadEntry, { row: unknown }>;

/** Rows of patients who are in the bundle or known here already, and reasons for the others. */
async function withPatients(entries: readonly ReadEntry[], ports: ImportPorts) {
  const rows = entries.filter((one): one is Kept => 'row' in one);
  const asked = new Set(rows.filter(({ patientGiven }) => !patientGiven).map(({ row }) => row.patient.id));
  const unknown = new Set<string>();
  for (const id of asked) if (!(await ports.patients.record(id))) unknown.add(id);
  const isUnknown = ({ patientGiven, row }: Kept): boolean => !patientGiven && unknown.has(row.patient.id);
  return {
    read: rows.filter((one) => !isUnknown(one)).map(({ row, entry }) => ({ row, at: { entry } })),
    warnings: rows
      .filter((one) => !isUnknown(one))
      .flatMap(({ entry, row: { warnings = [] } }) => warnings.map((reason) => ({ entry, reason }))),
    errors: [
      ...entries.flatMap((one) => ('reason' in one ? [{ entry: one.entry, reason: one.reason }] : [])),
      ...rows.filter(isUnknown).map(({ entry }) => ({
        entry,
        reason: 'its patient is not in the bundle and not known here',
      })),
    ].sort((a, b) => a.entry - b.entry),
  };
}

async function importFhir(
  { body, now, newId }: Pick<Call<unknown, string>, 'body' | 'now' | 'newId'>,
  ports: ImportPorts,
) {
  const bundle = bundleOf(body);
  if (bundle.entry.length > entriesPerImport)
    throw new DomainError('invalid', `Send at most ${entriesPerImport} entries at a time.`);
  const context = { ...(await ports.importContext()), now };
  const entries = readBundle(bundle, context);
  const { read, errors, warnings } = await withPatients(entries, ports);
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
