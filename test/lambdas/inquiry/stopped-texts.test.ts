import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { knownOf } from '../../../domain/consent/known-of-address.ts';
import type { SuppressionReason } from '../../../domain/consent/question.ts';
import { revocationReader } from '../../../domain/consent/revocation.ts';
import { takenBackBy } from '../../../domain/consent/taken-back.ts';
import { messageCame, messageOf } from '../../../domain/inquiry/arrival.ts';
import type { Channel, Contact } from '../../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../../domain/inquiry/message.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { type NoticePorts, sendNotice } from '../../../lambdas/inquiry/send-notice.ts';
import { assess, downtown, fridayMorning, lakeside, later, rules } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { memoryPatients } from '../../support/memory-patients.ts';

const number = '+15125550143';
const mailbox = 'rowan@example.com';
const read = revocationReader(lakeside.revocation, lakeside.revocation.likeness);

/** One conversation of one number, what its holder took back, and what Heard sends by itself. Minutes are counted from Friday morning. */
function conversation() {
  const { patients } = memoryPatients();
  const outreach = memoryOutreach();
  const messages: InquiryMessage[] = [];
  const out: { by: 'sms' | 'email'; kind: string }[] = [];
  const state = { minute: 0, reads: true };
  const now = () => later(fridayMorning, state.minute);
  const taking =
    (by: 'sms' | 'email'): NoticePorts['mailer']['send'] =>
    async ({ about }) => {
      out.push({ by, kind: about.kind });
      return { state: 'accepted', providerId: 'x' };
    };
  const came = (channel: Channel, text: string, contact: Contact, more = {}) =>
    messageCame({
      id: `message-${messages.length}-of-somebody-for-a-test`,
      receivedAt: now(),
      channel,
      source: 'src_x',
      location: downtown,
      contact,
      text,
      language: 'en',
      assessment: assess(text),
      ...more,
    });
  const first = came('sms', 'How much is it?', { phone: number });
  const inquiry = opened(first, { rules, now: fridayMorning });
  const ports = {
    mailer: { send: taking('email') },
    texter: { send: taking('sms') },
    patientLink: async () => 'PAGE',
    replyTo: async () => undefined,
    anybody: async () => true,
    unprovedTexts: async () => 1,
    heldBack: () => {},
    unread: () => {},
    law: lakeside.law,
    file: async () => ({ messages }),
    known: async (way, people, at) => {
      if (!state.reads) throw new Error('the table is out');
      const addressKeys = async ({ phone }: { phone?: string }) => (phone ? { phone: `key ${phone}` } : {});
      return knownOf(way, people, at, { patients, outreach: outreach.outreach, addressKeys });
    },
    setting: () => ({
      practice: lakeside.identity,
      careTemplates: lakeside['care-templates'],
      staffTemplates: lakeside['staff-templates'],
      now: now(),
    }),
  } as Partial<NoticePorts> as NoticePorts;
  const takes = (channel: Channel, text: string, contact: Contact, more = {}): InquiryMessage => {
    const message = { ...messageOf(came(channel, text, contact, more), inquiry.id), ...more };
    messages.push(message);
    return message;
  };
  return {
    state,
    messages,
    out,
    patients,
    isPatient: async () => {
      await patients.save({ id: 'p1', phone: number } as never);
      await patients.link([`key ${number}`], 'p1');
    },
    suppress: (reason: SuppressionReason) => outreach.outreach.suppress(`key ${number}`, reason, now()),
    texts: (text = 'How much is it?') => takes('sms', text, { phone: number }),
    /** A form, typed by anybody. */
    form: (email?: string) =>
      takes('web-form', 'Call me', { phone: number, ...(email ? { email } : {}) }, { typed: true }),
    /** HELP asks for no answer but its own. */
    helps: () => takes('sms', 'HELP', { phone: number }, { keyword: true }),
    calls: () => takes('phone', '', { phone: number }),
    /** STOP or its like by text: a message, and what it takes back. */
    stops: async (text = 'STOP') => {
      const message = takes('sms', text, { phone: number }, { keyword: true });
      const said = { messageId: message.id, text, language: 'en', at: now(), cameBy: 'text' } as const;
      for (const event of takenBackBy(read(text), said, now()))
        await patients.keepForAddress(`key ${number}`, event);
    },
    sends: async (kind: 'acknowledgement' | 'delay' | 'safety', message: InquiryMessage) => {
      out.length = 0;
      const outcome = await sendNotice(ports, inquiry, { kind, messageId: message.id }, message);
      return {
        by: out.map(({ by }) => by),
        reason: outcome.state === 'refused' ? outcome.reason : undefined,
      };
    },
  };
}

const wantsNone = { by: [], reason: 'the patient wants no more texts: call them' };

