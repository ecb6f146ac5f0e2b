import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isEmergency, isHigher, isRedFlag } from '../../../domain/escalation/choose-policy.ts';
import type { Level } from '../../../domain/inquiry/inquiry.ts';
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

const isHarmless = (kind: string): boolean => kind === 'harmless' || kind === 'R';

const read = (file: string): readonly Unseen[] =>
  readFileSync(join(import.meta.dirname, '../../fixtures/red-flags', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Unseen);
const unseen = read('unseen.jsonl');
const fresh = read('fresh.jsonl');
const heldOutA = read('held-out-a.jsonl');
const heldOutB = read('held-out-b.jsonl');
const heldOutC1 = read('held-out-c1.jsonl');
const heldOutC2 = read('held-out-c2.jsonl');
const heldOutC3 = read('held-out-c3.jsonl');
const [harmless, flags] = [true, false].map((wanted) =>
  unseen.filter(({ kind }) => isHarmless(kind) === wanted).map(({ text }) => text),
) as [string[], string[]];
const share = (texts: readonly string[], found: (level: string) => boolean): number =>
  texts.filter((text) => found(assess(text).level)).length / texts.length;

describe('messages that no rule was written for', () => {
  test('none of them is an example', () => {
    const examples = [...flagged(), ...harmlessAsked(), ...harmlessEveryday(), ...harmlessFlagWords()];
    const known = new Set(examples.map((example) => (typeof example === 'string' ? example : example.text)));
    const all = [unseen, fresh, heldOutA, heldOutB, heldOutC1, heldOutC2, heldOutC3].flat();
    expect(all.filter(({ text }) => known.has(text))).toEqual([]);
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

  test('of 60 that were written after the last change of the rules as many are told as were then', () => {
    const levels = (wanted: (kind: string) => boolean) =>
      fresh.filter(({ kind }) => wanted(kind)).map(({ kind, text }) => ({ kind, level: assess(text).level }));
    const urgent = levels((kind) => !isHarmless(kind));
    expect(urgent.filter(({ level }) => isRedFlag(level)).length).toBeGreaterThanOrEqual(29);
    expect(urgent.filter(({ kind, level }) => !isHigher(kind as Level, level)).length).toBeGreaterThanOrEqual(
      24,
    );
    const scary = levels((kind) => isHarmless(kind));
    expect(scary.filter(({ level }) => isEmergency(level)).length).toBeLessThanOrEqual(3);
    expect(scary.filter(({ level }) => isRedFlag(level)).length).toBeLessThanOrEqual(5);
  });

  test.each([
    { held: 'A', messages: heldOutA, urgent: 192, own: 194, emergencies: 4, nurses: 9 },
    { held: 'B', messages: heldOutB, urgent: 104, own: 103, emergencies: 2, nurses: 4 },
    { held: 'C1', messages: heldOutC1, urgent: 133, own: 136, emergencies: 2, nurses: 9 },
    { held: 'C2', messages: heldOutC2, urgent: 132, own: 136, emergencies: 2, nurses: 5 },
    { held: 'C3', messages: heldOutC3, urgent: 93, own: 91, emergencies: 11, nurses: 18 },
  ])('of held-out $held nearly as many are told as were when the rules were last changed', (floor) => {
    const levels = floor.messages.map(({ kind, text }) => ({ kind, level: assess(text).level }));
    const flagged = levels.filter(({ kind }) => !isHarmless(kind));
    const urgent = flagged.filter(({ kind, level }) => isRedFlag(kind as Level) && isRedFlag(level));
    const own = flagged.filter(({ kind, level }) => !isHigher(kind as Level, level));
    const harmless = levels.filter(({ kind }) => isHarmless(kind));
    expect(urgent.length).toBeGreaterThanOrEqual(floor.urgent);
    expect(own.length).toBeGreaterThanOrEqual(floor.own);
    expect(harmless.filter(({ level }) => isEmergency(level)).length).toBeLessThanOrEqual(floor.emergencies);
    expect(harmless.filter(({ level }) => level === 'U').length).toBeLessThanOrEqual(floor.nurses);
  });
});
