import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

interface Report {
  readonly rows: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly errors: readonly { readonly line: number; readonly reason: string }[];
}

const rowsAtOnce = 200;

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map(cell).join(',')).join('\n');

/** The file's rows in pieces, with the line of the file that each piece begins before. */
async function* pieces(
  file: string,
): AsyncGenerator<{ readonly content: string; readonly firstLine: number }> {
  let header: string[] | undefined;
  let rows: string[][] = [];
  let firstLine = 1;
  let line = 1;
  const parser = createReadStream(file).pipe(
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
    yield { content: csv([header, ...rows]), firstLine };
    rows = [];
  }
  if (header && rows.length > 0) yield { content: csv([header, ...rows]), firstLine };
}

export const importFile: Command = {
  words: ['import', 'FILE.csv'],
  summary: 'Bring in patients with treatments, appointments and consent; importing again changes nothing',
  run: async ([file]) => {
    if (!file) throw new UsageError('Say which file: npm run heard -- import FILE.csv');
    const total = { rows: 0, changed: 0, unchanged: 0, errors: 0 };
    for await (const { content, firstLine } of pieces(file)) {
      const report = await api<Report>({
        method: 'POST',
        path: `/v1/imports?firstLine=${firstLine}`,
        text: { contentType: 'text/csv', content },
      });
      total.rows += report.rows;
      total.changed += report.changed;
      total.unchanged += report.unchanged;
      total.errors += report.errors.length;
      for (const { line, reason } of report.errors) process.stderr.write(`${file}:${line}: ${reason}\n`);
      if (process.stderr.isTTY) process.stderr.write(`\r${total.rows} rows`);
    }
    process.stdout.write(
      `${total.rows} rows: ${total.changed} new or changed, ${total.unchanged} known, ${total.errors} refused.\n`,
    );
    if (total.errors > 0) process.exitCode = 2;
  },
};
