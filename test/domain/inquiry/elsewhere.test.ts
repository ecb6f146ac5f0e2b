import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import { conversationsOf } from '../../../domain/inquiry/elsewhere.ts';
import type { Channel, Contact, Inquiry, Level } from '../../../domain/inquiry/inquiry.ts';
import { recognised } from '../../../domain/inquiry/known-sender.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { downtown, fridayMorning, lakeside, later, rules } from '../../support/lakeside.ts';

const ada = { phone: '+15125550101', email: 'ada@example.com' };
const text = { phone: ada.phone };
const mail = { email: ada.email };

/** The way of messages into inquiries, where Ada is on record, and whoever else is given. */
async function house(others: Readonly<Record<string, Partial<typeof ada>>> = {}) {
  const inquiries = memoryInquiries();
  const { patients, add } = knownPeople();
  await add(person('ada', ada));
  await patients.link(['spouse@example.com'], 'ada', 'spouse');
  for (const [id, addresses] of Object.entries(others)) await add(person(id, addresses));
  const addressKeys = async (contact: Contact) => [contact.email, contact.phone].flatMap((key) => key ?? []);
  let serial = 0;
  return async (
    channel: Channel,
    contact: Contact,
    level: Level,
    minutes: number,
    more: Partial<Arrival> = {},
  ): Promise<Inquiry & { readonly said: Level | undefined; readonly told: Level | undefined }> => {
    serial += 1;
    const now = later(fridayMorning, minutes);
    const came: Arrival = {
      ...messageCame({
        id: `${serial}`.padStart(24, 'x'),
        receivedAt: now,
        channel,
        source: 'src_x',
        location: downtown,
        contact,
        addressKeys: await addressKeys(contact),
        text: 'Hello',
        language: 'en',
        assessment: { level, flags: [] },
      }),
      ...more,
    };
    const arrival = await recognised(
      came,
      {
        patients,
        types: lakeside.treatments.treatments,
        unknown: () => undefined,
        conversations: (patient) => conversationsOf(patient, { inquiries, patients, addressKeys }),
      },
      now,
    );
    const escalations = { start: async () => {}, wake: async () => {} };
    const id = await registerMessage(arrival, { inquiries, escalations, rules, now });
    const file = await inquiries.file(id);
    const message = file?.messages.find((one) => one.id === came.messageId);
    return { ...(file?.inquiry as Inquiry), said: message?.level, told: message?.told?.level };
  };
}

describe('repeat contact of one patient in several conversations (R60)', () => {
  test('a text and then a mail about symptoms within a day are a second contact', async () => {
    const say = await house();
    const first = await say('sms', text, 'S', 0);
    const second = await say('email', mail, 'S', 120);
    expect(second.id).not.toBe(first.id);
    expect([second.level, second.policyName, second.lastEvent.why]).toEqual(['U', 'U', ['R60']]);
  });

  test('the third is for the physician, whatever it says, by whichever way it came', async () => {
    const say = await house();
    await say('sms', text, 'S', 0);
    await say('email', mail, 'S', 60);
    expect((await say('sms', text, 'R', 120, { call: { id: 'c', outcome: 'missed' } })).said).toBe('E1');
  });

  test('any message is more urgent while a case of theirs is open elsewhere', async () => {
    const say = await house();
    await say('sms', text, 'U', 0);
    expect((await say('email', mail, 'R', 60)).said).toBe('S');
  });

  test('an open case that somebody only typed raises nothing elsewhere by itself', async () => {
    const say = await house();
    await say('web-form', text, 'U', 0, { typed: true });
    expect((await say('email', mail, 'R', 60)).said).toBe('R');
  });

  test.each<readonly [string, Channel, Contact, Level, number, object?]>([
    ['a day later', 'email', mail, 'S', 24 * 60],
    ['a stranger', 'email', { email: 'new@example.com' }, 'S', 60],
    ['her spouse', 'email', { email: 'spouse@example.com' }, 'S', 60],
    ['a price', 'email', mail, 'R', 60],
    ['a STOP', 'email', mail, 'R', 60, { keyword: true }],
    ['in a chat, who only tells an address', 'messenger', mail, 'S', 60, { toldKeys: [ada.email] }],
  ])('%s is none', async (_name, channel, contact, level, minutes, ...more) => {
    const say = await house();
    await say('sms', text, 'S', 0);
    expect((await say(channel, contact, level, minutes, ...more)).said).toBe(level);
  });

  test('what a family writes from an address that it shares counts for none of them', async () => {
    const say = await house({ ben: { email: ada.email } });
    await say('email', mail, 'S', 0);
    expect((await say('sms', text, 'S', 60)).said).toBe('S');
  });

  test('who types her address is told what their own words deserve', async () => {
    const say = await house();
    await say('sms', text, 'S', 0);
    const typed = await say('web-form', mail, 'S', 60, { typed: true });
    expect([typed.said, typed.told]).toEqual(['U', 'S']);
  });

  test('two ways are judged as one would be', async () => {
    const level = fc.constantFrom<Level>('R', 'S', 'U');
    const said = fc.record({ level, byMail: fc.boolean(), after: fc.integer({ min: 1, max: 600 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 6 }), async (all) => {
        const [several, alone] = [await house(), await house()];
        let minutes = 0;
        for (const { level: given, byMail, after } of all) {
          minutes += after;
          const [channel, contact] = byMail ? (['email', mail] as const) : (['sms', text] as const);
          const one = await several(channel, contact, given, minutes);
          expect(one.said).toBe((await alone('sms', text, given, minutes)).said);
        }
      }),
      { numRuns: 60 },
    );
  });
});
