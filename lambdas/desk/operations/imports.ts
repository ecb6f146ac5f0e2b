import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { columnsIn, type ImportSystem } from '../../../domain/patient/import-columns.ts';
import { type ImportContext, type ImportedRow, importRow } from '../../../domain/patient/import-row.ts';
import { type KeepPorts, keepRows } from '../../../domain/patient/keep-patient.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { ImportReport } from '../recall-schemas.ts';

export interface ImportPorts extends Omit<KeepPorts, 'now'> {
  readonly systems: readonly ImportSystem[];
  readonly importContext: () => Promise<Omit<ImportContext, 'now' | 'columns'>>;
}

/** One request's worth: the command line cuts a file into such pieces. */
export const rowsPerImport = 500;

interface Numbered {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function rowsOf(text: string): { readonly header: readonly string[]; readonly rows: readonly Numbered[] } {
  let header: string[] = [];
  try {
    const rows = parse(text, {
      columns: (names: string[]) => {
        header = names.map((name) => name.trim());
        return header;
      },
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
  const read: ImportedRow[] = [];
  const errors: Refused[] = [];
  for (const { record, info } of rows) {
    try {
      read.push(importRow(record, context));
    } catch (error) {
      errors.push({ line: firstLine + info.lines - 1, reason: (error as Error).message });
    }
  }
  return { read, errors };
}

/** Takes rows in, those of one patient together. */
export async function keepAll(read: readonly ImportedRow[], ports: KeepPorts) {
  const waiting = [...Map.groupBy(read, ({ patient }) => patient.id).values()];
  const total = { changed: 0, unchanged: 0 };
  const work = async (): Promise<void> => {
    for (let rows = waiting.shift(); rows; rows = waiting.shift()) {
      const { changed, unchanged } = await keepRows(ports, rows);
      total.changed += changed;
      total.unchanged += unchanged;
    }
  };
  await Promise.all(Array.from({ length: patientsAtOnce }, work));
  return total;
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
  const { read, errors } = readAll(rows, query.firstLine, context);
  return {
    importId: newId(),
    rows: rows.length,
    ...(await keepAll(read, { ...ports, now })),
    errors,
    system: columns.system,
    unused: columns.unused,
  };
}

/** Records of another system, taken in: what is known already is written no second time. */
export const importOperations = (ports: ImportPorts): readonly Operation[] => [
  operation({
    id: 'importPatients',
    method: 'POST',
    path: '/v1/imports',
    summary: `Patients with treatments, purchases, consultations, appointments, series and consent as CSV, at most ${rowsPerImport} rows; importing again changes nothing`,
    roles: ['manager'],
    contentType: 'text/csv',
    query: Query,
    body: z.string().check(z.minLength(1), z.maxLength(4_000_000)),
    success: { status: 200, schema: ImportReport },
    run: async (call) => ({ body: await importCsv(call, ports) }),
  }),
];
