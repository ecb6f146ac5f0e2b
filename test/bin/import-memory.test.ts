import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { writeManyRows } from '../support/many-rows.ts';
import { measuredCommand, takesImports } from '../support/measured-command.ts';

const rows = 100_000;

test('a table of 100,000 rows is imported within 200 MB of memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heard-rows-'));
  const server = await takesImports();
  try {
    const file = join(folder, 'patients.csv');
    writeManyRows(file, rows);
    const env = { HEARD_URL: server.url, HEARD_TOKEN: 'a token of the test' };
    const { code, stdout, megabytes } = await measuredCommand(['import', file], env);
    expect(stdout).toContain(`${rows} rows: ${rows} new or changed`);
    expect(code).toBe(0);
    expect(server.rows()).toBe(rows);
    expect(megabytes).toBeGreaterThan(20);
    expect(megabytes).toBeLessThan(200);
  } finally {
    await server.end();
    rmSync(folder, { recursive: true });
  }
}, 120_000);
