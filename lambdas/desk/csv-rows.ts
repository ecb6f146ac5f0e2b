import { DomainError } from '../../domain/errors.ts';
import { type CsvProblem, csvReader, recordOf } from '../../domain/patient/csv-reader.ts';

/** One request's worth: the command line cuts a file into such pieces. */
export const rowsPerImport = 500;

export interface NumberedRow {
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
  /** How many cells it lacks of those that have a name. */
  readonly lacks?: number;
}

export interface CsvBody {
  readonly header: readonly string[];
  readonly delimiter: string;
  /** At most as many as are taken at once, with the lines that are none. */
  readonly rows: readonly NumberedRow[];
  readonly problems: readonly CsvProblem[];
}

/**
 * The rows of a CSV with a first line of column names, and the lines of it that are no rows; the first is line `firstLine` of its file. Throws
 * `invalid` for what has no such first line, and for more rows than are taken.
 */
export function rowsOf(text: string, firstLine = 1): CsvBody {
  const reader = csvReader(rowsPerImport + 1);
  const lines = reader.push(text, true);
  const header = reader.header();
  if (!header) throw new DomainError('invalid', 'The file is no CSV with a first line of column names.');
  if (lines.length > rowsPerImport)
    throw new DomainError('invalid', `Send at most ${rowsPerImport} rows at a time.`);
  const placed = lines.map((one) => ({ ...one, line: firstLine + one.line - 1 }));
  return {
    header: header.names,
    delimiter: header.delimiter,
    rows: placed.flatMap((one) =>
      'cells' in one
        ? [
            {
              line: one.line,
              record: recordOf(header.names, one.cells),
              ...(one.lacks ? { lacks: one.lacks } : {}),
            },
          ]
        : [],
    ),
    problems: placed.filter((one) => 'reason' in one),
  };
}

/** What is to be told of a row before it is read: a part of its line may stand elsewhere. */
export function shortfall({ lacks, record }: NumberedRow): readonly string[] {
  const isUnreadable = Object.values(record).some((cell) => cell.includes('\uFFFD'));
  return [
    ...(lacks ? [`it lacks the last ${lacks} of its cells, which count as empty: look at it`] : []),
    ...(isUnreadable ? ['a letter cannot be read: save the file as "CSV UTF-8"'] : []),
  ];
}
