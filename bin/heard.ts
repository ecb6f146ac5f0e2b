import { type Command, UsageError } from './commands/command.ts';

/** Each loaded when it is asked for: most of them never read a practice's folder. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  'secrets set': async () => (await import('./commands/secrets-set.ts')).secretsSet,
  'sources try': async () => (await import('./commands/sources-try.ts')).sourcesTry,
  'staff sync': async () => (await import('./commands/staff-sync.ts')).staffSync,
  import: async () => (await import('./commands/import.ts')).importFile,
  'import-register': async () => (await import('./commands/import-register.ts')).importRegister,
  why: async () => (await import('./commands/why.ts')).why,
  'report recall': async () => (await import('./commands/report-recall.ts')).reportRecall,
  // Before the command whose name it begins with.
  'sweep take-back': async () => (await import('./commands/take-back.ts')).takeBack,
  sweep: async () => (await import('./commands/sweep.ts')).sweep,
  rehearse: async () => (await import('./commands/rehearse.ts')).rehearse,
  simulate: async () => (await import('./commands/simulate.ts')).simulate,
  'audit review': async () => (await import('./commands/audit.ts')).auditReview,
  'audit sign-off': async () => (await import('./commands/audit.ts')).auditSignOff,
  'audit verify': async () => (await import('./commands/audit.ts')).auditVerify,
  'rota import': async () => (await import('./commands/rota-import.ts')).rotaImport,
};

async function usage(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  return [
    'Usage: npm run heard -- COMMAND',
    '',
    ...all.map(({ words, summary }) => `  ${words.join(' ')}\n      ${summary}`),
    '',
    'HEARD_URL says where Heard runs (http://127.0.0.1:4400 without it), HEARD_TOKEN is your access token there.',
  ].join('\n');
}

const given = process.argv.slice(2);
const name = Object.keys(commands).find((known) =>
  known.split(' ').every((word, index) => given[index] === word),
);

try {
  const load = name === undefined ? undefined : commands[name];
  if (!name || !load) throw new UsageError(await usage());
  await (await load()).run(given.slice(name.split(' ').length));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
