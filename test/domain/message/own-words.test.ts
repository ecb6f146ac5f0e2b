import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ownWords } from '../../../domain/message/own-words.ts';

describe('the own words of a mail', () => {
  test.each([
    [
      'Is Tuesday possible?\n\nOn Fri, Nov 20, 2026 at 4:05 PM Lakeside <hello@example.com> wrote:\n> Hello\n> there',
      'Is Tuesday possible?',
    ],
    [
      'Gracias.\n\nEl vie, 20 nov 2026 a las 16:05, Lakeside (<hello@example.com>) escribió:\n\n> Hola',
      'Gracias.',
    ],
    [
      'Yes\n\nOn Friday, November 20, 2026 at 16:05, Lakeside Aesthetics\n<hello@example.com> wrote:\n> Hello',
      'Yes',
    ],
    [
      'Yes please\n________________________________\nFrom: Lakeside <hello@example.com>\nSent: Friday',
      'Yes please',
    ],
    ['Yes please\n\n-----Original Message-----\nFrom: Lakeside', 'Yes please'],
    ['Sounds good\n\nSent from my iPhone', 'Sounds good'],
    ['See you\n-- \nJordan Avery\n555-0143', 'See you'],
    ['> Is it swollen?\nYes, very.\n> Since when?\nSince noon.', 'Yes, very.\nSince noon.'],
    ['> only quoted', '> only quoted'],
    ['On Monday I had filler and my lip is white', 'On Monday I had filler and my lip is white'],
    ['From: the left side it looks fine', 'From: the left side it looks fine'],
  ])('%j', (mail, words) => {
    expect(ownWords(mail)).toBe(words);
  });

  test('are never nothing where there was something', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (mail) => {
        expect(ownWords(mail) === '').toBe(mail.trim() === '');
      }),
    );
  });
});
