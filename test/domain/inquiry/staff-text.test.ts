import { describe, expect, test } from '@jest/globals';
import { nothingKnown } from '../../../domain/consent/known-of-address.ts';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { release } from '../../../domain/inquiry/staff-actions.ts';
import {
  answerStaffText,
  isNearlyCommand,
  readStaffText,
  type StaffTextPorts,
} from '../../../domain/inquiry/staff-text.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { downtown, fridayMorning, lakeside, rules, staffMember } from '../../support/lakeside.ts';

describe('a text of the staff', () => {
  test.each([
    ['c 12', { verb: 'claim', code: 12, text: '' }],
    ['C12', { verb: 'claim', code: 12, text: '' }],
    [' d 123. ', { verb: 'done', code: 123, text: '' }],
    ['e 1234', { verb: 'escalate', code: 1234, text: '' }],
    ['r 12 Yes, at 3 pm.\nSee you', { verb: 'reply', code: 12, text: 'Yes, at 3 pm.\nSee you' }],
    ['R 12: yes', { verb: 'reply', code: 12, text: 'yes' }],
    ['r 12', { verb: 'reply', code: 12, text: '' }],
    ['r 12: -10 is fine', { verb: 'reply', code: 12, text: '-10 is fine' }],
    ['r 12 ...and bring a friend', { verb: 'reply', code: 12, text: '...and bring a friend' }],
    ['c 12!', { verb: 'claim', code: 12, text: '' }],
    ['c #12', { verb: 'claim', code: 12, text: '' }],
    ['c 12 \u{1F44D}', { verb: 'claim', code: 12, text: '' }],
    ['Claim 12', { verb: 'claim', code: 12, text: '' }],
    ['reply 12 yes', { verb: 'reply', code: 12, text: 'yes' }],
  ])('%j is a command', (text, command) => {
    expect(readStaffText(text)).toEqual(command);
  });

  test.each([
    'call me',
    'c 1',
    'c 12345',
    'can you see me at 12',
    'd 12 but she wants a call',
    'r 12-5pm works',
    'done at 12',
    '',
  ])('%j is a message like any other', (text) => {
    expect(readStaffText(text)).toBeUndefined();
  });
});

test.each([
  ['d 12 but she wants a call', true],
  ['r 12-5pm works', true],
  ['c 1', true],
  ['call me', false],
  ['can you see me at 12', false],
  ['done at 12', false],
])('%j was nearly a command: %s', (text, nearly) => {
  expect(isNearlyCommand(text)).toBe(nearly);
});

describe('a text of the staff that is handled again, as after a crash', () => {
  async function setting() {
    const inquiries = memoryInquiries();
    const came = messageCame({
      id: 'a-message-for-a-test',
      receivedAt: fridayMorning,
      channel: 'web-form',
      source: 'src_typeform',
      location: downtown,
      contact: { email: 'rowan.ellery@example.com' },
      text: 'Do you have an appointment?',
      language: 'en',
      assessment: { level: 'R', flags: [] },
    });
    const { id } = opened(came, { rules, now: fridayMorning });
    await inquiries.create(opened(came, { rules, now: fridayMorning }));
    const told = { saw: 1 };
    const ports: StaffTextPorts = {
      inquiries,
      escalations: { start: async () => {}, wake: async () => {} },
      rules: rules.value,
      practice: lakeside.identity,
      law: lakeside.law,
      known: async () => nothingKnown,
      codes: {
        alerted: async () => ({ inquiryId: id, saw: told.saw }),
        codeFor: async (_staff, _inquiry, saw) => {
          told.saw = saw;
          return 12;
        },
      },
      send: async () => ({ state: 'accepted', providerId: 'one' }),
    };
    const by = staffMember('sato');
    const text = (words: string, textId: string) => {
      const command = readStaffText(words);
      if (!command) throw new Error(`${words} is no command.`);
      return answerStaffText(command, { by, id: textId, now: fridayMorning }, ports);
    };
    const now = async () => ({ ...(await inquiries.find(id)) });
    return { id, by, ports, text, now };
  }

  test.each([
    ['e 12', '12: escalated.'],
    ['c 12', '12: yours for 10 min.'],
    ['d 12', '12: done.'],
  ])('%s is obeyed once, also at the same moment, and answered as before', async (words, answer) => {
    const { text, now } = await setting();
    expect(await Promise.all([text(words, 'one'), text(words, 'one')])).toEqual([answer, answer]);
    const once = await now();
    expect(await text(words, 'one')).toBe(answer);
    expect(await now()).toEqual(once);
    expect(once.revision).toBe(2);
  });

  test('the same words in another text are another order', async () => {
    const { text, now } = await setting();
    await text('e 12', 'one');
    await text('e 12', 'two');
    expect((await now()).revision).toBe(3);
  });

  test('claims nothing that its actor was not told of: a red flag written since is paged on', async () => {
    const { ports, text, now } = await setting();
    const flag = messageCame({
      id: 'a-red-flag-for-a-test',
      receivedAt: fridayMorning,
      channel: 'web-form',
      source: 'src_typeform',
      location: downtown,
      contact: { email: 'rowan.ellery@example.com' },
      text: 'I cannot see',
      language: 'en',
      assessment: { level: 'E0', flags: ['F1'] },
    });
    const { id = '' } = await now();
    await registerMessage({ ...flag, inquiryId: id }, { ...ports, rules, now: fridayMorning });
    expect(await text('c 12', 'one')).toBe('12: NOT claimed, it is E0 now; open it, or c 12 again.');
    expect((await now()).claimedBy).toBeUndefined();
    // Now they have been told, and one more text is a claim of what it is.
    expect(await text('c 12', 'two')).toBe('12: yours for 3 min.');
    expect((await now()).claimedBy).toBe('sato');
  });

  test('does not take back what was given away since', async () => {
    const { id, by, ports, text, now } = await setting();
    await text('c 12', 'one');
    await release(ports, { inquiryId: id, by, now: fridayMorning });
    expect(await text('c 12', 'one')).toBe('12: it was yours, and is no more; open the inquiry.');
    expect((await now()).claimedBy).toBeUndefined();
  });
});
