import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RevocationRules } from '../../domain/consent/revocation-rules.ts';
import { readYaml } from './read-yaml.ts';

const folder = resolve(import.meta.dirname, '../fixtures/revocation');

export interface RevocationLine {
  /** `en`, or `start es`: as the heading says. */
  readonly heading: string;
  readonly text: string;
}

/** The messages of one file of the corpus. */
export function revocationLines(file: string): readonly RevocationLine[] {
  let heading = '';
  const found: RevocationLine[] = [];
  for (const line of readFileSync(resolve(folder, file), 'utf8').split('\n').filter(Boolean)) {
    const [, named] = /^# (.+)$/.exec(line) ?? [];
    if (named) heading = named;
    else found.push({ heading, text: line.replaceAll('\\n', '\n') });
  }
  return found;
}

/** The rules that ship, without what is learned from the examples. */
export const revocationRules = (): RevocationRules =>
  RevocationRules.parse(readYaml('practice/revocation.yaml'));

/** The texts of one file. */
export const textsOf = (file: string): readonly string[] => revocationLines(file).map(({ text }) => text);
