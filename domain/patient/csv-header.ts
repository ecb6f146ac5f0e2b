import { DomainError } from '../errors.ts';
import { csvReasons, type Scanned, scanRow } from './csv-cells.ts';
import type { CsvPlace } from './csv-place.ts';

export interface CsvHeader {
  readonly names: readonly string[];
  /** What stands between cells. */
  readonly delimiter: string;
}

/** What spreadsheets put between cells; of two that fit equally well the first. */
export const csvDelimiters = [',', ';', '\t', '|'] as const;

/** No system's export has as many columns, nor as long names; each row costs as many steps as there are columns. */
const mostColumns = 500;
const longestName = 200;

const wideHeader = `The first line has more than ${mostColumns} columns, or a name of more than ${longestName} letters: send the columns that are needed.`;
const notText =
  'The file is not text in UTF-8. Save it as "CSV UTF-8", or import it with `npm run heard -- import`, which reads Excel’s "Unicode text" too.';

/** Excel's own word on what stands between cells, as the first line. */
const named = /^sep=([^\p{L}\p{N}"\s]|\t) *(\r\n?|\n)/iu;
/** Letters that are enough to know a byte order mark, two bytes to a letter, and that word. */
const opening = 8;

/** What may part the cells of a file, once enough of it is there to tell: past a byte order mark and `sep=;`. Throws for what is no text. */
export function delimitersOf(place: CsvPlace): readonly string[] | undefined {
  if (!place.isWhole && place.text.length < opening) return undefined;
  if (place.text.startsWith('\uFEFF')) place.text = place.text.slice(1);
  if (/^\uFFFD\uFFFD|\0/.test(place.text.slice(0, opening))) throw new DomainError('invalid', notText);
  const [whole, sign] = named.exec(place.text) ?? [];
  if (whole === undefined || sign === undefined) return csvDelimiters;
  place.skip(whole.length);
  return [sign];
}

interface Head {
  readonly delimiter: string;
  readonly scanned: NonNullable<Scanned>;
}

/** Whether one way to part a line fits better than another: it leaves no quote over, and gives more cells. */
function fitsBetter({ scanned }: Head, { scanned: than }: Head): boolean {
  if (!('cells' in scanned) || !('cells' in than)) return 'cells' in scanned;
  return scanned.hasStray === than.hasStray ? scanned.cells.length > than.cells.length : than.hasStray;
}

/** The row that comes next, by the delimiter that fits best; undefined while not all of it is there. */
function headIn({ text, isWhole }: CsvPlace, delimiters: readonly string[]): Head | undefined {
  const tried = delimiters.flatMap((delimiter) => {
    const scanned = scanRow({ text, delimiter, isWhole }, 0);
    return scanned ? [{ delimiter, scanned }] : [];
  });
  if (tried.length < delimiters.length) return undefined;
  return tried.reduce((best, one) => (fitsBetter(one, best) ? one : best));
}

function namesIn({ scanned }: Head, line: number): readonly string[] {
  if ('cells' in scanned) {
    if (scanned.cells.length > mostColumns || scanned.cells.some((name) => name.length > longestName))
      throw new DomainError('invalid', wideHeader);
    return scanned.cells;
  }
  const { reason } = scanned;
  const why = reason === csvReasons.tooLong ? wideHeader : `Line ${line} cannot be read: ${reason}.`;
  throw new DomainError('invalid', why);
}

/** The names of the columns, from the first line that says anything; undefined while it is not there. Throws DomainError for what names none. */
export function headerAt(place: CsvPlace, delimiters: readonly string[]): CsvHeader | undefined {
  while (place.text !== '') {
    const head = headIn(place, delimiters);
    if (!head) return undefined;
    const names = namesIn(head, place.line);
    place.skip('end' in head.scanned ? head.scanned.end : 0);
    if (names.some((name) => name !== '')) return { names, delimiter: head.delimiter };
  }
  return undefined;
}

const signs: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
};
const mostTold = 20;

/** A sentence that says what the first line was read as; of a patient’s row, which is none of names, nothing is repeated. */
export function headerRead({ names, delimiter }: CsvHeader): string {
  if (names.some((name) => /@|\d{4}/.test(name)))
    return 'The first line looks like a patient’s own: put one with the names of the columns before it.';
  const told = names.slice(0, mostTold).map((name) => `"${name.slice(0, 40)}"`);
  const more = names.length > mostTold ? `, and ${names.length - mostTold} more` : '';
  const sign = signs[delimiter] ?? `"${delimiter}"`;
  return `The first line was read as ${told.join(', ')}${more}${names.length > 1 ? ` (parted by ${sign})` : ''}.`;
}
