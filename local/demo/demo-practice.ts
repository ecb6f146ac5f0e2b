import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const share = 0.1;
const unset = /^holdout: \{ share: 0, /m;

/** A copy of the practice's folder that holds out a tenth of its households where the practice holds out nobody, so that the demo's report has two arms. */
export function demoPractice(practice: string): string {
  const rules = readFileSync(join(practice, 'recall.yaml'), 'utf8');
  if (!unset.test(rules)) return practice;
  const copy = resolve(import.meta.dirname, '../../dist/demo-practice');
  rmSync(copy, { recursive: true, force: true });
  cpSync(practice, copy, { recursive: true });
  writeFileSync(join(copy, 'recall.yaml'), rules.replace(unset, `holdout: { share: ${share}, `));
  return copy;
}
