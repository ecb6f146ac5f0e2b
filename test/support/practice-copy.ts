import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The practice that the project ships with, one file changed; always the same folder for a name, so that it is synthesized once. */
function practiceWith(name: string, file: string, change: (text: string) => string): string {
  const copy = join(tmpdir(), `heard-practice-${name}`);
  rmSync(copy, { recursive: true, force: true });
  cpSync(resolve(import.meta.dirname, '../../practice'), copy, { recursive: true });
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`practice/${file} has nothing to change for ${name}.`);
  writeFileSync(path, after);
  return copy;
}

/** Holding out another share of its households. */
export const practiceHoldingOut = (share: number): string =>
  practiceWith(`holdout-${share * 100}`, 'recall.yaml', (text) =>
    text.replace(/^holdout: .*$/m, `holdout: { share: ${share}, salt: lakeside }`),
  );

/** Texting one-way, by SNS. */
export const practiceTextingBySns = (): string =>
  practiceWith('sns', 'practice.yaml', (text) =>
    text.replace('text: end-user-messaging', 'text: sns').replace(/^ {2}textFrom:\n( {4}.*\n)+/m, ''),
  );
