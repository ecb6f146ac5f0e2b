import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { composeScript } from '../../../domain/message/compose-script.ts';
import {
  composeMail,
  composePost,
  composeText,
  type TouchWords,
} from '../../../domain/message/compose-touch.ts';
import { sampleLinks, samplePatient, sampleTouch } from '../../../domain/message/sample-patient.ts';
import { gsmPlain } from '../../../domain/message/segments.ts';
import { layoutOf } from '../../../lib/practice/mail-layout.ts';
import { lakeside } from '../../support/lakeside.ts';

const source = readFileSync('practice/templates/recall-layout.mjml', 'utf8');

describe('a mail of recall', () => {
  let words: TouchWords;
  beforeAll(async () => {
    words = {
      practice: lakeside.identity,
      templates: lakeside['recall-templates'],
      layout: await layoutOf(source),
      revealing: lakeside['revealing-words'],
      treatments: lakeside.treatments.treatments,
    };
  });
  const sample = samplePatient('en', 'downtown', true);
  const named = (firstName: string, language: 'en' | 'es' = 'en') => ({
    ...sample,
    patient: { ...sample.patient, firstName, language },
  });
  const mailOf = (template: string, purpose: 'recall' | 'care', firstName = 'Rowan') =>
    composeMail(sampleTouch(template, purpose, true), named(firstName), sampleLinks, words);

  test.each(['campaign', 'lapsed'])('%s says on every channel what its offer gives', (template) => {
    for (const language of ['en', 'es'] as const) {
      const touch = sampleTouch(template, 'marketing', true, language);
      const patient = named('Rowan', language);
      const script = composeScript(touch, patient, words);
      const said = [
        composeMail(touch, patient, sampleLinks, words).text,
        composeText(touch, patient, sampleLinks, words).text,
        composePost(touch, patient, 'letter', words).text,
        composePost(touch, patient, 'postcard', words).text,
        script?.say.join(' ') ?? '',
      ];
      const gives = { en: '20% off your next visit', es: '20% menos en su pr' }[language];
      for (const one of said) {
        expect(one).toContain(gives);
        expect(one).toContain('KTR-4XM-9HC');
      }
    }
  });

  test('says that it advertises, unless it is about a booked visit (R18)', () => {
    expect(mailOf('due', 'recall').text).toContain('Advertisement. This is a message from');
    expect(mailOf('due', 'recall').html).toContain('Advertisement. This is a message from');
    expect(mailOf('reminder', 'care').text).not.toContain('Advertisement');
  });

  test('says the same as text and as HTML, with address and both links in each', () => {
    const { text, html, subject, headers, findings } = mailOf('due', 'recall');
    for (const part of [text, html]) {
      expect(part).toContain('It is time to plan your next visit');
      expect(part).toContain('200 Shoreline Drive, Austin TX 78701');
      expect(part).toContain(sampleLinks.unsubscribe);
      expect(part).toContain(sampleLinks.preferences);
      expect(part).toContain('https://book.lakeside-aesthetics.example.com');
    }
    expect(subject).toBe('It is time for your next visit - Lakeside Aesthetics');
    expect(headers).toEqual({
      'List-Unsubscribe': `<${sampleLinks.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(findings).toEqual([]);
  });

  test('loads nothing, and stays far below the size at which it would be cut', () => {
    const { html } = mailOf('due', 'recall');
    expect(html).not.toMatch(/<img|<link|@import|src=|url\(|\{\{|\{%/i);
    expect(Buffer.byteLength(html)).toBeLessThan(20_000);
  });

  test('shows a name that looks like markup, and does nothing with it', () => {
    const { html, text } = mailOf('due', 'recall', '<script>alert(1)</script>');
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('<script>');
  });

  test('about a booked visit has nothing to unsubscribe from, and sells no other', () => {
    const { text, html, headers } = mailOf('reminder', 'care');
    expect(text).toContain('Wednesday, November 25 at 10:30 AM, at Lakeside Downtown');
    expect(headers).toEqual({});
    expect(text + html).not.toContain(sampleLinks.unsubscribe);
    expect(html).not.toContain('Book a visit');
  });

  test('about a booked visit says where to change it, and after a treatment nothing but whom to call', () => {
    const page = 'https://book.lakeside-aesthetics.example.com';
    const textOf = (template: string) =>
      composeText(sampleTouch(template, 'care', true), named('Rowan'), sampleLinks, words).text;
    expect(mailOf('reminder', 'care').text).toContain(`call (512) 555-0100 or change it at ${page}`);
    expect(textOf('reminder')).toContain(`Change: ${page} or (512) 555-0100.`);
    for (const template of ['direct-line', 'check-in']) {
      expect(mailOf(template, 'care').text).not.toContain(page);
      expect(textOf(template)).not.toContain(page);
    }
  });

  test.each([
    'consult',
    'consult-again',
    'consult-last',
    'restock',
    'restock-again',
    'education',
    'reminder',
  ])('a text of %s has the booking page, and where there is none the number once', (template) => {
    const { bookingUrl = '', ...practice } = lakeside.identity;
    for (const language of ['en', 'es'] as const) {
      const touch = sampleTouch(template, 'recall', true, language);
      const sample = samplePatient(language, 'downtown', true);
      const said = (given: TouchWords) => composeText(touch, sample, sampleLinks, given).text;
      expect(said(words)).toContain(`${bookingUrl} `);
      expect(said({ ...words, practice }).split('(512) 555-0100')).toHaveLength(2);
    }
  });

  test('takes the words for the reason of a consultation', () => {
    const consultation = { patientId: 'sample', id: 'c1', on: '2026-11-01', outcome: 'open' as const };
    const touch = {
      template: 'consult',
      class: 'recall' as const,
      items: [{ id: 'consult#c1', episode: '2026-11-03', attempts: 0, attempt: 0 }],
    };
    const about = (reason?: 'fear') => ({
      ...named('Rowan'),
      consultations: [{ ...consultation, ...(reason ? { reason } : {}) }],
    });
    expect(composeMail(touch, about('fear'), sampleLinks, words).subject).toContain('Take all the time');
    expect(composeMail(touch, about(), sampleLinks, words).subject).toContain('Do you have questions');
    expect(composeScript(touch, about('fear'), words)?.say[0]).toContain('natural to have worries');
  });

  test('a text stays in its cheap alphabet whatever the name', () => {
    const text = composeText(sampleTouch('due', 'recall', false), named('María', 'es'), sampleLinks, words);
    expect(text).toMatchObject({ encoding: 'GSM-7', findings: [] });
    expect(text.text).toContain('Hola Maria,');
    expect(gsmPlain('Íñigo Núñez é ü')).toBe('Iñigo Nuñez é ü');
  });

  test('a script brings the usual answers, in the language of the patient', () => {
    const script = composeScript(sampleTouch('due', 'recall', true), named('Luz', 'es'), words);
    expect(script?.voicemail).toBe(
      'Hola, este es un mensaje para Luz. Por favor llame a Lakeside al (512) 555-0100. Gracias.',
    );
    expect(script?.answers.map(({ asked }) => asked)).toContain('Por favor no llamen más.');
    expect(composeScript(sampleTouch('no-such', 'recall', true), named('Luz'), words)).toBeUndefined();
  });
});

describe('the layout of mails', () => {
  test.each([
    ['<mj-image src="https://img.example.com/a.png" />', /loads nothing from elsewhere/],
    ['<mj-nonsense />', /recall-layout\.mjml:\d+: .*mj-nonsense/],
  ])('refuses %s', async (extra, message) => {
    const body = '<mj-text font-size="20px"';
    await expect(layoutOf(source.replace(body, `${extra}${body}`))).rejects.toThrow(message);
  });

  test('refuses to hide the link to unsubscribe', async () => {
    await expect(layoutOf(source.replaceAll('unsubscribe', 'sender'))).rejects.toThrow(
      'the layout must show unsubscribe',
    );
  });
});
