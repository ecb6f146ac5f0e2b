import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readPractice } from '../../lib/practice/read-practice.ts';

/**
 * Reads and validates the practice that the project ships with once for a whole run of the tests, as the build does for the bundles:
 * each file that did it for itself would take half a second for it.
 */
export default function readOnce(): void {
  const file = join(mkdtempSync(join(tmpdir(), 'heard-practice-')), 'practice.json');
  writeFileSync(file, JSON.stringify(readPractice(resolve(import.meta.dirname, '../../practice'))));
  process.env.HEARD_SHIPPED_PRACTICE = file;
}
