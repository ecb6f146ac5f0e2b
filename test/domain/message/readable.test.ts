import { describe, expect, test } from '@jest/globals';
import { isHigher } from '../../../domain/escalation/choose-policy.ts';
import { decodeEmail } from '../../../domain/inquiry/decoders/email.ts';
import { readable } from '../../../domain/message/readable.ts';
import { assess } from '../../support/lakeside.ts';

describe('what a patient reads and writes', () => {
  test.each([
    ['I can&rsquo;t breathe', 'I can’t breathe'],
    ['I can&#8217;t see &amp; my eye hurts', 'I can’t see & my eye hurts'],
    ['can&#039;t and don&#39;t and &#xe9;', "can't and don't and é"],
    ['can&amp;#039;t', "can't"],
    ['Mi visi&oacute;n est&aacute; borrosa', 'Mi visión está borrosa'],
    ['my thr&shy;oat', 'my throat'],
    ["can't s\u200bee\ufeff and \u202athis\u202c", "can't see and this"],
    ['cl\u200dosing 👩\u200d⚕️', 'closing 👩\u200d⚕️'],
    ['R&D at 5 & 6 &copy2 fish&chips', 'R&D at 5 & 6 &copy2 fish&chips'],
    ['line\nby\tline', 'line\nby\tline'],
  ])('%j is read as %j', (written, read) => {
    expect(readable(written)).toBe(read);
    expect(readable(read)).toBe(read);
  });

  test.each([
    '<p>I can&rsquo;t breathe</p>',
    '<p>I don&rsquo;t want to live anymore</p>',
    '<p>my thr&shy;oat is clos&shy;ing</p>',
    '<p>Mi visi&oacute;n est&aacute; borrosa</p>',
  ])('a red flag of a mail in HTML alone is found: %s', async (html) => {
    const { text } = await decodeEmail(
      Buffer.from(`From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`),
    );
    expect(assess(text).level).toBe('E0');
  });

  test.each([
    'my thr\u00adoat is clos\u00ading',
    "I can't s\u200bee out of my left eye",
    'my th\u2060roat is clo\u200dsing',
    'cantsee out of my left eye',
    '#cantbreathe',
    'c a n t b r e a t h e',
    'noveo nada',
    'nopuedo respirar',
    'no puedorespirar',
  ])('signs that nobody sees, and gaps that are missing, hide no red flag: %j', (text) => {
    expect(isHigher('E1', assess(text).level)).toBe(false);
  });
});
