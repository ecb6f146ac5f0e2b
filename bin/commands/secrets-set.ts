import { createInterface } from 'node:readline/promises';
import { api } from './api.ts';
import { type Command, UsageError } from './command.ts';

/** Asked for or piped in, never an argument: arguments end in the shell's history. A key in PEM has many lines and ends with its own. */
async function readSecret(source: string): Promise<string> {
  const typed = process.stdin.isTTY;
  const input = createInterface({
    input: process.stdin,
    output: typed ? process.stderr : undefined,
    terminal: false,
  });
  if (typed) process.stderr.write(`Secret of ${source}: `);
  const lines: string[] = [];
  for await (const line of input) {
    lines.push(line.trim());
    const isPem = lines[0]?.startsWith('-----BEGIN');
    if (isPem ? line.startsWith('-----END') : true) break;
  }
  return lines.join('\n').trim();
}

export const secretsSet: Command = {
  words: ['secrets', 'set', 'SOURCE'],
  summary:
    'Store a new secret of a source (--handshake: the token of its challenge; --token: that of the page, to answer there); it is asked for, or read from standard input',
  run: async (given) => {
    const [source] = given.filter((word) => !word.startsWith('--'));
    if (!source) throw new UsageError('Say which source: npm run heard -- secrets set SOURCE');
    const secret = await readSecret(source);
    if (!secret) throw new UsageError('No secret was given; nothing has changed.');
    const purpose = ['handshake', 'token'].find((name) => given.includes(`--${name}`)) ?? 'verification';
    await api({
      method: 'PUT',
      path: `/v1/sources/${encodeURIComponent(source)}/secret`,
      body: { secret, purpose },
    });
    process.stdout.write(`${source} has a new secret; the one before stays live until the next change.\n`);
  },
};
