import { registerKinds } from '../../domain/consent/register-row.ts';
import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';
import { pieces } from './csv-pieces.ts';
import { progressBar } from './progress.ts';

interface Report {
  readonly rows: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly unknown: number;
  readonly errors: readonly { readonly line: number; readonly reason: string }[];
}

const usage = `Say which register and which file: npm run heard -- import-register --kind ${registerKinds.join('|')} FILE.csv`;

async function send(kind: string, file: string): Promise<void> {
  const total = { rows: 0, changed: 0, unchanged: 0, unknown: 0, errors: 0 };
  const bar = progressBar();
  for await (const { content, firstLine, problems, note, share } of pieces(file)) {
    const report = await api<Report>({
      method: 'POST',
      path: `/v1/registers/${kind}/imports?firstLine=${firstLine}`,
      text: { contentType: 'text/csv', content },
    });
    bar.clear();
    if (note) process.stderr.write(`${note}\n`);
    const refused = [...problems, ...report.errors].sort((a, b) => a.line - b.line);
    for (const { line, reason } of refused) process.stderr.write(`${file}:${line}: ${reason}\n`);
    total.rows += report.rows + problems.length;
    total.changed += report.changed;
    total.unchanged += report.unchanged;
    total.unknown += report.unknown;
    total.errors += refused.length;
    bar.draw(share, total.rows);
  }
  bar.clear();
  process.stdout.write(
    `${total.rows} rows: ${total.changed} new, ${total.unchanged} known, ${total.unknown} of nobody here, ${total.errors} refused.\n`,
  );
  if (total.errors > 0) process.exitCode = 2;
}

export const importRegister: Command = {
  words: ['import-register', `--kind ${registerKinds.join('|')}`, 'FILE.csv'],
  summary:
    'Bring in what a register of numbers answered (number, date asked, answer), or the do-not-call list of a previous system',
  run: async (given) => {
    const at = given.indexOf('--kind');
    const kind = at < 0 ? undefined : given[at + 1];
    const [file] = given.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
    if (!file || !registerKinds.some((known) => known === kind)) throw new UsageError(usage);
    await send(kind as string, file);
  },
};
