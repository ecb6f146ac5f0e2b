import { describe, expect, test } from '@jest/globals';
import { anybodyToTell } from '../../../domain/escalation/anybody.ts';
import { messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import type { Language } from '../../../domain/inquiry/inquiry.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import type { Staff } from '../../../domain/practice/practice.ts';
import { type NoticePorts, sendNotice } from '../../../lambdas/inquiry/send-notice.ts';
import { assess, downtown, fridayMorning, lakeside, rules } from '../../support/lakeside.ts';

async function safetyReply(text: string, anybody: () => Promise<boolean>, language: Language = 'en') {
  const out: string[] = [];
  const accepted = async (sent: { text: string }) => {
    out.push(sent.text);
    return { state: 'accepted', providerId: 'x' } as const;
  };
  const ports = {
    mailer: { send: accepted },
    texter: { send: accepted },
    patientLink: async () => 'PAGE',
    replyTo: async () => undefined,
    anybody,
    setting: () => ({
      practice: lakeside.identity,
      careTemplates: lakeside['care-templates'],
      staffTemplates: lakeside['staff-templates'],
      now: fridayMorning,
    }),
    unprovedTexts: async () => 1,
    heldBack: () => {},
  } as unknown as NoticePorts;
  const arrival = messageCame({
    id: 'a-message-of-somebody-for-a-test',
    receivedAt: fridayMorning,
    channel: 'sms',
    source: 'src_texts',
    location: downtown,
    contact: { phone: '+15125550101' },
    text,
    language,
    assessment: assess(text),
  });
  const inquiry = opened(arrival, { rules, now: fridayMorning });
  await sendNotice(
    ports,
    inquiry,
    { kind: 'safety', messageId: arrival.messageId },
    messageOf(arrival, inquiry.id),
  );
  return out[0] ?? '';
}

const promise = /will call you|llamaremos|llamará|llamara/;

describe('a safety reply', () => {
  test.each([
    ['my lip turned white and it hurts', 'en', '911 now'],
    ['I want to die', 'en', '988'],
    ["I can't see out of my left eye", 'en', 'nearest ER'],
    ['quiero morir', 'es', '988'],
    ['no veo nada del ojo izquierdo', 'es', 'urgencias'],
  ] as const)('promises a call only where somebody can be told (R59): %s', async (text, language, says) => {
    expect(await safetyReply(text, async () => true, language)).toMatch(promise);
    const alone = await safetyReply(text, async () => false, language);
    expect(alone).not.toMatch(promise);
    expect(alone).toContain(says);
  });

  test('promises none where that cannot be found out, and goes out all the same', async () => {
    const broken = async () => {
      throw new Error('The table does not answer.');
    };
    expect(await safetyReply('I want to die', broken)).toMatch(/988(?!.*will call)/);
  });
});

describe('whether anybody can be told', () => {
  const text = 'my throat is closing';
  const inquiry = opened(
    messageCame({
      id: 'a-message',
      receivedAt: fridayMorning,
      channel: 'sms',
      source: 'src_texts',
      location: downtown,
      contact: {},
      text,
      language: 'en',
      assessment: assess(text),
    }),
    { rules, now: fridayMorning },
  );

  test('goes by who is there, and by which ways', () => {
    const { identity, staff } = lakeside;
    expect(anybodyToTell(inquiry, staff, identity, fridayMorning)).toBe(true);
    const nobody: Staff = { ...staff, members: [] };
    expect(anybodyToTell(inquiry, nobody, identity, fridayMorning)).toBe(false);
    const unreachable = staff.members.map((member) => ({ ...member, reach: [] }));
    expect(anybodyToTell(inquiry, { ...staff, members: unreachable }, identity, fridayMorning)).toBe(false);
  });
});
