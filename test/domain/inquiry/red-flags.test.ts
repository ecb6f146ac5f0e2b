import { describe, expect, test } from '@jest/globals';
import { assess, assessSafely } from '../../../domain/inquiry/red-flags.ts';

describe('the red-flag check', () => {
  test.each([
    ['My lip turned white an hour after the filler', 'E1'],
    ["I can't see out of my left eye", 'E0'],
    ['se me puso blanca la piel cerca de la nariz', 'E1'],
    ['No puedo respirar bien', 'E0'],
    ['MY THROAT IS CLOSING!!!', 'E0'],
    ['I want to die', 'E0'],
    ['I have a fever of 101', 'U'],
    ['tengo fiebre y escalofríos', 'U'],
    ['How much is lip filler?', 'R'],
    ['¿Cuánto cuesta una consulta?', 'R'],
  ])('%s is %s', (text, level) => {
    expect(assess(text).level).toBe(level);
  });

  test('a flag that is denied is lowered, never silent', () => {
    expect(assess('I have no fever').level).toBe('S');
    expect(assess('there is no trouble swallowing').level).toBe('U');
  });

  test('names the rules that matched', () => {
    expect(assess('I want to die').flags).toEqual(['F12']);
  });

  test('its own failure counts as urgent', () => {
    const broken = assessSafely('Hello', () => {
      throw new Error('broken');
    });
    expect(broken).toEqual({ level: 'U', flags: ['check-failed'] });
  });
});
