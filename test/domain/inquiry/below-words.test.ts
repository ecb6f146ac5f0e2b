import { describe, expect, test } from '@jest/globals';
import { belowText, withBelow } from '../../../domain/inquiry/below-words.ts';
import { decodeEmail } from '../../../domain/inquiry/decoders/email.ts';
import { mailParts } from '../../../domain/message/own-words.ts';
import { assess } from '../../support/lakeside.ts';

const white = 'My lip is white and numb since the filler';
const ours =
  'Please call us at once if your lip turns white or you cannot see. A person will answer you by noon.';
const own = ['hello@care.example.com'];

function levelOf(
  mail: string,
  { said = [], templates = [] }: { said?: string[]; templates?: string[] } = {},
) {
  const parts = mailParts(mail);
  return withBelow(assess(parts.own), parts.below, assess, { said, templates, own }).level;
}

describe('what stands below the words of a mail', () => {
  test.each([
    [
      'a forward',
      `See below, this is my wife\n\n---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\n\n${white}`,
    ],
    [
      'Apple’s forward',
      `Please read\n\nBegin forwarded message:\n\nFrom: Ana <ana@example.com>\nSubject: help\n\n${white}`,
    ],
    [
      'a forward with a flag in its subject',
      `Please read\n\nBegin forwarded message:\n\nFrom: Ana <a@example.com>\nSubject: ${white}\n\nHelp`,
    ],
    ['two dashes', `Hi Dr. Lee\n--\n${white}`],
    ['a line', `Hi\n______________\n${white}`],
    ['no program’s line', `Hello\nSent from my phone, ${white}`],
    [
      'somebody else’s mail, quoted',
      `See this\n\nOn Dec 1, 2026, at 9:00 AM, Ana <ana@example.com> wrote:\n> ${white}`,
    ],
  ])('is checked like any other words: %s', (_what, mail) => {
    expect(levelOf(mail)).toBe('E1');
  });

  test.each([
    [
      'Outlook',
      `Hello,\n\nFrom: Lakeside <hello@care.example.com>\nSent: Tuesday\nSubject: Your message\n\n${ours}\n\n${white}`,
    ],
    [
      'Apple',
      `Hi\n\nOn Dec 1, 2026, at 9:00 AM, Lakeside <hello@care.example.com> wrote:\n\n${ours}\n\n${white}`,
    ],
    [
      'Apple, quoted by marks',
      `Hi\n\nOn Dec 1, 2026, at 9:00 AM, Lakeside <hello@care.example.com> wrote:\n> Please call us at once if your\n> lip turns white or you cannot see. A person will answer you by noon.\n\n${white}`,
    ],
  ])('an answer below our own mail is found: %s', (_what, mail) => {
    expect(levelOf(mail, { said: [ours] })).toBe('E1');
    expect(levelOf(mail, { templates: [ours] })).not.toBe('R');
  });

  test('what was said before raises nothing again, of either side, however its lines are broken', () => {
    const mail = `Thank you!\n\nOn Dec 1, 2026, at 9:00 AM, Lakeside <hello@care.example.com> wrote:\n> Please call us at once if your\n> lip turns white or you cannot see. A person will\n> answer you by noon.\n>\n> On Dec 1, 2026, at 8:00 AM, Jordan <jordan@example.com> wrote:\n>> My lip is white and\n>> numb since the filler`;
    expect(levelOf(mail, { said: [ours, white] })).toBe('R');
    expect(levelOf(mail, { said: [white], templates: [ours] })).toBe('R');
    expect(levelOf(mail, { said: [ours] })).toBe('E1');
  });

  test('a template’s blanks stand for any words', () => {
    const template = 'Please call {{ phone }} at once if your lip turns white. A person answers by {{ by }}.';
    const mail =
      'Ok\n\nOn Dec 1, 2026, at 9:00 AM, Lakeside <hello@care.example.com> wrote:\n> Please call 555 at once if your lip turns white. A person answers by noon.';
    expect(levelOf(mail, { templates: [template] })).toBe('R');
  });

  test('a mail of ours that is not known here is looked at by a nurse, and wakes nobody', () => {
    expect(
      levelOf(`Ok\n\nOn Dec 1, 2026, at 9:00 AM, Lakeside <hello@care.example.com> wrote:\n> ${ours}`),
    ).toBe('U');
  });

  test('of HTML alone a quoted mail is told from the answer below it', async () => {
    const html = `<p>Hi</p><div>On Dec 1, 2026, at 9:00 AM, Lakeside &lt;hello@care.example.com&gt; wrote:</div><blockquote><p>${ours}</p><p>Regards</p></blockquote><p>${white}</p>`;
    const { text, below } = await decodeEmail(
      Buffer.from(`From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`),
    );
    expect(text.replaceAll(/\n+/g, '\n')).toBe(`Hi\n${white}`);
    expect(belowText(below)).toContain('Please call us at once');
  });

  test('what programs add is not kept', () => {
    expect(mailParts('See you\n\nSent from my iPhone').below).toEqual([]);
    expect(belowText(mailParts('See you\n-- \nJordan Avery\n555-0143').below)).toBe('Jordan Avery\n555-0143');
  });
});
