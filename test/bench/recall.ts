import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { lakeside } from '../support/lakeside.ts';
import { type Load, tablesIn } from './kept-load.ts';
import { number, row } from './measure.ts';
import type { Morning } from './morning.ts';
import { costOf } from './prices.ts';

interface Figures {
  readonly count: number;
  readonly load: Load;
  readonly morning: Morning;
  /** What the loaded tables take on the disk. */
  readonly megabytes: number;
  readonly measuredAt: string;
}

const million = 1_000_000;
const keptFolder = resolve('.heard/bench-million');
const keptFigures = join(keptFolder, 'figures.json');

function step<T>(...given: readonly string[]): T {
  const script = join(import.meta.dirname, 'recall-step.ts');
  const output = execFileSync(process.execPath, [script, ...given], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as T;
}

function megabytesOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size / 1e6, 0);
}

function measuredIn(folder: string, count: number): Figures {
  const load = step<Load>('load', folder, String(count));
  const megabytes = megabytesOf(tablesIn(folder));
  const morning = step<Morning>('morning', folder);
  return { count, load, morning, megabytes, measuredAt: new Date().toISOString() };
}

function measured(count: number): Figures {
  const folder = mkdtempSync(join(tmpdir(), 'heard-bench-'));
  try {
    return measuredIn(folder, count);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a morning's contacts cost at list price, without the messages themselves. */
function priceOf({ counted, contacted, sweepSeconds, sendSeconds }: Morning): number {
  const shards = lakeside.recall.shards;
  const functionSeconds = sweepSeconds + sendSeconds;
  return costOf({
    'dynamodb read': counted.reads,
    'dynamodb write': counted.writes,
    // Open, map, a turn and a choice for each shard, close.
    'state transition': 4 + 2 * shards,
    // The sweep's, the sender's of a day (every five minutes), and one for each event of a message.
    'lambda request': 2 + shards + 288 + contacted,
    'lambda GB-second': 0.5 * (functionSeconds + 288 * 0.05),
    'topic request': contacted,
    'queue request': 3 * contacted,
  });
}

/** Reads, writes and requests for each contacted patient. */
const eachOf = ({ counted, contacted }: Morning): readonly number[] =>
  [counted.reads, counted.writes, counted.requests].map((units) => units / contacted);

function countedRows(patients: string, morning: Morning): void {
  const each = eachOf(morning).map((units) => number(units, 2));
  row(
    `${patients}, ${morning.contacted} contacted: reads, writes, requests each`,
    each.join(', '),
    'equal within 10 %',
  );
  row(
    '  list price per 1,000 recalled, without messages',
    `${number((priceOf(morning) / morning.contacted) * 1000, 4)} USD`,
    '<= 0.05 USD',
  );
}

function rows({ count, load, morning, megabytes, measuredAt }: Figures): void {
  countedRows(`${count} patients`, morning);
  row(
    '  sweep; sending and settling; most memory of the process',
    `${number(morning.sweepSeconds)} s; ${number(morning.sendSeconds)} s; ${number(morning.megabytes, 0)} MB`,
    '',
  );
  row(
    '  written by the adapters in process, stored in batches',
    `${load.items} items, ${number(megabytes, 0)} MB, in ${number(load.seconds, 0)} s (${number(load.processorSeconds, 0)} of a processor)`,
    '',
  );
  row('  measured', measuredAt, '');
}

/** How far the counts of sizes lie apart, as a share of the least. */
function apartOf(mornings: readonly Morning[]): number {
  const [first = []] = mornings.map(eachOf);
  const spreads = first.map((_, index) => {
    const counts = mornings.map((morning) => eachOf(morning)[index] ?? Number.NaN);
    return Math.max(...counts) / Math.min(...counts) - 1;
  });
  return Math.max(...spreads);
}

function apartRow(all: readonly Figures[]): void {
  const apart = apartOf(all.map(({ morning }) => morning));
  row(
    `reads, writes, requests each, at ${all.map(({ count }) => count).join(' / ')}`,
    `${number(apart * 100, 2)} % apart`,
    '<= 10 %',
  );
  if (!(apart <= 0.1)) process.exitCode = 1;
}

function keptMillion(): Figures | undefined {
  try {
    return JSON.parse(readFileSync(keptFigures, 'utf8')) as Figures;
  } catch {
    return undefined;
  }
}

/** `npm run bench -- --recall COUNT`: one size. */
export function measureRecall(count: number): void {
  rows(measured(count));
}

/** The sizes of a usual run; a million as it was measured last, or else computed from the counts of the largest of them. */
export function measureSizes(): void {
  const sizes = [2000, 50_000].map((count) => {
    const figures = measured(count);
    rows(figures);
    return figures;
  });
  const kept = keptMillion();
  if (kept) {
    rows(kept);
    apartRow([...sizes, kept]);
    return;
  }
  apartRow(sizes);
  const largest = sizes.at(-1);
  if (!largest) return;
  row(
    `${million} patients: COMPUTED from the counts at ${largest.count}, nothing was loaded or measured`,
    '(npm run bench -- --million does)',
    '',
  );
  countedRows(`${million} patients, computed`, largest.morning);
}

/**
 * `npm run bench -- --million`: loads a million patients into a kept folder, unless they are there, and measures a morning on a branch of it.
 */
export function measureMillion(): void {
  const figures = measuredIn(keptFolder, million);
  writeFileSync(keptFigures, JSON.stringify(figures));
  rows(figures);
}
