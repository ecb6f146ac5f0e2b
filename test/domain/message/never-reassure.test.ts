import { describe, expect, test } from '@jest/globals';
import { reassuringWords } from '../../../domain/message/never-reassure.ts';
import { lakeside } from '../../support/lakeside.ts';

describe('an automated text', () => {
  test.each([
    'Swelling is normal after filler.',
    'That normally settles by Friday.',
    'Please relax, a nurse will call.',
    'Relájese, le llamamos.',
    'No te preocupes, te llamamos.',
    'No pasa nada.',
    'Do not worry.',
    'Take 400 mg of ibuprofen.',
    'Una pastilla de paracetamol ayuda.',
    'Put a cold compress on it.',
    'Póngase compresas frías.',
    'You may have an infection.',
    'Usted tiene una infección.',
    'A visit is $80.',
    'Come in for 20% off.',
    'La visita cuesta 90 dólares.',
    'Aproveche la oferta.',
  ])('never says: %s', (text) => expect(reassuringWords(text)).toBeDefined());

  test.each([
    'We have your message. A nurse answers you by 9:30.',
    'Recibimos su mensaje. Le contestamos antes de las 9:30.',
    'Call (312) 555-0142 now. In an emergency call 911.',
  ])('may say: %s', (text) => expect(reassuringWords(text)).toBeUndefined());

  test('of the shipped practice says nothing of that, but in the safety replies that R59 words', () => {
    const said = Object.entries(lakeside['care-templates'])
      .filter(([name]) => !name.startsWith('safety'))
      .flatMap(([, { en, es }]) => [en, es])
      .map(({ subject = '', text }) => reassuringWords(`${subject} ${text}`));
    expect(said.filter((words) => words !== undefined)).toEqual([]);
  });
});
