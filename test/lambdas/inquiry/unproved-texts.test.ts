import { describe, expect, test } from '@jest/globals';
import { messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import type { Channel } from '../../../domain/inquiry/inquiry.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { isTextedUnproved } from '../../../domain/message/unproved-number.ts';
import { type NoticePorts, sendNotice } from '../../../lambdas/inquiry/send-notice.ts';
import { assess, downtown, fridayMorning, lakeside, rules } from '../../support/lakeside.ts';

const emergency = 'my lip turned white and it hurts';

/** What goes out for a message with a number, when so many have gone within the hour. */
async function safetyFor(phone: string, channel: Channel, before: number, email?: string) {
  const out: string[] = [];
  let heldBack = 0;
  const accepted = async ({ to }: { to: string }) => {
    out.push(to);
    return { state: 'accepted', providerId: 'x' } as const;
  };
  const ports = {
    mailer: { send: accepted },
    texter: { send: accepted },
    patientLink: async () => 'PAGE',
    replyTo: async () => undefined,
    anybody: async () => true,
    setting: () => ({
      practice: lakeside.identity,
      careTemplates: lakeside['care-templates'],
      staffTemplates: lakeside['staff-templates'],
      now: fridayMorning,
    }),
    unprovedTexts: async () => before + 1,
    heldBack: () => {
      heldBack += 1;
    },
  } as unknown as NoticePorts;
  const arrival = messageCame({
    id: 'a-message-of-somebody-for-a-test',
    receivedAt: fridayMorning,
    channel,
    source: 'src_x',
    location: downtown,
    contact: { phone, ...(email ? { email } : {}) },
    text: emergency,
    language: 'en',
    assessment: assess(emergency),
  });
  const inquiry = opened(arrival, { rules, now: fridayMorning });
  const key = { kind: 'safety', messageId: arrival.messageId } as const;
  const outcome = await sendNotice(ports, inquiry, key, messageOf(arrival, inquiry.id));
  return { out, heldBack, reason: outcome.state === 'refused' ? outcome.reason : undefined };
}

describe('a text to a number that somebody only typed', () => {
  test.each([
    ['of the practice’s country', '+15125550101', true],
    ['of a satellite', '+88212345678', false],
    ['of a country that it has nothing to do with', '+9647901234567', false],
    ['under +1, of another country', '+18765550101', false],
    ['of a neighbour', '+14165550101', false],
  ])('%s', async (_whose, phone, goes) => {
    const form = await safetyFor(phone, 'web-form', 0);
    expect(form).toMatchObject(goes ? { out: [phone] } : { out: [], reason: 'number-abroad' });
    expect((await safetyFor(phone, 'phone', 0)).out).toEqual(goes ? [phone] : []);
    // Whoever has texted has the number.
    expect((await safetyFor(phone, 'sms', 1000)).out).toEqual([phone]);
  });

  test('goes by mail instead where the form has an address', async () => {
    const { out } = await safetyFor('+9647901234567', 'phone', 0, 'rowan@example.com');
    expect(out).toEqual(['rowan@example.com']);
  });

  test('goes sixty times an hour in all; beyond it somebody is told', async () => {
    expect((await safetyFor('+15125550101', 'web-form', 59)).out).toHaveLength(1);
    expect(await safetyFor('+15125550101', 'web-form', 60)).toEqual({
      out: [],
      heldBack: 1,
      reason: 'too-many-texts',
    });
  });

  test('goes to the countries that the practice names besides', () => {
    const { identity } = lakeside;
    const wide = { ...identity, channels: { ...identity.channels, textTo: ['CA', 'GB', 'XX'] } };
    const texted = (to: string) => isTextedUnproved(to, wide);
    expect(['+14165550101', '+447911123456', '+9647901234567', 'x'].map(texted)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
