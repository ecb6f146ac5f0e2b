import { check } from './commands/check.ts';
import { type Command, UsageError } from './commands/command.ts';
import { importFile } from './commands/import.ts';
import { rehearse } from './commands/rehearse.ts';
import { rotaImport } from './commands/rota-import.ts';
import { secretsSet } from './commands/secrets-set.ts';
import { simulate } from './commands/simulate.ts';
import { sourcesTry } from './commands/sources-try.ts';
import { staffSync } from './commands/staff-sync.ts';
import { sweep } from './commands/sweep.ts';

const commands: readonly Command[] = [
  check,
  secretsSet,
  sourcesTry,
  staffSync,
  importFile,
  sweep,
  rehearse,
  simulate,
  rotaImport,
];

const usage = (): string =>
  [
    'Usage: npm run heard -- COMMAND',
    '',
    ...commands.map(({ words, summary }) => `  ${words.join(' ')}\n      ${summary}`),
    '',
    'HEARD_URL says where Heard runs (http://127.0.0.1:4400 without it), HEARD_TOKEN is your access token there.',
  ].join('\n');

const given = process.argv.slice(2);
const fixed = ({ words }: Command): readonly string[] =>
  words.filter((word) => /^[a-z-]+$/.test(word) && !word.startsWith('-'));
const command = commands.find((candidate) => fixed(candidate).every((word, index) => given[index] === word));

try {
  if (!command) throw new UsageError(usage());
  await command.run(given.slice(fixed(command).length));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
