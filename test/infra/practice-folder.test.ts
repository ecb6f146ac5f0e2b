import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PracticeError, readPractice } from '../../lib/practice/read-practice.ts';

/** What `heard check` finds in the practice's folder after one change of one file. */
function findingsAfter(file: string, change: (text: string) => string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'heard-practice-'));
  try {
    cpSync('practice', folder, { recursive: true });
    const before = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), change(before));
    readPractice(folder);
    return [];
  } catch (error) {
    if (error instanceof PracticeError) return error.findings;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the practice’s folder', () => {
  test('is well as it ships', () => {
    expect(findingsAfter('practice.yaml', (text) => text)).toEqual([]);
  });

  test.each([
    [
      'practice.yaml',
      'zone: America/Denver',
      'zone: America/Denvr',
      /^practice\.yaml:\d+: locations\.1\.zone: .*no IANA time zone$/,
    ],
    [
      'practice.yaml',
      'primary: okoye',
      'primary: nobody',
      /^practice\.yaml:\d+: onCall\.1\.primary: nobody of the staff/,
    ],
    [
      'sources.yaml',
      'location: west',
      'location: north',
      /^sources\.yaml:\d+: sources\.2\.location: there is no location/,
    ],
    [
      'sources.yaml',
      'preset: typeform',
      'preset: tipeform',
      /^sources\.yaml:\d+: sources\.0\.preset: there is no such preset; there are .*typeform/,
    ],
    [
      'templates/care.yaml',
      '\nsafety:\n',
      '\nsafety-reply:\n',
      /^templates\/care\.yaml:\d+: safety: this template is needed$/,
    ],
    [
      'recall.yaml',
      'template: lapsed',
      'template: lapsd',
      /^recall\.yaml:\d+: .*templates\/recall\.yaml has no lapsd$/,
    ],
  ])('%s: "%s" changed is found, with file, line and field', (file, from, to, finding) => {
    expect(findingsAfter(file, (text) => text.replace(from, to))[0]).toMatch(finding);
  });
});
