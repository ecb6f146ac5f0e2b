import { describe, expect, test } from '@jest/globals';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import { obeyedStaffText, type StaffTextsPorts } from '../../../lambdas/inquiry/staff-texts.ts';
import { downtown, fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';

const text = (from: string, words = 'e 12', level: 'R' | 'E0' = 'R') =>
  messageCame({
    id: 'text-of-the-staff-for-a-test',
    receivedAt: fridayMorning,
    channel: 'sms',
    source: 'src_texts',
    location: downtown,
    contact: { phone: from },
    text: words,
    language: 'en',
    assessment: { level, flags: [] },
  });

describe('a text of the staff', () => {
  test('is done with once, also where its answer cannot be sent', async () => {
    let asked = 0;
    const ports = {
      staff: async () => lakeside.staff,
      codes: {
        alerted: async () => {
          asked += 1;
          return undefined;
        },
      },
      texter: {
        send: async () => {
          throw new Error('the connection broke');
        },
      },
      now: fridayMorning,
    } as unknown as StaffTextsPorts;
    expect(await obeyedStaffText(text('+15125550113'), ports)).toBe(true);
    expect(asked).toBe(1);
    expect(await obeyedStaffText(text('+15125550199'), ports)).toBe(false);
    expect(asked).toBe(1);
  });

  function sharing(alertedTo: readonly string[], number = '+15125550111') {
    const answers: string[] = [];
    const asked: string[] = [];
    const audited: unknown[] = [];
    const members = ['marlow', 'sato'].map((id) => ({
      ...staffMember(id),
      reach: [{ way: 'sms', address: number }],
    }));
    const ports = {
      staff: async () => ({ members }),
      codes: {
        alerted: async (staff: string) => {
          asked.push(staff);
          return alertedTo.includes(staff) ? { inquiryId: 'inq_1', saw: 1 } : undefined;
        },
      },
      // Nobody has it, so whoever is meant is told so.
      inquiries: { find: async () => undefined },
      texter: { send: async ({ text: words }: { text: string }) => void answers.push(words) },
      audit: {
        append: async (entry: unknown) => {
          audited.push(entry);
          throw new Error('the table is away');
        },
      },
      now: fridayMorning,
    } as unknown as StaffTextsPorts;
    return { ports, answers, asked, audited };
  }

  test('of a number that two people have goes to whom the code was alerted, and to nobody where that are both', async () => {
    const one = sharing(['sato']);
    expect(await obeyedStaffText(text('+15125550111', 'e 12'), one.ports)).toBe(true);
    expect([one.asked.at(-1), one.answers]).toEqual([
      'sato',
      ['12: There is no such inquiry at your locations.'],
    ]);
    // Also where the trail cannot be written, what was done is done.
    expect(one.audited).toMatchObject([
      { staff: 'sato', operation: 'text:escalate', subject: 'inq_1', outcome: 'done' },
    ]);
    const both = sharing(['marlow', 'sato']);
    expect(await obeyedStaffText(text('+15125550111', 'e 12'), both.ports)).toBe(true);
    expect(both.audited).toEqual([]);
    expect(both.answers).toEqual(['12: several people with this number have it; open the link instead.']);
  });

  test('that is nearly a command is told how it is written, and is no patient’s message', async () => {
    const { ports, answers } = sharing([]);
    expect(await obeyedStaffText(text('+15125550111', 'd 12 but she wants a call'), ports)).toBe(true);
    expect(answers[0]).toContain('Nothing was done.');
    expect(await obeyedStaffText(text('+15125550111', 'e 12 she cannot breathe', 'E0'), ports)).toBe(false);
    expect(await obeyedStaffText(text('+15125550111', 'call me'), ports)).toBe(false);
    expect(await obeyedStaffText(text('+15125550199', 'd 12 but she wants a call'), ports)).toBe(false);
  });
});
