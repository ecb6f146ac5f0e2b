import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rehearse } from '../../../domain/escalation/rehearse.ts';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import type { Channel, Contact, Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { recognised } from '../../../domain/inquiry/known-sender.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { channels } from '../../../domain/practice/source.ts';
import { memoryInquiries } from '../../../simulation/memory-inquiries.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { downtown, fridayMorning, lakeside, later, rules } from '../../support/lakeside.ts';

const ada = { phone: '+15125550101', email: 'ada@example.com' };
const stranger = { phone: '+15125550199', email: 'new@example.com' };
const account = { channel: 'messenger', person: 'psid', page: '77', source: 'src_meta' } as const;

/** What a channel knows of whoever uses it. */
function contactBy(channel: Channel, { phone, email }: typeof ada): Contact {
  if (channel === 'email') return { email };
  return channel === 'web-form' ? { phone, email } : { phone };
}

/** The whole way from a message to its inquiry, where one patient, Ada, is on record. */
async function house() {
  const inquiries = memoryInquiries();
  const { patients, add } = knownPeople();
  await add(person('p1', ada));
  const escalations = { start: async () => {}, wake: async () => {} };
  let serial = 0;
  const come = async (channel: Channel, contact: Contact, more: Partial<Arrival> = {}): Promise<Inquiry> => {
    serial += 1;
    const { account: chat, ...addresses } = contact;
    const keys = [...(chat ? [chat.person] : []), ...Object.values(addresses)];
    const came: Arrival = {
      ...messageCame({
        id: `${serial}`.padStart(24, 'x'),
        receivedAt: fridayMorning,
        channel,
        source: 'src_x',
        location: downtown,
        contact,
        addressKeys: keys,
        text: 'How much is a consultation?',
        language: 'en',
        assessment: { level: 'R', flags: [] },
      }),
      ...(channel === 'web-form' ? { typed: true } : {}),
      ...more,
    };
    const known = { patients, types: lakeside.treatments.treatments, unknown: () => undefined };
    const arrival = await recognised(came, known, fridayMorning);
    const id = await registerMessage(arrival, { inquiries, escalations, rules, now: fridayMorning });
    return (await inquiries.find(id)) as Inquiry;
  };
  return { come, inquiries };
}

describe('whoever writes for the first time', () => {
  test.each(channels)('is a new lead by %s, with a promise of a quarter of an hour', async (channel) => {
    const { come } = await house();
    expect(await come(channel, contactBy(channel, stranger))).toMatchObject({
      priority: 'new-lead',
      policyName: 'new-lead',
      deadline: later(fridayMorning, 15),
    });
  });

  test.each(channels)('is none by %s if they are on record', async (channel) => {
    const { come } = await house();
    expect((await come(channel, contactBy(channel, ada))).priority).toBe('other');
  });

  test('in a chat is a new lead by the account, and none once they tell a number that is on record', async () => {
    const { come } = await house();
    expect((await come('messenger', { account })).priority).toBe('new-lead');
    const told = { account: { ...account, person: 'another' }, phone: ada.phone };
    expect((await come('messenger', told, { toldKeys: [ada.phone] })).priority).toBe('other');
  });

  test('is none while a person has to look at it first, nor where they say no more than STOP', async () => {
    const { come } = await house();
    const held = await come('email', { email: stranger.email }, { addressKeys: [], review: 'odd' });
    expect(held).toMatchObject({ priority: 'other', policyName: 'review' });
    const cancel = await come('sms', { phone: stranger.phone }, { keyword: true, asksStaff: true });
    expect([cancel.priority, cancel.status]).toEqual(['other', 'new']);
  });
});

describe('a patient on record', () => {
  test('who writes to their own conversation by another way makes no new lead of it', async () => {
    const { come } = await house();
    const { id } = await come('sms', { phone: ada.phone });
    const again = await come('sms', { phone: ada.phone }, { addressKeys: [], threadOf: id, typed: true });
    expect(again).toMatchObject({ id, priority: 'other', chain: 0 });
  });

  test('by a form is promised what anybody is, so that the promise tells nobody who is a patient', async () => {
    const address = fc.subarray(['phone', 'email'] as const, { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(address, async (kinds) => {
        const of = (all: typeof ada) => Object.fromEntries(kinds.map((kind) => [kind, all[kind]]));
        const { come, inquiries } = await house();
        const known = await come('web-form', of(ada));
        const unknown = await come('web-form', of(stranger));
        const [one, other] = await Promise.all([inquiries.file(known.id), inquiries.file(unknown.id)]);
        expect(one?.messages[0]?.told).toEqual(other?.messages[0]?.told);
        expect([known.priority, known.deadline]).toEqual(['other', unknown.deadline]);
        // The chain is that of the promise: one with more time would see it missed.
        expect(known.policyName).toBe('new-lead');
      }),
      { numRuns: 6 },
    );
  });
});

describe('a rehearsal', () => {
  const setting = { rules, practice: lakeside.identity, staff: lakeside.staff };
  const rehearsed = (channel: Channel, policy: 'new-lead' | 'other') =>
    rehearse({ at: fridayMorning, channel, policy, location: downtown, language: 'en' }, setting, 60);

  test.each(channels)('by %s promises what the engine does', async (channel) => {
    const { come } = await house();
    const live = await come(channel, contactBy(channel, stranger));
    expect(rehearsed(channel, 'new-lead').deadline).toBe(live.deadline);
  });

  test.each(['email', 'sms', 'phone'] as const)('by %s of somebody known as well', async (channel) => {
    const { come } = await house();
    const live = await come(channel, contactBy(channel, ada));
    expect(rehearsed(channel, 'other').deadline).toBe(live.deadline);
  });
});
