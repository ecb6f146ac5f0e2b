import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeManyRows } from '../support/many-rows.ts';
import { measuredCommand, takesImports } from '../support/measured-command.ts';
import { number, row, timed } from './measure.ts';

const inquiries = 10_000;
const rows = 100_000;

async function simulated(): Promise<void> {
  let used = 0;
  const taken = await timed(async () => {
    used = (await measuredCommand(['simulate', '--month', String(inquiries)])).seconds;
  });
  row(
    `${number(inquiries, 0)} past inquiries simulated`,
    `${number(taken / 1000)} s (${number(used)} of a processor)`,
    '<= 60 s',
  );
}

async function imported(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'heard-rows-'));
  const server = await takesImports();
  try {
    const file = join(folder, 'patients.csv');
    writeManyRows(file, rows);
    const env = { HEARD_URL: server.url, HEARD_TOKEN: 'a token of the bench' };
    const { megabytes, seconds } = await measuredCommand(['import', file], env);
    row(
      `${number(rows, 0)} rows of a table, the command that sends them`,
      `${number(megabytes, 0)} MB, ${number(seconds)} s of a processor`,
      '<= 200 MB',
    );
  } finally {
    await server.end();
    rmSync(folder, { recursive: true });
  }
}

export async function measureCommands(): Promise<void> {
  await simulated();
  await imported();
}
