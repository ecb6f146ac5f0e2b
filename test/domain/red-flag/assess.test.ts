import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isHigher } from '../../../domain/escalation/choose-policy.ts';
import { assessSafely } from '../../../domain/red-flag/assess.ts';
import { parsePattern } from '../../../domain/red-flag/pattern.ts';
import { isOneSlip } from '../../../domain/red-flag/spelling.ts';
import { assess, assessByRules } from '../../support/lakeside.ts';
import { flagged, harmlessEveryday } from '../../support/red-flag-corpus.ts';

describe('the red-flag check', () => {
  test.each([
    ['How much is lip filler?', 'R'],
    ['¿Cuánto cuesta una consulta?', 'R'],
    ['🆘 after my filler', 'E1'],
    ['mi lip se puso white after the relleno', 'E1'],
  ])('%s is %s', (text, level) => {
    expect(assess(text).level).toBe(level);
  });

  test.each([
    ['I have no fever', 'S'],
    ['there is no trouble swallowing', 'U'],
    ['No tengo fiebre', 'S'],
    ['Can filler cause blindness?', 'U'],
    ['I had an infection in 2009', 'U'],
  ])('a flag that is denied, asked about or long past is lowered, never silent: %s', (text, level) => {
    expect(assess(text).level).toBe(level);
  });

  test.each([
    ['This is not normal, my lip is white', 'E1'],
    ['no idea why my lip turned white', 'E1'],
    ['I had no filler before and now my eye is blurry', 'E0'],
    ["I don't have an appointment but my throat is closing", 'E0'],
  ])('a denial ends where another thing begins: %s', (text, level) => {
    expect(assess(text).level).toBe(level);
  });

  test('names the flags that matched', () => {
    expect(assess('I want to die').flags).toEqual(['F12']);
  });

  test('nothing that is written before or after a red flag in sentences of its own takes it away', () => {
    // What only the examples point to may be outweighed by what stands around it.
    const lines = flagged().filter(
      ({ level, text }) => level !== 'S' && !isHigher(level, assessByRules(text).level),
    );
    const around = harmlessEveryday();
    fc.assert(
      fc.property(
        fc.constantFrom(...lines),
        fc.constantFrom(...around),
        fc.constantFrom(...around),
        ({ text, level }, before, after) => {
          expect(isHigher(level, assess(`${before}.\n${text}.\n${after}`).level)).toBe(false);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });

  test('never fails and never takes long, whatever is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(['E0', 'E1', 'U', 'S', 'R']).toContain(assess(text).level);
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(assess('my lip is not white '.repeat(5000)).level).toBe('U');
  });

  test('what no rule matches is urgent when it is like the examples, also in a sentence among others', () => {
    const like = 'Under two duvets and nothing warms me, cheeks glowing, the operation was Monday';
    expect(assessByRules(like).level).not.toBe('U');
    expect(assess(like)).toEqual({ level: 'U', flags: ['like-examples'] });
    expect(assess(`Thanks for the coffee. ${like}. Do you take cards?`).level).toBe('U');
  });

  test('its own failure counts as urgent', () => {
    const broken = assessSafely('Hello', () => {
      throw new Error('broken');
    });
    expect(broken).toEqual({ level: 'U', flags: ['check-failed'] });
  });
});

describe('one slip of the finger', () => {
  test.each([
    ['swollen', 'swolen', true],
    ['swollen', 'sowllen', true],
    ['swollen', 'swoklen', true],
    ['swollen', 'swwollen', true],
    ['swollen', 'sowlen', false],
    ['eye', 'dyes', false],
  ])('%s and %s: %s', (a, b, one) => {
    expect([isOneSlip(a, b), isOneSlip(b, a)]).toEqual([one, one]);
  });
});

describe('a pattern', () => {
  test('that cannot be read says what is wrong with it', () => {
    expect(() => parsePattern('lip & ')).toThrow('A pattern has an empty part.');
    expect(() => parsePattern('lip & <Skin')).toThrow('is no word');
  });
});
