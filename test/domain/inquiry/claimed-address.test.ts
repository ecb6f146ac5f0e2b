import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { patientNotices } from '../../../domain/escalation/patient-notices.ts';
import { type Arrival, messageCame } from '../../../domain/inquiry/arrival.ts';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { fromKnown, recognised } from '../../../domain/inquiry/known-sender.ts';
import { writtenFrom } from '../../../domain/inquiry/proved-addresses.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { wayOf } from '../../../domain/inquiry/reply.ts';
import { identify } from '../../../domain/inquiry/staff-actions.ts';
import { withdraw } from '../../../domain/inquiry/withdraw.ts';
import { composeForPatient } from '../../../domain/message/compose-notice.ts';
import { waysTo } from '../../../domain/message/patient-ways.ts';
import { phoneText } from '../../../domain/message/phone-text.ts';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
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

const victim = '+15125550101';
const own = 'victim@example.com';
const mallory = 'mallory@evil.example';

type Said = Partial<Arrival> & { readonly text: string };

/** Messages by the addresses that they prove or claim, and what becomes of them. */
function house() {
  const inquiries = memoryInquiries();
  const escalations = { start: async () => {}, wake: async () => {} };
  const ports = { inquiries, escalations, rules, practice: lakeside.identity };
  let serial = 0;
  const arrivalOf = (said: Said): Arrival => {
    serial += 1;
    const { contact = {} } = said;
    return messageCame({
      id: `message${serial}`.padEnd(24, 'x'),
      receivedAt: later(fridayMorning, serial),
      channel: 'web-form',
      source: 'src_x',
      location: downtown,
      contact,
      addressKeys: Object.values(contact).map(String),
      language: 'en',
      assessment: assess(said.text),
      ...said,
    });
  };
  const register = (arrival: Arrival): Promise<string> =>
    registerMessage(arrival, { inquiries, escalations, rules, now: arrival.receivedAt });
  const say = (said: Said): Promise<string> => register(arrivalOf(said));
  return {
    ports,
    register,
    arrival: (text: string, contact: Arrival['contact']) => arrivalOf({ text, contact }),
    form: (text: string, contact: Arrival['contact'], more: Partial<Arrival> = {}) =>
      say({ text, contact, typed: true, ...more }),
    texts: (text: string, phone = victim) => say({ text, contact: { phone }, channel: 'sms' }),
    mails: (text: string, email: string, more: Partial<Arrival> = {}) =>
      say({ text, contact: { email }, channel: 'email', ...more }),
    chats: (text: string, person: string, told: Arrival['contact'] = {}) =>
      say({
        text,
        channel: 'messenger',
        contact: { ...told, account: { channel: 'messenger', person, page: '77', source: 'src_meta' } },
        addressKeys: [person, ...Object.values(told).map(String)],
        toldKeys: Object.values(told).map(String),
      }),
    read: async (id: string) => (await inquiries.file(id)) ?? (undefined as never),
  };
}
const to = (inquiry: Inquiry, channel?: 'email' | 'sms') =>
  wayOf(inquiry, lakeside.identity, channel, later(fridayMorning, 60));
const told = (house_: ReturnType<typeof house>, id: string) =>
  house_.read(id).then((file) => patientNotices(file, lakeside.identity, later(fridayMorning, 59)));

/** Who has written from an address is answered there; who typed one that others have written from is not. */
function holds(step: string, inquiry: Inquiry): void {
  const way = to(inquiry);
  if (step === 'text') expect(way).toEqual({ channel: 'sms', to: victim });
  if (step === 'mail') expect(way).toEqual({ channel: 'email', to: mallory });
  if (step === 'chat') expect(way).toMatchObject({ person: 'psid' });
  const { proved = [] } = inquiry;
  const wroteFrom = proved.includes('phone') || inquiry.channel === 'sms';
  if (step === 'mallory' && wroteFrom && !proved.includes('email'))
    expect(way).toEqual({ channel: 'sms', to: victim });
}

