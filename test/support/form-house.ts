import { createHash } from 'node:crypto';
import { askToConfirm } from '../../domain/consent/ask-to-confirm.ts';
import type { ConsentEvent } from '../../domain/consent/consent-event.ts';
import { decide } from '../../domain/consent/decide.ts';
import { type ConsentAddress, keepGiven } from '../../domain/consent/given-consents.ts';
import type { PastContact, Question, SuppressionReason } from '../../domain/consent/question.ts';
import { revocationReader } from '../../domain/consent/revocation.ts';
import { confirmationIn, confirmByText, type YesPorts } from '../../domain/consent/yes-by-text.ts';
import { messageCame } from '../../domain/inquiry/arrival.ts';
import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import type { GivenConsent } from '../../domain/inquiry/message.ts';
import { assess, downtown, fridayMorning, lakeside, later } from './lakeside.ts';
import { questionOf } from './may-contact.ts';
import { memoryPatients } from './memory-patients.ts';

export const number = '+15125550103';
export const mailbox = 'rowan@example.com';
const revoking = revocationReader(lakeside.revocation, lakeside.revocation.likeness);
const seller = lakeside.identity.name;

const ticked = (channel: 'sms' | 'email', at: string): GivenConsent => ({
  channel,
  purpose: 'recall',
  wording: 'Yes, remind me when a visit is due.',
  at,
  page: 'https://intake.example.com/f/downtown',
  ip: '192.0.2.7',
});

/** One patient with a number and a mailbox, forms that name them, and texts that answer. Minutes are counted from Friday morning. */
export async function formHouse(texting = lakeside.identity) {
  const { patients } = memoryPatients();
  await patients.save({ id: 'p1', phone: number, email: mailbox } as never);
  await patients.link(['phone-key', 'mail-key'], 'p1');
  const answers: { key: string; at: string }[] = [];
  const suppressed: SuppressionReason[] = [];
  const contacts: PastContact[] = [];
  const out: InquiryFile['messages'][number][] = [];
  const sent: { to: string; kind: string; text: string }[] = [];
  const state = { unproved: 0, heldBack: 0 };
  let serial = 0;
  const outreach = {
    suppressions: async (_key: string, address: 'phone' | 'email' | 'post') =>
      suppressed.map((reason) => ({ address, reason, at: '2026-01-01' })),
    beginAnswer: async (_key: string, answer: { key: string; at: string }) => {
      if (answers.some(({ key }) => key === answer.key)) return false;
      answers.push(answer);
      return true;
    },
    answersTo: async () => [...answers],
    contactsOf: async () => contacts,
  };
  const portsAt = (now: string): YesPorts & Parameters<typeof askToConfirm>[2] => ({
    patients,
    outreach,
    practice: texting,
    law: lakeside.law,
    templates: lakeside['care-templates'],
    revoking,
    inquiries: {
      addressHolder: async () => 'inq',
      file: async () => ({ messages: out }) as unknown as InquiryFile,
    },
    addressKeys: async ({ phone, email }) => ({
      ...(phone ? { phone: phone === number ? 'phone-key' : 'other-key' } : {}),
      ...(email ? { email: 'mail-key' } : {}),
    }),
    texter: {
      send: async ({ to, text, about }) => {
        sent.push({ to, kind: about.kind, text });
        return { state: 'accepted', providerId: 'x' };
      },
    },
    unprovedTexts: async () => {
      state.unproved += 1;
      return state.unproved;
    },
    heldBack: () => {
      state.heldBack += 1;
    },
    now,
  });
  const heard = (text: string, minute: number, more: object = {}) => {
    serial += 1;
    return messageCame({
      id: `text${serial}`.padEnd(24, 'x'),
      receivedAt: later(fridayMorning, minute),
      channel: 'sms',
      source: 'src_texts',
      location: downtown,
      contact: { phone: number },
      addressKeys: ['phone-key'],
      text,
      language: 'en',
      assessment: assess(text),
      ...(revoking(text).intent === 'start' ? { keyword: true } : {}),
      ...more,
    });
  };
  return {
    patients,
    answers,
    suppressed,
    contacts,
    out,
    sent,
    state,
    portsAt,
    heard,
    /** A form with a box ticked. Gives the id of its message. */
    ticks: async (
      minute: number,
      {
        channel = 'sms' as 'sms' | 'email',
        proved = false,
        id = `form${minute}`,
        phone = number,
        now = minute,
      } = {},
    ) => {
      const at = later(fridayMorning, minute);
      const ports = portsAt(later(fridayMorning, now));
      const form = { messageId: id, receivedAt: at, language: 'en', location: downtown } as const;
      await keepGiven(
        {
          messageId: id,
          contact: { phone, email: mailbox },
          language: 'en',
          consents: [ticked(channel, at)],
        },
        {
          ...ports,
          seller,
          sha256: (text) => createHash('sha256').update(text).digest('hex'),
          proved: () => proved,
          ask: (of: ConsentAddress) => askToConfirm(of, form, ports),
        },
      );
      return id;
    },
    /** A text from the number; gives whether it was taken for a confirmation. */
    texts: async (text: string, minute: number, more: object = {}) => {
      const said = heard(text, minute, more);
      const ports = portsAt(said.receivedAt);
      const confirming = await confirmationIn(said, ports);
      if (confirming) await confirmByText(confirming, said, ports);
      return confirming !== undefined;
    },
    says: async (event: Omit<ConsentEvent, 'patientId' | 'recordedAt' | 'actor'>) => {
      const whole = { ...event, recordedAt: event.occurredAt, actor: 'patient' };
      await patients.keepForAddress('phone-key', whole);
      await patients.addConsent({ ...whole, patientId: 'p1' });
    },
    events: async (): Promise<readonly ConsentEvent[]> => (await patients.record('p1'))?.consents ?? [],
    /** What `decide` says of a recall by this channel, on an ordinary day. */
    asked: async (channel: 'text' | 'email', minute: number): Promise<ReturnType<typeof decide>> => {
      const consents = (await patients.record('p1'))?.consents ?? [];
      const base = questionOf({ what: 'recall', by: channel, at: '2026-03-03 12:00' }, lakeside.law);
      const question: Question = {
        ...base,
        message: { ...base.message, seller },
        recipient: { ...base.recipient, phone: number, email: mailbox },
        consents,
        now: later(fridayMorning, minute),
      };
      return decide(question);
    },
  };
}
