import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  composeMail,
  composePost,
  composeText,
  type TouchWords,
} from '../../../domain/message/compose-touch.ts';
import { sampleLinks, samplePatient, sampleTouch } from '../../../domain/message/sample-patient.ts';
import type { Spoke } from '../../../domain/message/touch-values.ts';
import { isBookedWithProvider } from '../../../domain/message/with-provider.ts';
import { layoutOf } from '../../../lib/practice/mail-layout.ts';
import { lakeside } from '../../support/lakeside.ts';

const { treatments } = lakeside.treatments;
const { bookingUrl = '' } = lakeside.identity;
const tearTrough = 'filler-tear-trough';
const item = (id: string, treatment?: string) => ({
  id,
  episode: '2026-11-25',
  attempts: 0,
  attempt: 0,
  ...(treatment ? { treatment } : {}),
});

describe('a treatment that is booked with the provider', () => {
  let words: TouchWords;
  beforeAll(async () => {
    words = {
      practice: lakeside.identity,
      templates: lakeside['recall-templates'],
      layout: await layoutOf(readFileSync('practice/templates/recall-layout.mjml', 'utf8')),
      revealing: lakeside['revealing-words'],
      treatments,
    };
  });
  const told = (touch: Spoke, language: 'en' | 'es' = 'en') => {
    const patient = samplePatient(language, 'downtown', true);
    const { text, html } = composeMail(touch, patient, sampleLinks, words);
    return {
      mail: text,
      html,
      text: composeText(touch, patient, sampleLinks, words).text,
      ...(touch.template in words.templates.letters
        ? { letter: composePost(touch, patient, 'letter', words).text }
        : {}),
    };
  };
  const about = (treatment: string, template = 'due', language: 'en' | 'es' = 'en'): Spoke => ({
    ...sampleTouch(template, 'recall', true, language),
    items: [item(`due#${treatment}`, treatment)],
  });

  test('is the tear trough in what is shipped, and nothing else', () => {
    expect(treatments.filter(({ booking }) => booking === 'with-provider').map(({ id }) => id)).toEqual([
      tearTrough,
    ]);
  });

  test.each([
    ['en', /call \(512\) 555-0100 or write to us to book/i],
    ['es', /llame al \(512\) 555-0100 o escr[ií]banos para reservar/i],
  ] as const)('has no link in any message, and says how to book: %s', (language, how) => {
    const names = [
      'due',
      'due-again',
      'due-last',
      'series',
      'series-again',
      'lapsed',
      'lapsed-again',
      'campaign',
    ];
    for (const name of names) {
      const own = told(about(tearTrough, name, language), language);
      for (const [channel, one] of Object.entries(own)) {
        expect([name, channel, one.includes(bookingUrl)]).toEqual([name, channel, false]);
        expect([name, channel, how.test(one)]).toEqual([name, channel, true]);
      }
    }
  });

  test('leaves all others their link', () => {
    for (const one of Object.values(told(about('filler-lips')))) {
      expect(one).toContain(bookingUrl);
      expect(one).not.toContain('write to us to book');
    }
  });

  test('says it in a mail once, and nothing of it in one about a booked visit', () => {
    const { mail } = told(about(tearTrough));
    expect(mail.match(/to book/g)).toHaveLength(1);
    const patient = samplePatient('en', 'downtown', true);
    const reminder = {
      ...sampleTouch('reminder', 'care', true),
      items: [item('reminder#sample', tearTrough)],
    };
    expect(composeMail(reminder, patient, sampleLinks, words).text).not.toContain('to book');
    const letter = composePost(reminder, patient, 'letter', words).text;
    expect(letter).not.toContain('to book');
    expect(letter).not.toContain(bookingUrl);
  });

  test('counts among several, by the touch or by the record, and in a campaign when it is about nothing else', () => {
    const record = { items: [] };
    const is = (touch: Parameters<typeof isBookedWithProvider>[0], known: object = record) =>
      isBookedWithProvider(touch, known as typeof record, treatments);
    expect(is({ items: [item('due#a', 'filler-lips'), item('due#b', tearTrough)] })).toBe(true);
    expect(is({ items: [item('due#a', 'filler-lips')] })).toBe(false);
    expect(is({ items: [item('consult#c')] }, { items: [{ id: 'consult#c', treatment: tearTrough }] })).toBe(
      true,
    );
    expect(is({ items: [item('campaign#c')], about: [tearTrough] })).toBe(true);
    expect(is({ items: [item('campaign#c')], about: [tearTrough, 'filler-lips'] })).toBe(false);
    expect(is({ items: [item('lapsed')], about: [] })).toBe(false);
  });
});
