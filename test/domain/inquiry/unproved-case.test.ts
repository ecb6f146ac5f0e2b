import { describe, expect, test } from '@jest/globals';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { identify } from '../../../domain/inquiry/staff-actions.ts';
import { standingOf } from '../../../domain/inquiry/standing.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import {
  assess,
  downtown,
  fridayMorning,
  lakeside,
  later,
  rules,
  staffMember,
} from '../../support/lakeside.ts';

const phone = '+15125550101';
const urgent = 'my lip turned white and it hurts';

/** Messages from one number, typed or proved, and what they say to recall. */
function house() {
  const inquiries = memoryInquiries();
  const escalations = { start: async () => {}, wake: async () => {} };
  let serial = 0;
  const say = (text: string, said: Partial<Arrival>): Promise<string> => {
    serial += 1;
    const now = later(fridayMorning, serial);
    const contact = { phone, ...said.contact };
    const arrival = messageCame({
      id: `message${serial}`.padEnd(24, 'x'),
      receivedAt: now,
      source: 'src_x',
      location: downtown,
      addressKeys: Object.values(contact).map(String),
      language: 'en',
      assessment: assess(text),
      text,
      channel: 'sms',
      ...said,
      contact,
    });
    return registerMessage(arrival, { inquiries, escalations, rules, now });
  };
  return {
    form: (text: string) =>
      say(text, { channel: 'web-form', typed: true, contact: { email: 'mallory@evil.example' } }),
    texts: (text: string) => say(text, {}),
    confirm: async (inquiryId: string) => {
      const ports = { inquiries, escalations, rules: rules.value, practice: lakeside.identity };
      const now = later(fridayMorning, 60);
      await identify(ports, { inquiryId, by: staffMember('okoye'), now, contact: { phone } });
    },
    stands: async () => {
      const { openCase, unprovedCase } = standingOf(await inquiries.ofAddresses([phone]));
      return openCase ? (unprovedCase ? 'unproved' : 'proved') : 'none';
    },
  };
}

describe('a red-flag case by what somebody typed', () => {
  test('is none that anybody has proved: opened by it, or raised by it', async () => {
    const opened = house();
    await opened.form(urgent);
    expect(await opened.stands()).toBe('unproved');
    const raised = house();
    await raised.texts('What are your hours?');
    expect(await raised.stands()).toBe('none');
    await raised.form(urgent);
    expect(await raised.stands()).toBe('unproved');
  });

  test('is proved once the number itself says so, and stays it', async () => {
    const { form, texts, stands } = house();
    await form(urgent);
    await texts('What are your hours?');
    expect(await stands()).toBe('unproved');
    await texts(urgent);
    expect(await stands()).toBe('proved');
    await form(urgent);
    expect(await stands()).toBe('proved');
  });

  test('is proved when staff have said who it is from', async () => {
    const { form, confirm, stands } = house();
    await confirm(await form(urgent));
    expect(await stands()).toBe('proved');
  });
});
