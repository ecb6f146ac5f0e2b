import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The practice that the project ships with, holding out another share of its households; always the same folder, so that it is synthesized once. */
export function practiceHoldingOut(share: number): string {
  const copy = join(tmpdir(), `heard-practice-holdout-${share * 100}`);
  rmSync(copy, { recursive: true, force: true });
  cpSync(resolve(import.meta.dirname, '../../practice'), copy, { recursive: true });
  const file = join(copy, 'recall.yaml');
  const before = readFileSync(file, 'utf8');
  const after = before.replace(/^holdout: .*$/m, `holdout: { share: ${share}, salt: lakeside }`);
  if (after === before) throw new Error('practice/recall.yaml has no line that begins with "holdout:".');
  writeFileSync(file, after);
  return copy;
}