describe('an address that somebody only typed', () => {
  test('joins a conversation for staff, and neither redirects its answers nor becomes one of its addresses', async () => {
    const at = house();
    const id = await at.texts('My lip is a little swollen');
    expect(await at.form('hello', { phone: victim, email: mallory })).toBe(id);
    const { inquiry, messages } = await at.read(id);
    expect(inquiry.contact).toEqual({ phone: victim });
    expect(to(inquiry)).toEqual({ channel: 'sms', to: victim });
    expect(() => to({ ...inquiry, respondedAt: fridayMorning }, 'email')).toThrow('no such way');
    expect(messages.at(-1)).toMatchObject({ beside: true, typed: true, from: { email: mallory } });
    expect(inquiry.lastEvent.note).toContain('only claims');
    // A fresh mail of the stranger's is a conversation of its own.
    expect(await at.mails('and?', mallory)).not.toBe(id);
  });

  test('is acknowledged by its own words, and spares whoever wrote before nothing of theirs', async () => {
    const at = house();
    const id = await at.form('My lip turned white and it hurts', { phone: victim, email: mallory });
    await at.texts('my lip turned white, please help');
    const keys = await told(at, id);
    const file = await at.read(id);
    const first = file.messages[0]?.id ?? '';
    const sent = {
      key: `safety#${first}`,
      inquiryId: id,
      kind: 'safety',
      attempt: 1,
      state: 'sent',
    } as const;
    const after = { ...file, notices: [{ ...sent, messageId: first, at: later(fridayMorning, 58) }] };
    expect(keys).toEqual([`safety#${first}`]);
    // The safety reply to the stranger does not stand for the patient's.
    expect(patientNotices(after, lakeside.identity, later(fridayMorning, 59))).toEqual([
      `safety#${file.messages[1]?.id}`,
    ]);
  });

  describe('and the safety reply (R59)', () => {
    const white = 'my lip turned white and it hurts';
    /** What is still to be sent once the first message had its safety reply a minute ago. */
    const stillToSend = async (at: ReturnType<typeof house>, id: string) => {
      const file = await at.read(id);
      const [first] = file.messages;
      const sent = {
        inquiryId: id,
        kind: 'safety',
        attempt: 1,
        state: 'sent',
        messageId: first?.id ?? '',
      } as const;
      const notices = [{ ...sent, key: `safety#${first?.id}`, at: later(fridayMorning, 58) }];
      return patientNotices({ ...file, notices }, lakeside.identity, later(fridayMorning, 59)).map((key) =>
        file.messages.findIndex(({ id: of }) => key === `safety#${of}`),
      );
    };

    test.each([
      ['a form', (at: ReturnType<typeof house>) => at.form(white, { phone: victim })],
      ['a call', (at: ReturnType<typeof house>) => at.form(white, { phone: victim }, { channel: 'phone' })],
    ])('to %s of which nobody knows who sent it spares the number itself none', async (_what, forged) => {
      const at = house();
      const id = await forged(at);
      expect(await at.texts(white)).toBe(id);
      expect(await stillToSend(at, id)).toEqual([1]);
    });

    test.each(['I want to kill myself', 'since the filler I cannot see with my left eye'])(
      'to another red flag does not stand for the one to: %s',
      async (words) => {
        const at = house();
        const id = await at.texts(white);
        await at.texts(words);
        expect(await stillToSend(at, id)).toEqual([1]);
      },
    );

    test('goes out once in 30 minutes for the same, and after a text not again to what only names the number', async () => {
      const at = house();
      const id = await at.texts(white);
      await at.texts(white);
      await at.form(white, { phone: victim });
      expect(await stillToSend(at, id)).toEqual([]);
    });
  });

  test('that came first gets no answer once the patient has written from the number in it', async () => {
    const at = house();
    const id = await at.form('hello', { phone: victim, email: mallory });
    expect(to((await at.read(id)).inquiry)).toEqual({ channel: 'email', to: mallory });
    expect(await at.texts('Hi, it is me about Tuesday')).toBe(id);
    await at.form('hello again', { phone: victim, email: mallory });
    const { inquiry, messages } = await at.read(id);
    const answered = { ...inquiry, respondedAt: fridayMorning };
    expect(to(inquiry)).toEqual({ channel: 'sms', to: victim });
    expect(() => to(answered, 'email')).toThrow('no such way');
    expect(waysTo(writtenFrom(inquiry, messages[1]), 'sms', lakeside.identity)).toEqual([
      { channel: 'sms', to: victim },
    ]);
    await identify(
      { ...at.ports, rules: rules.value },
      {
        inquiryId: id,
        by: staffMember('okoye'),
        now: fridayMorning,
        contact: { email: mallory },
      },
    );
    expect(to({ ...(await at.read(id)).inquiry, respondedAt: fridayMorning }, 'email')).toMatchObject({
      to: mallory,
    });
  });

  test('that came first is not answered by itself where somebody called from the other number of the form', async () => {
    const at = house();
    const id = await at.form('hello', { phone: victim, email: mallory });
    const call = { id: 'c1', outcome: 'voicemail' } as const;
    const voicemail = { ...at.arrival('It is Jordan, about my filler', { phone: victim }), call };
    expect(await at.register({ ...voicemail, channel: 'phone' })).toBe(id);
    expect(to((await at.read(id)).inquiry)).toEqual({ channel: 'sms', to: victim });
    expect(await at.mails('and?', mallory)).toBe(id);
    const { inquiry } = await at.read(id);
    expect(() => to(inquiry)).toThrow('choose');
    expect(to(inquiry, 'email')).toEqual({ channel: 'email', to: mallory });
    const confirm = { inquiryId: id, by: staffMember('okoye'), now: fridayMorning };
    await identify({ ...at.ports, rules: rules.value }, { ...confirm, contact: { phone: victim } });
    expect(to((await at.read(id)).inquiry)).toEqual({ channel: 'email', to: mallory });
  });

  test('is answered on where staff confirmed it before anybody had proved one', async () => {
    const at = house();
    const id = await at.form('May I book?', { phone: victim, email: own });
    const confirm = { inquiryId: id, by: staffMember('okoye'), now: fridayMorning };
    await identify({ ...at.ports, rules: rules.value }, { ...confirm, contact: { phone: victim } });
    // Nobody has written from either: the mail that they ask for by the form is answered as before.
    expect(to((await at.read(id)).inquiry)).toEqual({ channel: 'email', to: own });
    expect(await at.mails('It is me', own)).toBe(id);
    const { inquiry } = await at.read(id);
    expect(to({ ...inquiry, respondedAt: fridayMorning }, 'sms')).toEqual({ channel: 'sms', to: victim });
  });

  test('is not, where staff confirmed the other one', async () => {
    const at = house();
    const id = await at.form('hello', { phone: victim, email: mallory });
    const confirm = { inquiryId: id, by: staffMember('okoye'), now: fridayMorning };
    await identify({ ...at.ports, rules: rules.value }, { ...confirm, contact: { phone: victim } });
    await at.texts('I wrote nothing');
    const { inquiry } = await at.read(id);
    expect(() => to({ ...inquiry, respondedAt: fridayMorning }, 'email')).toThrow('no such way');
  });

  test('of a patient stays one conversation with their texts and mails, each answered where it came from', async () => {
    const at = house();
    const id = await at.form('May I book?', { phone: victim, email: own });
    expect(await at.texts('Tuesday works')).toBe(id);
    expect(to((await at.read(id)).inquiry)).toEqual({ channel: 'sms', to: victim });
    expect(await at.mails('Or Friday', own, { threadOf: id })).toBe(id);
    const { inquiry } = await at.read(id);
    expect(to(inquiry)).toEqual({ channel: 'email', to: own });
    expect(inquiry.messageCount).toBe(3);
    expect(await at.mails('And another thing', own)).toBe(id);
    await at.texts('By text again');
    await at.form('And by the form', { phone: victim, email: own });
    // A form moves no answer: both addresses have written, the text was the last.
    expect(to((await at.read(id)).inquiry)).toEqual({ channel: 'sms', to: victim });
  });

  test('closes nothing that others wrote in', async () => {
    const at = house();
    const id = await at.texts('My lip is a little swollen');
    const one = await withdraw({ ...at.ports, now: fridayMorning }, id, { ends: false });
    expect([one?.status, one?.lastEvent.what]).toEqual(['new', 'says-no-longer-needed']);
    expect(
      (await withdraw({ ...at.ports, now: fridayMorning }, await at.form('x', { email: own })))?.status,
    ).toBe('closed');
  });

  test('a number told in a chat opens no conversation of whoever has it', async () => {
    const at = house();
    const id = await at.texts('My lip is a little swollen');
    const chat = await at.chats('My number is …', 'psid1', { phone: victim });
    expect(chat).not.toBe(id);
    expect(to((await at.read(id)).inquiry)).toEqual({ channel: 'sms', to: victim });
  });

  test('a mail of the thread from another mailbox is for staff to read; answers go where they went', async () => {
    const at = house();
    const id = await at.mails('May I book?', own);
    expect(await at.mails('I answer for her', mallory, { threadOf: id })).toBe(id);
    const { inquiry, messages } = await at.read(id);
    expect(to(inquiry)).toEqual({ channel: 'email', to: own });
    expect(messages.at(-1)).toMatchObject({ beside: true, told: { level: 'R' } });
  });

  test('whatever comes in whichever order: no answer goes to an address of others than who wrote last and proved it, or wrote first', async () => {
    const one = fc.constantFrom('text', 'form', 'mallory', 'chat', 'mail');
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 7 }), async (steps) => {
        const at = house();
        const does = {
          text: () => at.texts('Hello'),
          form: () => at.form('Hello', { phone: victim, email: own }),
          mallory: () => at.form('Hello', { phone: victim, email: mallory }),
          chat: () => at.chats('Hello', 'psid', { phone: victim }),
          mail: () => at.mails('Hello', mallory),
        };
        for (const step of steps) holds(step, (await at.read(await does[step]())).inquiry);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what the practice knows of an address', () => {
  test('raises it for staff, and is not told to whoever typed the address', async () => {
    const at = house();
    const text = 'What are your hours?';
    const contact = { phone: victim, email: mallory };
    const typed = { ...at.arrival(text, contact), typed: true as const };
    const id = await at.register(fromKnown(typed, { postTreatment: 'hot' }));
    const { inquiry, messages } = await at.read(id);
    const setting = {
      practice: lakeside.identity,
      careTemplates: lakeside['care-templates'],
      staffTemplates: lakeside['staff-templates'],
      now: fridayMorning,
    };
    const key = { kind: 'acknowledgement', messageId: messages[0]?.id ?? '' } as const;
    const to_ = { way: { channel: 'email', to: mallory }, page: 'PAGE' } as const;
    const { text: told_ } = composeForPatient(inquiry, key, messages[0], setting, to_);
    expect([inquiry.level, inquiry.priority]).toEqual(['U', 'red-flag']);
    expect(told_).toContain('A person will answer you by');
    expect(told_).not.toContain('clinical team');
    // One address alone: what is sent goes to whoever has it.
    const alone = { ...at.arrival(text, { phone: '+15125550102' }), typed: true as const };
    const known = await at.read(await at.register(fromKnown(alone, { postTreatment: 'hot' })));
    expect(known.messages[0]?.told).toMatchObject({ level: 'U', treated: true });
    const stranger = house();
    const plain = await stranger.read(await stranger.form(text, { email: own }));
    expect(messages[0]?.told).toEqual(plain.messages[0]?.told);
    expect(told_).toBe(composeForPatient(plain.inquiry, key, plain.messages[0], setting, to_).text);
  });

  /** Only the victim's number leads to a patient, who was treated yesterday. */
  const recognise = (arrival: Arrival) =>
    recognised(
      arrival,
      {
        patients: {
          byAddress: async (keys) => (keys.includes(victim) ? [{ id: 'p1' }] : []),
          record: async () =>
            ({
              patient: { id: 'p1' },
              treatments: [{ id: 't1', patientId: 'p1', type: 'filler-lips', on: '2026-11-19' }],
            }) as unknown as PatientRecord,
        },
        types: lakeside.treatments.treatments,
        unknown: () => undefined,
      },
      fridayMorning,
    );
  const account = { channel: 'messenger', person: 'psid', page: '77', source: 'src_meta' } as const;
  const chat = (at: ReturnType<typeof house>, text: string, told: Arrival['contact'] = {}): Arrival => ({
    ...at.arrival(text, { ...told, account }),
    channel: 'messenger',
    addressKeys: ['psid', ...Object.values(told).map(String)],
    toldKeys: Object.values(told).map(String),
  });
  const directLine = lakeside.identity.locations[0]?.directLine ?? 'none';
  /** The acknowledgement of the message at this place. */
  async function acknowledged(at: ReturnType<typeof house>, id: string, index: number) {
    const { inquiry, messages } = await at.read(id);
    const message = messages[index];
    const setting = {
      practice: lakeside.identity,
      careTemplates: lakeside['care-templates'],
      staffTemplates: lakeside['staff-templates'],
      now: fridayMorning,
    };
    const key = { kind: 'acknowledgement', messageId: message?.id ?? '' } as const;
    const way = { ...account, to: mallory } as never;
    return { inquiry, text: composeForPatient(inquiry, key, message, setting, { way, page: 'PAGE' }).text };
  }
  /** What a stranger is told who writes the same, twice. */
  async function toAStranger(index: number) {
    const at = house();
    await at.register(await recognise(chat(at, 'What are your hours?')));
    const id = await at.register(await recognise(chat(at, 'Hello?')));
    return (await acknowledged(at, id, index)).text;
  }

  test('is not told to a chat that names the number, neither at once nor later', async () => {
    const at = house();
    await at.register(await recognise(chat(at, 'What are your hours?', { phone: victim })));
    const id = await at.register(await recognise(chat(at, 'Hello?')));
    for (const index of [0, 1]) {
      const { inquiry, text } = await acknowledged(at, id, index);
      expect([inquiry.level, inquiry.postTreatment, inquiry.people]).toEqual([
        'U',
        'hot',
        [{ patientId: 'p1' }],
      ]);
      expect(text).toBe(await toAStranger(index));
      expect(text).not.toContain(phoneText(directLine, 'US'));
    }
  });

  test('is not told to the mailbox that a form named with the number, once it has written', async () => {
    const at = house();
    const form = {
      ...at.arrival('What are your hours?', { phone: victim, email: mallory }),
      typed: true as const,
    };
    const id = await at.register(await recognise(form));
    const mail = { ...at.arrival('Hello?', { email: mallory }), channel: 'email' as const };
    expect(await at.register(await recognise(mail))).toBe(id);
    const { messages } = await at.read(id);
    expect(messages[1]?.told).toMatchObject({ level: 'R' });
    expect((await acknowledged(at, id, 1)).text).not.toContain(phoneText(directLine, 'US'));
    // The number itself is answered by all that is known of it.
    const text = { ...at.arrival('And on Tuesday?', { phone: victim }), channel: 'sms' as const };
    expect(await at.register(await recognise(text))).toBe(id);
    expect((await at.read(id)).messages[2]?.told).toBeUndefined();
    expect((await acknowledged(at, id, 2)).text).toContain(phoneText(directLine, 'US'));
  });

  test('is told to the account itself, where the account is known', () => {
    const at = house();
    const known = { postTreatment: 'hot' } as const;
    const said = chat(at, 'Hello', { phone: victim });
    expect(fromKnown(said, known, known).ownLevel).toBeUndefined();
    expect(fromKnown(said, known, { postTreatment: 'watch' }).ownLevel).toBe('S');
  });
});
