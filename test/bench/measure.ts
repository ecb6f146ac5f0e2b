import { execFileSync } from 'node:child_process';

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly min: number;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

export function spread(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), min: sorted[0] ?? Number.NaN };
}

/** Milliseconds to load a bundle in a fresh process of the pinned Node. */
export function loadTime(bundle: string): number {
  const script = `const t=performance.now();require(${JSON.stringify(bundle)});process.stdout.write(String(performance.now()-t))`;
  const env = {
    AWS_REGION: 'us-east-1',
    DELIVERY_TABLE: 't',
    REGISTRATION_MACHINE: 'm',
    SOURCE_SECRETS: 's',
    PUBLIC_URL: 'https://intake.example.com',
    PATH: process.env.PATH ?? '',
  };
  return Number(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }));
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Resident memory of a process in MB. */
export function residentMegabytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

/** Seconds that a process has had of the processors: what it takes, however busy the machine is. */
export function processorSeconds(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'cputimes=', '-p', String(pid)], { encoding: 'utf8' }));
}

export const row = (what: string, measured: string, target: string): void =>
  void process.stdout.write(`${what.padEnd(58)} ${measured.padEnd(34)} ${target}\n`);

export const number = (value: number, digits = 1): string => value.toFixed(digits);
