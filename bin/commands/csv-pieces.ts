import { existsSync } from 'node:fs';
import { type CsvHeader, csvDelimiters } from '../../domain/patient/csv-header.ts';
import { type CsvProblem, type CsvReader, type CsvRow, csvReader } from '../../domain/patient/csv-reader.ts';
import { UsageError } from './command.ts';
import { measured } from './progress.ts';
import { encodingOf } from './text-encoding.ts';

export interface Piece {
  /** A CSV by itself. */
  readonly content: string;
  /** The line of the file that its first line counts as. */
  readonly firstLine: number;
  /** Lines of the file that are no rows. */
  readonly problems: readonly CsvProblem[];
  /** What is to be said of the file. */
  readonly note?: string;
  /** How much of the file has been read, 0 to 1. */
  readonly share: number;
}

const rowsAtOnce = 200;
/** What the API takes at once, with room for a row of the longest. */
const longestPiece = 500_000;

const special = new RegExp(`["\\n\\r${csvDelimiters.join('')}]`);
const cell = (text: string): string => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const heightOf = (text: string): number => text.split(/\r\n?|\n/).length;

/** Rows on their way to the API, each as far below the first as in the file, so that what is told of them names the file's line. */
class Batch {
  readonly #header: string;
  readonly #delimiter: string;
  #firstLine = 0;
  #nextLine = 0;
  #rows: string[] = [];
  #length = 0;
  #problems: CsvProblem[] = [];

  constructor({ names, delimiter }: CsvHeader) {
    // The file's own, so that what is told of the first line is true of the file.
    this.#delimiter = csvDelimiters.find((known) => known === delimiter) ?? ',';
    // One line, whatever its cells hold.
    this.#header = this.#text(names.map((name) => name.replaceAll(/\s+/g, ' ')));
  }

  #text(cells: readonly string[]): string {
    return cells.map(cell).join(this.#delimiter);
  }

  /** Adds a row, unless it is one too many, or what is no row. */
  add(one: CsvRow | CsvProblem): boolean {
    if ('cells' in one) return this.#addRow(one);
    this.#problems.push(one);
    return true;
  }

  #addRow({ line, cells }: CsvRow): boolean {
    if (this.#rows.length === 0) {
      this.#firstLine = line - 1;
      this.#nextLine = line;
    }
    const text = this.#text(cells);
    const length = line - this.#nextLine + text.length + 1;
    const isFull = this.#rows.length >= rowsAtOnce || this.#length + length > longestPiece;
    if (isFull && this.#rows.length > 0) return false;
    this.#rows.push('\n'.repeat(line - this.#nextLine) + text);
    this.#length += length;
    this.#nextLine = line + heightOf(text);
    return true;
  }

  isEmpty(): boolean {
    return this.#rows.length === 0 && this.#problems.length === 0;
  }

  take(): Pick<Piece, 'content' | 'firstLine' | 'problems'> {
    const piece = {
      content: [this.#header, ...this.#rows].join('\n'),
      firstLine: Math.max(1, this.#firstLine),
      problems: this.#problems,
    };
    this.#rows = [];
    this.#length = 0;
    this.#problems = [];
    return piece;
  }
}

/** The rows of a file and the lines of it that are none, as they are read. */
async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
  encoding: string,
  reader: CsvReader,
): AsyncGenerator<CsvRow | CsvProblem> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of stream) yield* reader.push(decoder.decode(chunk, { stream: true }), false);
  yield* reader.push(decoder.decode(), true);
}

const oldLetters =
  'The file is not Unicode and was read as Windows-1252, as older programs write it: look at a name with an accent. Saved as "CSV UTF-8" it is read for certain.';

/**
 * The file's rows in pieces that the API takes; one without rows where the file has none, so that its first line is looked at all the same. No
 * more of the file than one piece is held at a time. Throws a sentence where the first line names no columns.
 */
export async function* pieces(file: string): AsyncGenerator<Piece> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const encoding = await encodingOf(file);
  const { stream, share } = measured(file);
  const reader = csvReader();
  let batch: Batch | undefined;
  let note = encoding === 'windows-1252' ? { note: oldLetters } : {};
  let isSent = false;
  for await (const one of linesOf(stream as AsyncIterable<Uint8Array>, encoding, reader)) {
    batch ??= new Batch(reader.header() as CsvHeader);
    if (batch.add(one)) continue;
    yield { ...batch.take(), ...note, share: share() };
    note = {};
    isSent = true;
    batch.add(one);
  }
  const header = reader.header();
  if (!header) throw new UsageError(`${file} is empty: its first line must name the columns.`);
  batch ??= new Batch(header);
  if (!isSent || !batch.isEmpty()) yield { ...batch.take(), ...note, share: 1 };
}
