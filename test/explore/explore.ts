import { interleave } from '../support/interleave.ts';

/** `npm run explore`: the small size, for every change. `npm run explore -- --full` once per release. */
const full = process.argv.includes('--full');
const seedAt = process.argv.indexOf('--seed');
const only = seedAt > 0 ? Number(process.argv[seedAt + 1]) : undefined;
const runs = full ? 100_000 : 3000;

const seeds = only === undefined ? Array.from({ length: runs }, (_, index) => index + 1) : [only];
let failed = 0;
for (const seed of seeds) {
  const findings = [...(await interleave(seed)), ...(await interleave(seed, 0))];
  for (const { what } of findings) {
    failed += 1;
    if (failed <= 10) process.stdout.write(`seed ${seed}: ${what}\n`);
  }
}
process.stdout.write(
  `Interleavings of patient, staff, timer, watch and faults: ${seeds.length} runs, ${failed} violations\n`,
);
process.exitCode = failed > 0 ? 1 : 0;
