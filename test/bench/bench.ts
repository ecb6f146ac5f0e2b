import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../../lib/bundles.ts';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { functionsOf } from '../../local/functions/descriptions.ts';
import { type InquiryView, practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { typeformRequest } from '../support/typeform.ts';
import { measureCommands } from './commands.ts';
import { measureLoad } from './load.ts';
import { loadTime, number, residentMegabytes, row, spread, timed } from './measure.ts';
import { costOf } from './prices.ts';
import { measureMillion, measureRecall, measureSizes } from './recall.ts';

const cdkOut = resolve('cdk.out');
const requests = 300;
const loads = 15;

const assembly = readAssembly({
  directory: cdkOut,
  parameters: {},
  urls: { aws: 'http://127.0.0.1:1', http: 'http://127.0.0.1:2' },
});
const receive = functionsOf(assembly).find(({ name }) => name.includes('ReceiveDelivery'));
if (!receive) throw new Error('The assembly has no intake function.');

/** A copy of the assembly whose intake does the least that an intake could do. */
async function bareAssembly(): Promise<{ readonly directory: string; readonly bundle: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'heard-bare-'));
  cpSync(cdkOut, directory, { recursive: true });
  const bundle = join(directory, receive?.codeDirectory.slice(cdkOut.length) ?? '', 'index.cjs');
  await build({
    ...bundling,
    outExtension: {},
    entryPoints: [join(import.meta.dirname, 'bare-handler.ts')],
    outfile: bundle,
    allowOverwrite: true,
  });
  return { directory, bundle };
}

const form = (token: string, message = 'Do you have a consultation next week?') =>
  typeformRequest({ name: 'Rowan Ellery', email: `bench.${token}@example.com`, message, token });

async function intake(local: LocalRun, prefix: string): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let index = 0; index < requests; index += 1) {
    samples.push(await timed(() => local.call('/v1/hooks/src_typeform', form(`${prefix}-${index}`))));
    // What a request sets off is not the request: the next one comes when all is quiet.
    await local.advance(0);
  }
  return samples.slice(20);
}

const inFlight = 8;
const burst = 240;

/** Requests a second with several on their way at once, and everything that they set off running beside them. */
async function throughput(local: LocalRun, prefix: string): Promise<number> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < burst; index = next++)
      await local.call('/v1/hooks/src_typeform', form(`${prefix}-burst-${index}`));
  };
  const taken = await timed(async () => void (await Promise.all(Array.from({ length: inFlight }, lane))));
  await local.advance(0);
  return (burst * 1000) / taken;
}

function moduleLoad(bare: string): void {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < loads; turn += 1) {
    theirs.push(loadTime(bare));
    ours.push(loadTime(join(receive?.codeDirectory ?? '', 'index.cjs')));
  }
  const [a, b] = [spread(ours), spread(theirs)];
  row(
    'intake, module load in a fresh process',
    `${number(a.p50)} ms / bare ${number(b.p50)} ms = ${number(a.p50 / b.p50, 2)} x`,
    '<= 1.25 x',
  );
  const size = (file: string): number => statSync(file).size / 1000;
  const own = size(join(receive?.codeDirectory ?? '', 'index.cjs'));
  row('intake, size of the bundle', `${number(own)} kB / bare ${number(size(bare))} kB`, '');
}

async function intakeRequest(bareDirectory: string): Promise<void> {
  const options = { at: '2026-11-20T16:05:00.000Z' };
  const local = await startLocal(options);
  const bare = await startLocal({ ...options, arguments: ['--assembly', bareDirectory] });
  await practiceAt(local).giveSecret();
  const ours = spread(await intake(local, 'ours'));
  const theirs = spread(await intake(bare, 'bare'));
  row(
    'intake request, embedded engines, p50',
    `${number(ours.p50)} ms / bare ${number(theirs.p50)} ms = ${number(ours.p50 / theirs.p50, 2)} x`,
    '<= 1.5 x',
  );
  row('intake request, embedded engines, p99', `${number(ours.p99)} ms / bare ${number(theirs.p99)} ms`, '');
  const [ourRate, bareRate] = [await throughput(local, 'ours'), await throughput(bare, 'bare')];
  row(
    `intake, requests a second, ${inFlight} at once (registration and escalation run beside ours)`,
    `${number(ourRate)} / bare ${number(bareRate)}`,
    '',
  );
  for (const run of [local, bare]) {
    await run.stop();
    run.forget();
  }
}

