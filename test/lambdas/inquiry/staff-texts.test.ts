import { describe, expect, test } from '@jest/globals';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import { obeyedStaffText, type StaffTextsPorts } from '../../../lambdas/inquiry/staff-texts.ts';
import { downtown, fridayMorning, lakeside } from '../../support/lakeside.ts';

const text = (from: string) =>
  messageCame({
    id: 'text-of-the-staff-for-a-test',
    receivedAt: fridayMorning,
    channel: 'sms',
    source: 'src_texts',
    location: downtown,
    contact: { phone: from },
    text: 'e 12',
    language: 'en',
    assessment: { level: 'R', flags: [] },
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
});