describe('a text that Heard sends by itself', () => {
  test('of a delay does not go to who wrote STOP while their question waited, also where STOP is the newest', async () => {
    const { texts, stops, sends, state, messages } = conversation();
    const question = texts();
    state.minute = 1;
    expect(await sends('acknowledgement', question)).toEqual({ by: ['sms'] });
    await stops();
    state.minute = 120;
    expect(await sends('delay', question)).toEqual(wantsNone);
    expect(await sends('delay', messages.at(-1) as InquiryMessage)).toEqual(wantsNone);
    expect(await sends('safety', question)).toEqual({ by: ['sms'] });
  });

  test('goes again once that very number asks something', async () => {
    const { texts, stops, sends, state } = conversation();
    await stops();
    state.minute = 5;
    expect(await sends('acknowledgement', texts())).toEqual({ by: ['sms'] });
  });

  test.each(['please stop texting me, how much is it?', 'Alto, no me escriban más'])(
    '%j is not answered by one',
    async (words) => {
      const { texts, patients, sends, state } = conversation();
      state.minute = 1;
      const message = texts(words);
      const said = { messageId: 'm', text: words, language: 'en', at: message.at, cameBy: 'text' } as const;
      for (const event of takenBackBy(read(words), said, message.at))
        await patients.keepForAddress(`key ${number}`, event);
      state.minute = 2;
      expect(await sends('acknowledgement', message)).toEqual(wantsNone);
    },
  );

  test.each([
    ['a form', 'form'],
    ['a missed call', 'calls'],
  ] as const)('is not brought about by %s that names a number which stopped', async (_what, how) => {
    const at = conversation();
    await at.stops();
    at.state.minute = 60;
    expect(await at.sends('acknowledgement', at[how]())).toEqual(wantsNone);
  });

  test('gives way to the mail of the same form', async () => {
    const { stops, form, sends, calls } = conversation();
    await stops();
    expect(await sends('acknowledgement', form(mailbox))).toEqual({ by: ['email'] });
    const both = { ...calls(), from: { phone: number, email: mailbox } };
    expect(await sends('acknowledgement', both)).toEqual({ by: ['email'] });
  });

  test.each([
    ['wrong-number', 'the number belongs to somebody else now: call them'],
    ['erased', 'whoever had this number was erased: call them'],
    ['carrier-blocked', 'this number takes no texts: call them'],
  ] as const)('goes to no number that is suppressed: %s', async (reason, why) => {
    const { suppress, form, texts, sends, state } = conversation();
    await suppress(reason);
    state.minute = 1;
    expect(await sends('acknowledgement', form())).toEqual({ by: [], reason: why });
    expect(await sends('acknowledgement', texts())).toEqual({ by: ['sms'] });
  });

  test('minds what staff wrote down for a patient who has the number', async () => {
    const { patients, isPatient, form, sends, state } = conversation();
    await isPatient();
    const no = {
      channel: 'text',
      purpose: 'all',
      action: 'revoke',
      method: 'call',
      actor: 'patient',
    } as const;
    const event = { ...no, id: 'e1', patientId: 'p1', occurredAt: fridayMorning, recordedAt: fridayMorning };
    await patients.addConsent(event);
    state.minute = 1;
    expect(await sends('acknowledgement', form())).toEqual(wantsNone);
  });

  test('does not go where nobody can read what was taken back; a safety reply does', async () => {
    const { state, texts, sends } = conversation();
    const message = texts();
    state.reads = false;
    expect(await sends('acknowledgement', message)).toEqual({
      by: [],
      reason: 'nobody could read whether texts were stopped: call them',
    });
    expect(await sends('safety', message)).toEqual({ by: ['sms'] });
  });
});

type Conversation = ReturnType<typeof conversation>;

/** What may happen, and whether the number is open to texts after it; undefined where that is as before. */
const deeds: Readonly<Record<string, (at: Conversation) => Promise<boolean | undefined>>> = {
  texts: async (at) => Boolean(at.texts()),
  helps: async (at) => void at.helps(),
  form: async (at) => void at.form(),
  calls: async (at) => void at.calls(),
  stops: async (at) => (await at.stops()) ?? false,
  wrong: async (at) => {
    await at.stops('You have the wrong number');
    await at.suppress('wrong-number');
    return false;
  },
  erased: async (at) => (await at.suppress('erased')) ?? false,
};

/** Any message of before may be what a notice is about that leaves only now. */
async function leavesOnly(by: readonly string[], at: Conversation): Promise<void> {
  for (const message of at.messages) {
    for (const kind of ['acknowledgement', 'delay'] as const)
      expect((await at.sends(kind, message)).by).toEqual(by);
    expect((await at.sends('safety', message)).by).toEqual(['sms']);
  }
}

test('after a revocation by the number’s own key nothing but safety leaves by text, whatever the order, until it asks again', async () => {
  const deed = fc.tuple(fc.constantFrom(...Object.keys(deeds)), fc.integer({ min: 1, max: 90 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { minLength: 1, maxLength: 10 }),
      fc.boolean(),
      async (history, known) => {
        const at = conversation();
        if (known) await at.isPatient();
        let open = true;
        for (const [what, minutes] of history) {
          at.state.minute += minutes;
          open = (await deeds[what]?.(at)) ?? open;
          at.state.minute += 1;
          await leavesOnly(open ? ['sms'] : [], at);
        }
      },
    ),
    { numRuns: 60 },
  );
});
