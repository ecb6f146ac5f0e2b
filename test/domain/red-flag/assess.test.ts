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

  test.each([
    ['vision problems', 'E0'],
    ['problemas de la vista desde el relleno', 'E0'],
    ["wasn't able to see out of it for an hour, it came back", 'E0'],
    ['Breathing problems', 'E0'],
    ['problemas para respirar', 'E0'],
    ['me esta dando un derrame', 'E0'],
    ['I think I have a vascular occlusion', 'E1'],
    ['se me abrieron los puntos y sale sangre', 'E1'],
    ['tengo ampollas en toda la cara', 'E1'],
    ['my whole back is blistered and raw', 'E1'],
    ['black stool after surgery', 'U'],
    ['laser hit my eye', 'E0'],
    ['thinking about ending things. dont call me', 'E0'],
    ['dont wanna wake up tomorrow', 'E0'],
    ['id be better off gone', 'E0'],
    ['ya me despedi de mi familia', 'E0'],
    ['im gonna come shoot up the place', 'E0'],
  ])('plain words are told at their level: %s', (text, level) => {
    expect(assess(text).level).toBe(level);
  });

  test.each([
    'Is it normal to not be able to see for a bit after under eye filler?',
    'es normal que no vea bien',
    'no vision problems',
    'sin problemas de vision',
    'it stopped bleeding',
  ])('R56: what is denied or asked about is lowered, never to nothing: %s', (text) => {
    expect(assess(text).level).not.toBe('R');
  });

  test.each([
    "can't breathe lol that price is insane, do you have payment plans?",
    'just cut myself shaving, running late for my 3pm',
    'no puedo ver el link que me mandaron',
    'not able to see the prices on your website',
    'I am ending things with my old med spa, can I come to you?',
    'I passed out flyers for you',
    'your prices are going to give me a heart attack',
  ])('everyday talk pages nobody: %s', (text) => {
    expect(['R', 'S']).toContain(assess(text).level);
  });

  test('an everyday phrase is none over two sentences', () => {
    expect(assess("the tv has two pictures.\nI'm dying to get in before my reunion").level).toBe('E0');
    expect(assess('my phone is dying').level).toBe('R');
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
    const like =
      'Under two duvets and nothing warms me, my cheeks are glowing, the operation was on Monday night';
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

describe('what stands sentences away', () => {
  test.each([
    [
      'I keep throwing up. It started when I got home from the clinic and had a little soup with crackers. Now 102 fever',
      'E0',
    ],
    [
      'Filled between my brows on Friday. Now it is Monday and there is a row of white pimples on the skin',
      'E0',
    ],
    ['me quede sin voz a los 5 dias del botox y no ando resfriada', 'E1'],
  ])('%s is %s', (text, level) => {
    expect(assess(text).level).toBe(level);
  });

  test('a part of a pattern behind && may be far, behind & it may not', () => {
    const [near, far] = ['a & b', 'a && b'].map((pattern) =>
      parsePattern(pattern).map(([place]) => place?.far),
    );
    expect([near, far]).toEqual([
      [false, false],
      [false, true],
    ]);
  });
});

describe('the answers of a form', () => {
  test.each([
    ['Fever - no. Chest pain - no. Trouble breathing - no.', 'U'],
    ['Fiebre: no, dolor de pecho: no, convulsiones: ninguna', 'U'],
    ['Fever: no. Cough: no. Chest pain: yes.', 'E0'],
    ["I can't see out of my left eye. Fever: no, cough: no", 'E0'],
    ['Chest pain. No. It is worse', 'E0'],
  ])('deny their own question and no other: %s is %s', (text, level) => {
    expect(assess(text).level).toBe(level);
  });
});

describe('what is like the examples of emergencies', () => {
  const likeOne = 'my husband just stares at the wall since the neck injections and his words are salad';

  test('pages a physician though no rule says so', () => {
    expect(isHigher('E1', assessByRules(likeOne).level)).toBe(true);
    expect(assess(likeOne)).toEqual({ level: 'E1', flags: ['like-examples'] });
  });

  test('pages nobody where the emergency is denied or asked about', () => {
    expect(assess('there is no trouble swallowing since the neck injections').level).toBe('U');
    expect(assess('Can filler cause blindness?').level).toBe('U');
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
