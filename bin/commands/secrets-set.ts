import { createInterface } from 'node:readline/promises';
import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

/** Asked for or piped in, never an argument: arguments end in the shell's history. */
async function readSecret(source: string): Promise<string> {
  const input = createInterface({
    input: process.stdin,
    output: process.stdin.isTTY ? process.stderr : undefined,
    terminal: false,
  });
  if (process.stdin.isTTY) process.stderr.write(`Secret of ${source}: `);
  for await (const line of input) return line.trim();
  return '';
}

export const secretsSet: Command = {
  words: ['secrets', 'set', 'SOURCE'],
  summary: 'Store a new secret of a source; it is asked for, or read from standard input',
  run: async ([source]) => {
    if (!source) throw new UsageError('Say which source: npm run heard -- secrets set SOURCE');
    const secret = await readSecret(source);
    if (!secret) throw new UsageError('No secret was given; nothing has changed.');
    await api({ method: 'PUT', path: `/v1/sources/${encodeURIComponent(source)}/secret`, body: { secret } });
    process.stdout.write(`${source} has a new secret; the one before stays live until the next change.\n`);
  },
};
