import { interleave } from '../support/interleave.ts';
import { interleaveRecall } from '../support/recall-interleave.ts';
import { exploreAgreement } from './agreement.ts';
import { fuzzDecoders, hostile, largest } from './decoders.ts';
import { exploreFaults, exploreRecallFaults } from './faults.ts';
import { exploreLift } from './lift.ts';

/**
 * `npm run explore`: the small size, for every change. `npm run explore -- --full` once per release: some hours, or in pieces with
 * `--part NAME`. A seed that was printed is played alone with `--seed N`.
 */
const full = process.argv.includes('--full');
const seedAt = process.argv.indexOf('--seed');
const only = seedAt > 0 ? Number(process.argv[seedAt + 1]) : undefined;
const runs = full ? 100_000 : 1500;
const batch = 500;

let failed = 0;
function tell(findings: readonly { readonly seed: number; readonly what: string }[]): void {
  for (const { seed, what } of findings) {
    failed += 1;
    if (failed <= 10) process.stdout.write(`seed ${seed}: ${what}\n`);
  }
}

async function interleavings(): Promise<void> {
  const seeds = only === undefined ? Array.from({ length: runs }, (_, index) => index + 1) : [only];
  for (const seed of seeds)
    tell([...(await interleave(seed)), ...(await interleave(seed, 0))].map(({ what }) => ({ seed, what })));
  process.stdout.write(
    `Interleavings of patient, staff, timer, watch and faults: ${seeds.length} runs, ${failed} violations\n`,
  );
}

async function recallInterleavings(): Promise<void> {
  const before = failed;
  const count = full ? 1500 : 60;
  const seeds = only === undefined ? Array.from({ length: count }, (_, index) => index + 101) : [only];
  for (const seed of seeds) tell([...(await interleaveRecall(seed)), ...(await interleaveRecall(seed, 0))]);
  process.stdout.write(
    `Interleavings of sweep, sender, bookings, STOPs, calls and faults: ${seeds.length} runs, ${failed - before} violations\n`,
  );
}

async function bodies(): Promise<void> {
  const before = failed;
  // The full size is 100,000 bodies for each of the six decoders.
  const bodyRuns = full ? runs * 6 : runs;
  const seeds =
    only === undefined ? Array.from({ length: bodyRuns / batch }, (_, index) => index + 1) : [only];
  for (const seed of seeds) tell(await fuzzDecoders(seed, batch));
  const times = Object.entries(await largest()).map(([kind, time]) => `${kind} ${Math.round(time)} ms`);
  process.stdout.write(
    `Random and mutated bodies through each decoder: ${seeds.length * batch} bodies, ${failed - before} violations; ` +
      `at 1 MiB: ${times.join(', ')}; heap ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB\n`,
  );
}

/** None may take long: a registration has a minute. */
async function hostileBodies(): Promise<void> {
  const times = Object.entries(await hostile());
  tell(
    times.filter(([, time]) => time > 20_000).map(([name]) => ({ seed: 0, what: `${name}: took too long` })),
  );
  process.stdout.write(
    `Hostile bodies at 1 MiB: ${times.map(([name, time]) => `${name} ${Math.round(time)} ms`).join(', ')}\n`,
  );
}

/** The simulation and the embedded engines tell the same story of a busy day, event for event. */
async function agreement(): Promise<void> {
  const count = full ? 200 : 8;
  const differences = await exploreAgreement(count, only ?? 7);
  tell(differences.map((what) => ({ seed: only ?? 7, what })));
  process.stdout.write(
    `Simulation beside the embedded engines: ${count} inquiries, ${differences.length} of them told otherwise\n`,
  );
}

/** The intervals of the recall report hold the truth as often as they say. */
function lift(): void {
  const seed = only ?? 7;
  const { runs, table, judged, lowest, highest, findings } = exploreLift(full, seed);
  tell(findings.map((what) => ({ seed, what })));
  if (full) process.stdout.write(`${table.join('\n')}\n`);
  process.stdout.write(
    `Lift of practices of which it is known, seed ${seed}: ${runs} practices, ${judged} settings judged; the 95 % intervals held the truth in ` +
      `${lowest.toFixed(1)} to ${highest.toFixed(1)} %, ${findings.length} not well\n`,
  );
}

/** What `npm test` leaves out: it takes some minutes. */
async function faults(): Promise<void> {
  const { tried, findings } = await exploreFaults();
  tell(findings.map((what) => ({ seed: 0, what })));
  process.stdout.write(
    `Calls throttled, failed and timed out, and events delivered twice: ${tried}, ${findings.length} not well\n`,
  );
}

/** Some twenty minutes. */
async function recallFaults(): Promise<void> {
  for (const way of ['email', 'call'] as const) {
    const { tried, findings } = await exploreRecallFaults(way);
    tell(findings.map((what) => ({ seed: 0, what })));
    process.stdout.write(
      `Recall by ${way}, calls throttled, failed and timed out, events twice: ${tried}, ${findings.length} not well\n`,
    );
  }
}

const quick = { interleavings, recallInterleavings, bodies, hostileBodies, agreement, lift };
const parts: Readonly<Record<string, () => unknown>> = full ? { ...quick, faults, recallFaults } : quick;
const partAt = process.argv.indexOf('--part');
const names = partAt > 0 ? [process.argv[partAt + 1] ?? ''] : Object.keys(parts);

for (const name of names) {
  const part = parts[name];
  if (!part) throw new Error(`There is no part ${name}: take one of ${Object.keys(parts).join(', ')}.`);
  await part();
}
process.exitCode = failed > 0 ? 1 : 0;
