import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isRedFlag } from '../../../domain/escalation/choose-policy.ts';
import { assess } from '../../support/lakeside.ts';
import {
  flagged,
  harmlessAsked,
  harmlessEveryday,
  harmlessFlagWords,
} from '../../support/red-flag-corpus.ts';

interface Unseen {
  readonly kind: string;
  readonly text: string;
}

const unseen = readFileSync(join(import.meta.dirname, '../../fixtures/red-flags/unseen.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Unseen);
const [harmless, flags] = [true, false].map((wanted) =>
  unseen.filter(({ kind }) => (kind === 'harmless') === wanted).map(({ text }) => text),
) as [string[], string[]];
const share = (texts: readonly string[], found: (level: string) => boolean): number =>
  texts.filter((text) => found(assess(text).level)).length / texts.length;

describe('messages that no rule was written for', () => {
  test('none of them is an example', () => {
    const examples = [...flagged(), ...harmlessAsked(), ...harmlessEveryday(), ...harmlessFlagWords()];
    const known = new Set(examples.map((example) => (typeof example === 'string' ? example : example.text)));
    expect(unseen.filter(({ text }) => known.has(text))).toEqual([]);
  });

  test('of their red flags 97 in 100 are urgent at least', () => {
    expect(flags.length).toBeGreaterThanOrEqual(100);
    expect(share(flags, (level) => isRedFlag(level as 'U'))).toBeGreaterThanOrEqual(0.97);
  });

  test('of the harmless ones at most 3 in 100 page a physician and 10 in 100 are urgent', () => {
    expect(harmless.length).toBeGreaterThanOrEqual(290);
    expect(share(harmless, (level) => level === 'E0' || level === 'E1')).toBeLessThanOrEqual(0.03);
    expect(share(harmless, (level) => level === 'U')).toBeLessThanOrEqual(0.1);
  });
});
