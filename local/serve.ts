import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from './aws/ports.ts';
import { demoPractice } from './demo/practice.ts';
import { seasonDays, seedDemo } from './demo/seed.ts';
import { createRuntime } from './runtime.ts';
import { staffOfPractice } from './staff.ts';
import { synthesize } from './synthesize.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4400' },
    practice: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    demo: { type: 'boolean', default: false },
    frozen: { type: 'boolean', default: false },
    at: { type: 'string' },
    assembly: { type: 'string' },
    data: { type: 'string', default: '.heard' },
    'public-url': { type: 'string' },
    resting: { type: 'boolean', default: false },
    'demo-days': { type: 'string', default: '30' },
    'no-season': { type: 'boolean', default: false },
  },
});

function instant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Error(`--at ${text} is no instant: write it as 2026-11-20T16:05:00Z.`);
  return time;
}

const dataDirectory = resolve(values.data);
if (values.fresh) rmSync(dataDirectory, { recursive: true, force: true });
const at = instant(values.at);

const practice = values.practice ?? (values.demo ? demoPractice() : 'practice');
const assembly = values.assembly ? resolve(values.assembly) : await synthesize(practice);
const port = Number(values.port) || (await freePort());
const publicUrl =
  values['public-url'] ?? (values.demo ? 'https://intake.example.com' : `http://127.0.0.1:${port}`);
const common = {
  assembly,
  dataDirectory,
  port,
  publicUrl,
  staffOf: staffOfPractice(join(resolve(practice), 'practice.yaml')),
};

const demoDays = Number(values['demo-days']);
const season = values['no-season'] ? 0 : seasonDays;

/** The days of history are lived through by a run of its own, once. */
async function seed(end: number): Promise<void> {
  const mark = join(dataDirectory, 'demo.json');
  if (existsSync(mark)) return;
  process.stdout.write(
    `Living through ${demoDays} days of a practice and a season of recall before them, once; it takes a minute or two.\n`,
  );
  const past = await createRuntime({
    ...common,
    frozen: true,
    resting: true,
    at: end - (demoDays + season) * 86_400_000,
  });
  await past.start();
  await seedDemo(past, { begin: end - demoDays * 86_400_000, end });
  await past.end();
  writeFileSync(mark, JSON.stringify({ seededUntil: new Date(end).toISOString() }));
}

function refuse(error: Error): never {
  process.stderr.write(`Heard could not start: ${error.message}\n`);
  process.exit(1);
}

if (values.demo) await seed(at ?? Date.now()).catch(refuse);
const { frozen, resting } = values;
const runtime = await createRuntime({
  ...common,
  frozen,
  resting,
  ...(at === undefined ? {} : { at }),
}).catch(refuse);

let ending = false;
async function stop(): Promise<void> {
  if (ending) return;
  ending = true;
  // Whatever hangs, nothing of the run outlives this.
  setTimeout(() => process.exit(1), 1800).unref();
  await runtime.end();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());

try {
  await runtime.start();
} catch (error) {
  await runtime.end();
  refuse(error as Error);
}

process.stdout.write(`Heard is ready.

  Everything, as links   ${runtime.url}/
  Mail inbox             ${runtime.mailInbox}
  Outbox                 ${runtime.url}/outbox
  API                    ${runtime.url}/v1/openapi.json
  AWS CLI endpoint       ${runtime.endpoints.dynamodb}
  Kept in                ${dataDirectory}

Ctrl-C stops it.
`);
