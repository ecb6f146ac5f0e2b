import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../domain/consent/decide.ts';
import { lakeside } from '../../support/lakeside.ts';
import { examples, instantOf, questionOf } from '../../support/may-contact.ts';

const { law } = lakeside;

/** `allow`, `block`, `escalate`, or `defer until <instant>`. */
function answered(given: ReturnType<typeof decide>): string {
  return given.outcome === 'defer' ? `defer until ${given.until}` : given.outcome;
}

const expected = (then: string): string =>
  then.startsWith('defer until ') ? `defer until ${instantOf(then.slice('defer until '.length))}` : then;

describe('may we contact this person, on this channel, now?', () => {
  test.each(examples().map((example) => [example.says, example] as const))('%s', (_says, example) => {
    const decision = decide(questionOf(example, law));
    expect({ answer: answered(decision), missing: missing(example.because, decision) }).toEqual({
      answer: expected(example.then),
      missing: [],
    });
  });

  test('every rule of R1 to R26 and R36 has an example that may go and one that may not', () => {
    const rules = [...Array.from({ length: 26 }, (_, index) => `R${index + 1}`), 'R36'];
    const of = (rule: string, allowed: boolean): number =>
      examples().filter((example) => example.rule === rule && (example.then === 'allow') === allowed).length;
    expect(rules.filter((rule) => of(rule, true) === 0 || of(rule, false) === 0)).toEqual([]);
    expect(examples().length).toBeGreaterThanOrEqual(200);
  });
});

const missing = (
  because: readonly string[],
  { outcome, rules }: ReturnType<typeof decide>,
): readonly string[] => (outcome === 'allow' ? [] : because.filter((rule) => !rules.includes(rule)));
