import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, jest, test } from '@jest/globals';
import { startMessageEngine } from '../../local/aws/message-engine.ts';
import { freePort } from '../../local/aws/ports.ts';

test('the engine of messages keeps them in a file, and waits for no disk behind each', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'heard-messages-'));
  const exec = jest.spyOn(DatabaseSync.prototype, 'exec');
  const engine = await startMessageEngine(await freePort(), directory);
  const [database] = exec.mock.contexts as DatabaseSync[];
  const settings = ['journal_mode', 'synchronous'].map((name) => database?.prepare(`PRAGMA ${name}`).get());
  await engine.stop();
  exec.mockRestore();
  rmSync(directory, { recursive: true });
  expect(settings).toEqual([{ journal_mode: 'wal' }, { synchronous: 1 }]);
});
