import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse';
import { type UnknownService, unknownTogether } from '../../domain/patient/unknown-services.ts';
import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';
import { measured, progressBar } from './progress.ts';

interface Told {
  readonly line?: number;
  readonly entry?: number;
  readonly reason: string;
}

interface Report {
  readonly rows: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly ignored: number;
  readonly namingNobody: number;
  readonly unknownServices: readonly UnknownService[];
  readonly bookingDayUnknown: number;
  readonly errors: readonly Told[];
  readonly warnings: readonly Told[];
  readonly system: string;
  readonly unused: readonly string[];
}

interface Piece {
  readonly content: string;
  readonly firstLine: number;
  /** How much of the file has been read, 0 to 1. */
  readonly share: number;
}

/** What is taken and yet of no use in the US, for a person to look into. */
function warnOfNobody(count: number): void {
  if (count === 0) return;
  process.stderr.write(
    `Warning: ${count} text consents name nobody. In the US no invitation is texted by them: their words (the column consent_wording) must name the practice.\n`,
  );
}

/** What no row is refused for, and what the practice can do about it. */
function warnAtEnd(unknown: readonly UnknownService[], bookingDayUnknown: number): void {
  const services = unknownTogether(unknown);
  if (services.length > 0)
    process.stderr.write(
      `Services that practice/treatments.yaml does not know (add their names there and import again; the most frequent):\n${services
        .map(({ name, rows }) => `  ${rows} ${rows === 1 ? 'row' : 'rows'}: ${name}\n`)
        .join('')}`,
    );
  if (bookingDayUnknown > 0)
    process.stderr.write(
      `Note: of ${bookingDayUnknown} appointments it is not told when they were made: reports cannot count them as attributed or influenced.\n`,
    );
}

const rowsAtOnce = 200;

/** Rows or entries that something was left out of. */
const partlyIn = ({ warnings }: Report): number =>
  new Set(warnings.map(({ line, entry }) => line ?? entry)).size;

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\n');

/** The file's rows in pieces, with the line of the file that each piece begins before. */
export async function* pieces(file: string): AsyncGenerator<Piece> {
  let header: string[] | undefined;
  let rows: string[][] = [];
  let firstLine = 1;
  let line = 1;
  const { stream, share } = measured(file);
  const parser = stream.pipe(
    parse({ bom: true, skip_empty_lines: true, relax_column_count: true, info: true }),
  );
  for await (const { record, info } of parser as AsyncIterable<{
    record: string[];
    info: { lines: number };
  }>) {
    if (!header) {
      header = record;
      continue;
    }
    if (rows.length === 0) firstLine = line;
    rows.push(record);
    line = info.lines;
    if (rows.length < rowsAtOnce) continue;
    yield { content: csv([header, ...rows]), firstLine, share: share() };
    rows = [];
  }
  if (header && rows.length > 0) yield { content: csv([header, ...rows]), firstLine, share: 1 };
}

async function importCsv(file: string, system: string | undefined): Promise<void> {
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const total = { rows: 0, changed: 0, unchanged: 0, errors: 0, partly: 0, namingNobody: 0 };
  const unknown: UnknownService[] = [];
  let bookingDayUnknown = 0;
  const bar = progressBar();
  const named = system === undefined ? '' : `&system=${encodeURIComponent(system)}`;
  for await (const { content, firstLine, share } of pieces(file)) {
    const report = await api<Report>({
      method: 'POST',
      path: `/v1/imports?firstLine=${firstLine}${named}`,
      text: { contentType: 'text/csv', content },
    });
    bar.clear();
    if (total.rows === 0) {
      process.stderr.write(`Read by the names of: ${report.system}\n`);
      if (report.unused.length > 0) process.stderr.write(`Not used: ${report.unused.join(', ')}\n`);
    }
    for (const { line, reason } of report.errors)
      process.stderr.write(`${file}:${line}: refused: ${reason}\n`);
    for (const { line, reason } of report.warnings)
      process.stderr.write(`${file}:${line}: warning: ${reason}\n`);
    total.partly += partlyIn(report);
    total.rows += report.rows;
    total.changed += report.changed;
    total.unchanged += report.unchanged;
    total.errors += report.errors.length;
    total.namingNobody += report.namingNobody;
    unknown.push(...report.unknownServices);
    bookingDayUnknown += report.bookingDayUnknown;
    bar.draw(share, total.rows);
  }
  bar.clear();
  process.stdout.write(
    `${total.rows} rows: ${total.changed} new or changed, ${total.unchanged} known, ${total.partly} kept in part, ${total.errors} refused.\n`,
  );
  warnOfNobody(total.namingNobody);
  warnAtEnd(unknown, bookingDayUnknown);
  if (total.errors > 0) process.exitCode = 2;
}

const entriesAtOnce = 200;

async function importBundle(file: string): Promise<void> {
  // A table of a hundred thousand rows leaves them out.
  const { bundleParts } = await import('../../domain/patient/fhir/bundle-parts.ts');
  const { Bundle } = await import('../../domain/patient/fhir/resources.ts');
  const parsed = Bundle.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new UsageError(`${file} is no Bundle of FHIR R4.`);
  const total = { rows: 0, changed: 0, unchanged: 0, errors: 0, ignored: 0, partly: 0, namingNobody: 0 };
  const unknown: UnknownService[] = [];
  let bookingDayUnknown = 0;
  const bar = progressBar();
  for (const { bundle, entries } of bundleParts(parsed.data, entriesAtOnce)) {
    const report = await api<Report>({
      method: 'POST',
      path: '/v1/imports',
      text: { contentType: 'application/fhir+json', content: JSON.stringify(bundle) },
    });
    bar.clear();
    for (const { entry = 0, reason } of report.errors)
      process.stderr.write(`${file}: entry ${entries[entry] ?? entry}: refused: ${reason}\n`);
    for (const { entry = 0, reason } of report.warnings)
      process.stderr.write(`${file}: entry ${entries[entry] ?? entry}: warning: ${reason}\n`);
    total.partly += partlyIn(report);
    total.rows += report.rows;
    total.changed += report.changed;
    total.unchanged += report.unchanged;
    total.ignored += report.ignored;
    total.errors += report.errors.length;
    total.namingNobody += report.namingNobody;
    unknown.push(...report.unknownServices);
    bookingDayUnknown += report.bookingDayUnknown;
    bar.draw(total.rows / parsed.data.entry.length, total.rows);
  }
  bar.clear();
  process.stdout.write(
    `${total.rows} entries: ${total.changed} new or changed, ${total.unchanged} known, ${total.partly} kept in part, ${total.ignored} passed over, ${total.errors} refused.\n`,
  );
  warnOfNobody(total.namingNobody);
  warnAtEnd(unknown, bookingDayUnknown);
  if (total.errors > 0) process.exitCode = 2;
}

const usage =
  'Say which file: npm run heard -- import FILE.csv (or a FHIR bundle, FILE.json), and --system NAME where its columns do not tell whose export it is';

export const importFile: Command = {
  words: ['import', 'FILE.csv|FILE.json', '--system NAME'],
  summary:
    'Bring in patients with treatments, purchases, appointments and consent; importing again changes nothing',
  run: async (given) => {
    const at = given.indexOf('--system');
    const [file] = given.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
    const system = at < 0 ? undefined : given[at + 1];
    if (!file || (at >= 0 && !system)) throw new UsageError(usage);
    await (/\.json$/i.test(file) ? importBundle(file) : importCsv(file, system));
  },
};
