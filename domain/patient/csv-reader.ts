import { nextLine, scanRow } from './csv-cells.ts';
import { type CsvHeader, delimitersOf, headerAt } from './csv-header.ts';
import { CsvPlace } from './csv-place.ts';

/** A row of a table: `line` is that of the file on which it begins, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** How many cells it lacks of those that have a name. */
  readonly lacks?: number;
}

/** A line that is no row, and why. */
export interface CsvProblem {
  readonly line: number;
  readonly reason: string;
}

export interface CsvReader {
  /** Takes the next text of the file in; gives what of it can be told by now, in order. Throws DomainError where the first line names no columns. */
  readonly push: (text: string, isWhole: boolean) => readonly (CsvRow | CsvProblem)[];
  /** The first line, once it was read. */
  readonly header: () => CsvHeader | undefined;
}

function rowOf(
  line: number,
  cells: readonly string[],
  { names, delimiter }: CsvHeader,
): CsvRow | CsvProblem | undefined {
  if (cells.every((cell) => cell === '')) return undefined;
  if (cells.slice(names.length).some((cell) => cell !== '')) {
    const sign = delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
    return {
      line,
      reason: `it has ${cells.length} cells and the first line has ${names.length}: put a value that holds ${sign} into quotes`,
    };
  }
  const lacks = names.findLastIndex((name) => name !== '') + 1 - cells.length;
  return { line, cells: cells.slice(0, names.length), ...(lacks > 0 ? { lacks } : {}) };
}

const afterUnread = 'it follows a line that cannot be read, and may belong to it: look at both';

/** Rows after the first line, one at a time. */
class Rows {
  readonly #place: CsvPlace;
  readonly #header: CsvHeader;
  /** After an open quote: what comes may be the rest of its cell. */
  #isWary = false;
  /** Cells of the row that was taken last. */
  #usual = 0;

  constructor(place: CsvPlace, header: CsvHeader) {
    this.#place = place;
    this.#header = header;
  }

  #unread(reason: string, at: number): CsvProblem {
    const place = this.#place;
    place.skip(at);
    const { line, text } = place;
    const quotes = text.slice(0, nextLine(text, 0, true)).split('"').length - 1;
    this.#isWary ||= quotes % 2 === 1;
    place.pass();
    return { line, reason };
  }

  /** After an open quote only what is a row for certain: it has as many cells as it should, or as the one before, and no quote is left over. */
  #judged(one: CsvRow | CsvProblem, hasStray: boolean): CsvRow | CsvProblem {
    if ('reason' in one) return one;
    const isWhole = one.lacks === undefined || one.cells.length === this.#usual;
    this.#isWary &&= hasStray || !isWhole;
    if (this.#isWary) return { line: one.line, reason: afterUnread };
    this.#usual = one.cells.length;
    return one;
  }

  /** What the next line is; undefined where more of the text is needed to tell. */
  next(): CsvRow | CsvProblem | undefined {
    const place = this.#place;
    if (place.isPassing) place.pass();
    while (!place.isPassing && place.text !== '') {
      const { text, line, isWhole } = place;
      const scanned = scanRow({ text, delimiter: this.#header.delimiter, isWhole }, 0);
      if (scanned === undefined) return undefined;
      if ('reason' in scanned) return this.#unread(scanned.reason, scanned.at);
      place.skip(scanned.end);
      const one = rowOf(line, scanned.cells, this.#header);
      if (one) return this.#judged(one, scanned.hasStray);
    }
    return undefined;
  }
}

/**
 * Reads a table that comes in pieces: comma, semicolon, tab or bar between cells, whichever the first line shows (or names, as Excel's `sep=;`).
 * Rows of nothing are passed over; a line that is no row is told, and reading goes on with the line after the one where it began. What is kept
 * of the text at any time is one row. After `most` rows and problems no more are read.
 */
export function csvReader(most = Number.POSITIVE_INFINITY): CsvReader {
  const place = new CsvPlace();
  let delimiters: readonly string[] | undefined;
  let header: CsvHeader | undefined;
  let rows: Rows | undefined;
  let told = 0;
  return {
    header: () => header,
    push: (text, isWhole) => {
      place.take(text, isWhole);
      delimiters ??= delimitersOf(place);
      if (delimiters && !header) header = headerAt(place, delimiters);
      if (!header) return [];
      rows ??= new Rows(place, header);
      const found: (CsvRow | CsvProblem)[] = [];
      while (told < most) {
        const one = rows.next();
        if (one === undefined) break;
        found.push(one);
        told += 1;
      }
      return found;
    },
  };
}

/** A row by the names of its columns; of two columns with one name, what the first says that says anything. */
export function recordOf(
  names: readonly string[],
  cells: readonly string[],
): Readonly<Record<string, string>> {
  const record = new Map<string, string>();
  for (const [index, name] of names.entries()) record.set(name, record.get(name) || (cells[index] ?? ''));
  return Object.fromEntries(record);
}
