import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Example, learnLikeness } from '../../../domain/consent/learn-likeness.ts';
import { Likeness, likenessReader } from '../../../domain/consent/likeness.ts';
import { type RevocationIntent, revocationReader } from '../../../domain/consent/revocation.ts';
import { readRevocationExamples } from '../../../lib/practice/revocation-examples.ts';
import { lakeside } from '../../support/lakeside.ts';
import { textsOf } from '../../support/revocation-corpus.ts';

const { likeness } = lakeside.revocation;
const read = revocationReader(lakeside.revocation, likeness);
const byRules = revocationReader(lakeside.revocation);
const examples = readRevocationExamples('practice').value ?? [];
const unseen = { ending: textsOf('unseen-revocations.txt'), others: textsOf('unseen-others.txt') };
const shareBy = (reader: typeof read, texts: readonly string[], ...intents: readonly RevocationIntent[]) =>
  texts.filter((text) => intents.includes(reader(text).intent)).length / texts.length;
const share = (texts: readonly string[], ...intents: readonly RevocationIntent[]): number =>
  shareBy(read, texts, ...intents);

describe('messages that nobody had seen when the rules and the examples were written', () => {
  test('none of them is an example', () => {
    const known = new Set(examples.map(({ text }) => text));
    expect([...unseen.ending, ...unseen.others].filter((text) => known.has(text))).toEqual([]);
    expect(unseen.ending.length).toBeGreaterThanOrEqual(60);
    expect(unseen.others.length).toBeGreaterThanOrEqual(80);
  });

  test('nine in ten that end messages end marketing, which the rules alone do for half', () => {
    expect(share(unseen.ending, 'revoke', 'revoke-all', 'wrong-number', 'unsure')).toBeGreaterThanOrEqual(
      0.9,
    );
    expect(
      shareBy(byRules, unseen.ending, 'revoke', 'revoke-all', 'wrong-number', 'unsure'),
    ).toBeLessThanOrEqual(0.6);
  });

  test('at most one in twenty of the others is unsure, and none revokes', () => {
    expect(share(unseen.others, 'unsure')).toBeLessThanOrEqual(0.05);
    expect(share(unseen.others, 'revoke', 'revoke-all', 'wrong-number')).toBe(0);
  });
});

describe('what is like the examples', () => {
  const learned = fc.constantFrom(...examples.map(({ text }) => text), ...unseen.ending, ...unseen.others);
  const message = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(fc.oneof(learned, fc.lorem()), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('. ')),
  );

  test('never changes what a rule found, and is never more than unsure', () => {
    fc.assert(
      fc.property(message, (text) => {
        const rule = byRules(text);
        const found = read(text);
        if (rule.intent === 'no') expect(['no', 'unsure']).toContain(found.intent);
        else expect(found).toEqual(rule);
      }),
      { numRuns: 100 },
    );
  });

  test('one sentence of a long mail is enough', () => {
    const mail = (sentence: string) =>
      `Hello,\nI was in on Tuesday for my second session and the redness was gone by the evening. ${sentence}\nThe weather is lovely here. Best wishes,\nMonica`;
    expect(read(mail('I was hoping not to hear from your practice from now on.')).intent).toBe('unsure');
    expect(read(mail('I was hoping to hear about my results.')).intent).toBe('no');
  });

  test('gives the sentence, at most 100 characters of it', () => {
    const sentence = 'I was hoping not to hear from your practice from now on';
    expect(read(`Hello. ${sentence}! Thanks for all`)).toMatchObject({
      intent: 'unsure',
      method: 'free-text',
      sentence,
    });
    expect(read(`${sentence}${' and on'.repeat(30)}`).sentence?.length ?? 0).toBeLessThanOrEqual(100);
  });

  test.each([
    'No',
    'ok',
    'Yes',
    'Sí',
    'C',
    'Stop the bleeding?',
    'Please stop the bleeding',
    'it will not stop itching',
  ])('%s is no revocation', (text) => {
    expect(read(text).intent).toBe('no');
  });

  test('a wording that was missed is caught after it became an example', () => {
    const missed = 'zorble quux fennec wombat';
    const few: readonly Example[] = examples.filter((_, index) => index % 8 === 0);
    expect(likenessReader(learnLikeness(few))(missed).probability).toBeLessThan(0.5);
    const more = learnLikeness([...few, { text: missed, ends: true }]);
    expect(likenessReader(more)(missed).probability).toBeGreaterThan(0.5);
  });

  test('the same examples teach the same, in few characters', () => {
    expect(learnLikeness(examples)).toEqual(likeness);
    expect(JSON.stringify(likeness).length).toBeLessThan(150_000);
    expect(Likeness.safeParse({ ...likeness, weights: likeness.weights.slice(1) }).success).toBe(false);
  });
});
