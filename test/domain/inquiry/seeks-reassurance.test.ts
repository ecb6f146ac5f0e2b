import { describe, expect, test } from '@jest/globals';
import { asksForReassurance, seeksReassurance } from '../../../domain/inquiry/seeks-reassurance.ts';
import { notedNervous, soundsNervous } from '../../../domain/inquiry/sounds-nervous.ts';
import { standingOf } from '../../../domain/inquiry/standing.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';
import { oneInquiry } from '../../support/one-inquiry.ts';

const day = 24 * 60;

describe('a question that asks to be reassured', () => {
  test.each([
    'Is this normal?',
    'is that still normal???',
    'Are you sure?',
    'are you really sure it is healing',
    'Does this look okay to you',
    'Should I be worried',
    'do I need to worry about it',
    'am I going to be ok',
    'Will it go away',
    'can you please promise me',
    '¿Es normal?',
    '¿Están seguros?',
    '¿está usted segura?',
    '¿Se ve bien?',
    '¿Debo preocuparme?',
    '¿es para preocuparse? ¿se me va a quitar?',
  ])('%s', (words) => {
    expect(asksForReassurance(words)).toBe(true);
  });

  test.each([
    'Are you open on Saturday?',
    'What are your normal hours?',
    'I am sure about Tuesday',
    'How much is it?',
    '¿A qué hora abren?',
    'Estoy segura del martes',
    'Bien, gracias',
  ])('is not: %s', (words) => {
    expect(asksForReassurance(words)).toBe(false);
  });
});

test('staff note that somebody is nervous in a bare word, patients say it of themselves', () => {
  expect(soundsNervous('tengo miedo')).toBe(true);
  expect(soundsNervous('Is the nervous system affected?')).toBe(false);
  expect(notedNervous('Patient anxious about Thursday')).toBe(true);
  expect(notedNervous('Paciente con miedo')).toBe(true);
  expect(notedNervous('Asked about prices')).toBe(false);
});

describe('whoever asks so three times within seven days', () => {
  async function asked(...minutes: readonly number[]) {
    const one = await oneInquiry('Hello');
    for (const minute of minutes) {
      const at = later(fridayMorning, minute);
      await one.write(`at-${minute}`, 'Are you sure?', at, { receivedAt: at });
    }
    return one;
  }

  test('is known to seek reassurance, until it is closed, and is sold nothing', async () => {
    const { now } = await asked(0, day, 2 * day);
    expect(seeksReassurance(now())).toBe(true);
    expect(standingOf({ inquiries: [now()] })).toMatchObject({ seeksReassurance: true });
    expect(seeksReassurance({ ...now(), status: 'answered' })).toBe(true);
    expect(standingOf({ inquiries: [{ ...now(), status: 'closed' }] })).not.toHaveProperty(
      'seeksReassurance',
    );
  });

  test('and nobody else is: twice, or three times in a month', async () => {
    expect(seeksReassurance((await asked(0, day)).now())).toBe(false);
    expect(seeksReassurance((await asked(0, 10 * day, 20 * day)).now())).toBe(false);
  });
});