async function safetyPage(): Promise<void> {
  const local = await startLocal({ at: '2026-11-20T16:05:00.000Z' });
  const practice = practiceAt(local);
  await practice.giveSecret();
  await practice.patientWrites('warm up', 'warm', { email: 'warm@example.com' });
  const samples: number[] = [];
  for (let index = 0; index < 40; index += 1) {
    const email = `flag.${index}@example.com`;
    samples.push(
      await timed(async () => {
        await local.call(
          '/v1/hooks/src_typeform',
          typeformRequest({ name: 'R', email, message: 'My lip turned white', token: email }),
        );
        await local.advance(0);
      }),
    );
  }
  const { p50, p99 } = spread(samples);
  row(
    'request to safety reply and page sent, local',
    `p50 ${number(p50)} ms, p99 ${number(p99)} ms`,
    '<= 1000 ms',
  );
  await local.stop();
  local.forget();
}

async function oneInquiry(): Promise<void> {
  const local = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--resting'] });
  const practice = practiceAt(local);
  await local.call('/_local/fire?target=Watch', { method: 'POST' });
  await practice.giveSecret();
  await practice.patientWrites('warm up', 'warm', { email: 'warm@example.com' });
  await practice.faults([]);
  await practice.patientWrites('Do you have a consultation?', 'counted');
  await local.advance(120);
  const inquiry = (await practice.inquiries()).find(
    ({ receivedAt, status }: InquiryView) => receivedAt !== '' && status === 'acknowledged',
  );
  await practice.act('physician', inquiry?.id ?? '', 'reply', { text: 'Yes.' });
  await local.advance(1);
  const { calls } = await practice.calls();
  const flow = calls.filter(({ caller }) => /Receive|Register|Plan|Tell|Desk/.test(caller));
  const count = (pattern: RegExp): number =>
    flow.filter(({ service, operation }) => service === 'dynamodb' && pattern.test(operation)).length;
  const transitions = 2 + 4;
  const units = {
    'dynamodb read': count(/Get|Query/),
    'dynamodb write': count(/Put|Update/),
    'state transition': transitions,
    'lambda request': 6,
    'lambda GB-second': 6 * 0.5 * 0.25,
    'http request': 2,
  };
  row(
    'an answered inquiry: reads, writes, transitions',
    `${units['dynamodb read']}, ${units['dynamodb write']}, ${transitions}`,
    '',
  );
  row(
    'list price per 1,000 answered inquiries, without messages',
    `${number(costOf(units) * 1000, 3)} USD`,
    '<= 0.20 USD',
  );
  await local.stop();
  local.forget();
}

async function startUp(): Promise<void> {
  const before = performance.now();
  const local = await startLocal({ at: '2026-11-20T16:05:00.000Z' });
  await local.call('/_local/health');
  row(
    'npm start, warm, to the first request served',
    `${number((performance.now() - before) / 1000)} s`,
    '<= 8 s',
  );
  row('idle memory', `${number(residentMegabytes(local.pid), 0)} MB`, '<= 350 MB');
  const day = await timed(() => local.advance(86_400));
  row('24 h of driven clock, nothing due', `${number(day / 1000)} s`, '');
  await local.stop();
  local.forget();
}

async function usual(): Promise<void> {
  const bare = await bareAssembly();
  moduleLoad(bare.bundle);
  await intakeRequest(bare.directory);
  await safetyPage();
  await oneInquiry();
  await startUp();
  await measureCommands();
  measureSizes();
  rmSync(bare.directory, { recursive: true });
}

const loadAt = process.argv.indexOf('--load');
const recallAt = process.argv.indexOf('--recall');
if (process.argv.includes('--million')) measureMillion();
else if (recallAt > 0) measureRecall(Number(process.argv[recallAt + 1] ?? 2000));
else if (loadAt > 0) await measureLoad(Number(process.argv[loadAt + 1] ?? 10_000));
else await usual();
