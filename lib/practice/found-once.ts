import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');
const folder = join(project, 'node_modules/.cache/heard');

/**
 * Keeps what takes long to find, for each version of what it is found from and of the code that finds it (paths within the project).
 * A change of either finds it anew.
 */
export function foundOnce<T>(name: string, from: unknown, code: readonly string[], find: () => T): T {
  const hash = createHash('sha256').update(JSON.stringify(from));
  for (const file of code) hash.update(readFileSync(join(project, file)));
  const file = join(folder, `${name}-${hash.digest('hex').slice(0, 16)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  const found = find();
  mkdirSync(folder, { recursive: true });
  // Whoever reads it meanwhile sees all of it or nothing.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(found));
  renameSync(`${file}.${process.pid}`, file);
  return found;
}
