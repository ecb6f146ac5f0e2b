import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');
/** So many households that after one season both groups are large enough for a number (docs/decisions/020). */
const share = 0.3;

/**
 * The practice of the demo: the one that the project ships with, which holds nobody out, holding out a share of its households, so that the report shows
 * what recall brought. Gives its folder; the same each time, so that it is synthesized once.
 */
export function demoPractice(): string {
  const folder = join(project, 'dist', 'demo-practice');
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(project, 'practice'), folder, { recursive: true });
  const file = join(folder, 'recall.yaml');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(/^holdout: .*$/m, `holdout: { share: ${share}, salt: lakeside }`);
  if (changed === text) throw new Error('practice/recall.yaml has no line that begins with "holdout:".');
  writeFileSync(file, changed);
  return folder;
}
