/** Text of a file as far as it is there; `isWhole`: nothing comes after it. */
export interface CsvText {
  readonly text: string;
  readonly delimiter: string;
  readonly isWhole: boolean;
}

export const csvReasons = {
  unclosed: 'a quote opens here and is not closed: close it, or take it away',
  afterQuote: 'text stands after a closing quote: write quotes within a value twice',
  tooLong: 'it is longer than a row may be: shorten it, or close a quote before it',
};

/** Twice what a cell of Excel holds: what is longer is a quote that nobody closed. */
const longestQuoted = 65_536;
/** More than any system writes into one row; a file without line ends is none. */
export const longestRecord = 262_144;

/** A cell and where the next begins, or why there is none and where it begins; undefined: more of the text is needed to tell. */
type Cell =
  | { readonly value: string; readonly end: number; readonly isLast: boolean; readonly hasStray?: boolean }
  | Unread
  | undefined;
interface Unread {
  readonly reason: string;
  readonly at: number;
}

/** Cells of one row and where the next row begins; `hasStray`: a quote stands in a cell that has none around it. */
export type Scanned =
  | { readonly cells: readonly string[]; readonly end: number; readonly hasStray: boolean }
  | Unread
  | undefined;

const lineEnd = /\r\n?|\n/g;

/** Line ends within a text. */
export const linesIn = (text: string): number => text.match(lineEnd)?.length ?? 0;

/** Where the line after the one of a place begins; undefined where that is not there yet. */
export function nextLine(text: string, from: number, isWhole: boolean): number | undefined {
  lineEnd.lastIndex = from;
  const found = lineEnd.exec(text);
  if (found === null) return isWhole ? text.length : undefined;
  const end = found.index + found[0].length;
  // What a line end begins with may be half of one.
  return end === text.length && found[0] === '\r' && !isWhole ? undefined : end;
}

function afterBlanks({ text, delimiter }: CsvText, from: number): number {
  let at = from;
  while (text[at] === ' ' || (text[at] === '\t' && delimiter !== '\t')) at += 1;
  return at;
}

/** What ends a cell at a place: a delimiter, a line end, or the end of the file; false where it is none of them. */
function endedAt(of: CsvText, at: number): { end: number; isLast: boolean } | false | undefined {
  const { text, delimiter, isWhole } = of;
  if (at >= text.length) return isWhole ? { end: text.length, isLast: true } : undefined;
  if (text[at] === delimiter) return { end: at + 1, isLast: false };
  if (text[at] !== '\n' && text[at] !== '\r') return false;
  const end = nextLine(text, at, isWhole);
  return end === undefined ? undefined : { end, isLast: true };
}

function plainAt(of: CsvText, from: number): Cell {
  const { text, delimiter } = of;
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1;
  const ended = endedAt(of, at);
  if (!ended) return undefined;
  const value = text.slice(from, at);
  return { value, ...ended, hasStray: value.includes('"') };
}

/** The first quote from here that is not one of two. */
function closingFrom({ text }: CsvText, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function quotedAt(of: CsvText, opens: number): Cell {
  const { text, isWhole } = of;
  const closes = closingFrom(of, opens + 1);
  const isFar = (closes < 0 ? text.length : closes) - opens > longestQuoted;
  if (isFar || (closes < 0 && isWhole)) return { reason: csvReasons.unclosed, at: opens };
  if (closes < 0) return undefined;
  const ended = endedAt(of, afterBlanks(of, closes + 1));
  const inside = text.slice(opens + 1, closes);
  if (ended === false)
    return { reason: linesIn(inside) > 0 ? csvReasons.unclosed : csvReasons.afterQuote, at: opens };
  return ended && { value: inside.replaceAll('""', '"'), ...ended };
}

/**
 * The cells of the row that begins at `from`. Quotes within a value that has none around it are taken as they stand. Undefined where the text
 * ends before the row does.
 */
export function scanRow(of: CsvText, from: number): Scanned {
  const cells: string[] = [];
  let hasStray = false;
  for (let at = from; ; ) {
    const opens = afterBlanks(of, at);
    const cell = of.text[opens] === '"' ? quotedAt(of, opens) : plainAt(of, at);
    if (cell === undefined)
      return of.text.length - from > longestRecord ? { reason: csvReasons.tooLong, at: from } : undefined;
    if ('reason' in cell) return cell;
    if (cell.end - from > longestRecord) return { reason: csvReasons.tooLong, at: from };
    cells.push(cell.value.trim());
    hasStray ||= cell.hasStray === true;
    if (cell.isLast) return { cells, end: cell.end, hasStray };
    at = cell.end;
  }
}
