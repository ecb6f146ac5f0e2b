import { describe, expect, test } from '@jest/globals';
import type { Arrival } from '../../../domain/inquiry/arrival.ts';
import { close } from '../../../domain/inquiry/closing.ts';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import { keepTime } from '../../../domain/inquiry/keep-time.ts';
import { sameDay } from '../../../domain/inquiry/named-call.ts';
import { noticeHistory } from '../../../domain/inquiry/notice-history.ts';
import { reply } from '../../../domain/inquiry/reply.ts';
import { logCall } from '../../../domain/inquiry/staff-actions.ts';
import { tell } from '../../../domain/inquiry/tell.ts';
import { composeForStaff } from '../../../domain/message/compose-notice.ts';
import { downtown, fridayMorning, lakeside, later, staffMember } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const closing = '2026-11-20T23:00:00.000Z';
const evening = '2026-11-21T01:30:00.000Z';

describe('the same day', () => {
  test('ends with the opening hours of the location, after which it is the next open day', () => {
    expect(sameDay(fridayMorning, 30, downtown)).toBe(closing);
    expect(sameDay(later(closing, -1), 30, downtown)).toBe(closing);
    // Before the doors open it is still that day.
    expect(sameDay('2026-11-20T12:00:00.000Z', 30, downtown)).toBe(closing);
    expect(sameDay(closing, 30, downtown)).toBe('2026-11-23T15:30:00.000Z');
    // Saturday by the clock of London, Friday evening here.
    expect(sameDay(evening, 30, downtown)).toBe('2026-11-23T15:30:00.000Z');
  });

  test('ends with the last hours of a day that has several, and where it never opens at midnight', () => {
    const twice = [
      { from: '09:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ];
    expect(sameDay(fridayMorning, 30, { ...downtown, hours: { fri: twice } })).toBe(
      '2026-11-21T00:00:00.000Z',
    );
    expect(sameDay(fridayMorning, 30, { ...downtown, hours: {} })).toBe('2026-11-21T06:00:00.000Z');
  });
});

async function course(words: string, changes: Partial<Arrival> = {}) {
  const one = await oneInquiry(words, changes);
  /** One turn of the loop at this instant. */
  async function turn(at: string) {
    const { id, run } = one.now();
    const orders = await keepTime(
      { ...one.ports, staff: async () => lakeside.staff, now: at },
      { inquiryId: id, run, rounds: 0 },
    );
    if (orders === 'nothing-left') return 'at rest';
    await tell(
      {
        ...one.ports,
        message: one.inquiries.findMessage,
        notice: one.inquiries.findNotice,
        alerted: async () => 1,
        send: async () => ({ state: 'accepted', providerId: 'p' }),
        now: () => at,
      },
      { ...orders, id, token: 't' },
    );
    return orders;
  }
  /** Who was told of the call in which phase, by now. */
  async function told() {
    const { notices } = (await one.inquiries.file(one.now().id)) as InquiryFile;
    return notices
      .filter(({ kind }) => kind === 'named-call')
      .map(({ staff, round }) => `${round?.split('.')[1]} ${staff}`)
      .filter((line, index, all) => all.indexOf(line) === index)
      .toSorted();
  }
  const missed = async () =>
    (await one.inquiries.timeline(one.now().id)).filter(({ what }) => what === 'named-call-missed');
  const at = (staff: string, now: string) => one.by(staff, now);
  const answers = (now: string) =>
    reply(
      { ...one.ports, send: async () => ({ state: 'accepted', providerId: 'p' }) },
      { ...at('marlow', now), text: 'Hello', messageId: 'r1' },
    );
  return { ...one, turn, told, missed, answers, at };
}

const nervous = { nervous: true } as const;
const hers = { nervous: true, namedContact: 'marlow' } as const;

describe('a call that is owed to a nervous patient', () => {
  test('is due by the closing of the day on which they wrote, with their contact', async () => {
    const { now } = await course('I am so scared', hers);
    expect(now().namedCall).toEqual({ since: fridayMorning, by: closing, why: 'nervous', contact: 'marlow' });
    expect((await course('Hello')).now().namedCall).toBeUndefined();
    for (const held of [{ keyword: true }, { review: 'Suspected spam' }])
      expect((await course('I am so scared', { ...nervous, ...held })).now().namedCall).toBeUndefined();
  });

  test('is owed as well for severe distress about how they look (F12 at S)', async () => {
    const flags = { assessment: { level: 'S' as const, flags: ['F12'] } };
    expect((await course('I hate my face', flags)).now().namedCall).toMatchObject({
      by: closing,
      why: 'distress',
    });
  });

  test('is put off by no later message, and begins anew once its time has passed', async () => {
    const { now, write } = await course('I am so scared', nervous);
    await write('second', 'Really scared', later(fridayMorning, 200));
    expect(now().namedCall).toMatchObject({ since: fridayMorning, by: closing });
    const owed = await course('I am so scared', nervous);
    await owed.inquiries.plan(owed.now(), {
      dueAt: fridayMorning,
      namedCall: { since: '2026-11-19T16:00:00.000Z', by: '2026-11-20T01:00:00.000Z', why: 'nervous' },
    });
    await owed.write('second', 'Still scared');
    expect(owed.now().namedCall).toMatchObject({ since: fridayMorning, by: closing });
  });

  test('is told to their contact at once, to whoever is on duty before the end, to managers after it, each once', async () => {
    const { turn, told, missed } = await course('I am so scared', hers);
    await turn(later(fridayMorning, 1));
    await turn(later(fridayMorning, 2));
    expect(await told()).toEqual(['told marlow']);
    await turn(later(closing, -59));
    await turn(later(closing, -58));
    expect(await told()).toEqual(['soon ibarra', 'soon marlow', 'soon sato', 'told marlow']);
    expect(await missed()).toEqual([]);
    await turn(later(closing, 1));
    await turn(later(closing, 2));
    expect((await told()).filter((line) => line.startsWith('late'))).toEqual([
      'late bell',
      'late ibarra',
      'late marlow',
      'late sato',
    ]);
    expect(await missed()).toMatchObject([{ at: closing, why: ['R67'] }]);
  });

  test('waits for the doors before it is told, and is looked at again when it has to be', async () => {
    const { turn, told } = await course('I am so scared', { ...hers, receivedAt: evening });
    await turn(evening);
    expect(await told()).toEqual([]);
    await turn('2026-11-23T15:00:00.000Z');
    expect(await told()).toEqual(['told marlow']);
  });

  test('outlasts a written answer, until a call is logged', async () => {
    const { turn, told, answers, now, ports, at } = await course('I am so scared', nervous);
    await turn(later(fridayMorning, 1));
    await answers(later(fridayMorning, 5));
    expect(now()).toMatchObject({ status: 'answered', namedCall: { by: closing } });
    expect(await turn(later(fridayMorning, 6))).toMatchObject({ notices: [], dueAt: later(closing, -60) });
    await turn(later(closing, -60));
    expect(await told()).toContain('soon sato');
    await logCall(ports, { ...at('sato', later(closing, -50)), outcome: 'no-answer' });
    expect(now().namedCall).toBeDefined();
    await logCall(ports, { ...at('sato', later(closing, -40)), outcome: 'reached' });
    expect(now().namedCall).toBeUndefined();
    expect(await turn(later(closing, -39))).toBe('at rest');
    expect(await told()).not.toContain('late bell');
  });

  test('of which nobody logs a call comes to rest after the word to managers', async () => {
    const { turn, answers, missed, now } = await course('I am so scared', nervous);
    await answers(later(fridayMorning, 5));
    await turn(later(closing, 1));
    expect(await turn(later(closing, 2))).toBe('at rest');
    expect(await missed()).toHaveLength(1);
    expect(now().dueAt).toBeUndefined();
  });

  test('ends when it is closed', async () => {
    const { turn, ports, at } = await course('I am so scared', nervous);
    await close(ports, { ...at('marlow', later(fridayMorning, 5)), reason: 'no-answer-needed' });
    expect(await turn(later(fridayMorning, 6))).toBe('at rest');
  });

  test('slows no page down: of a red flag nobody is told of the call while a clinician is paged for it', async () => {
    const { turn, told, now } = await course(emergencyWords, hers);
    expect(now().level).toBe('E1');
    await turn(later(fridayMorning, 1));
    await turn(later(closing, 1));
    expect(await told()).toEqual([]);
  });

  test('stands in the history of notices', async () => {
    const { turn, inquiries, now } = await course('I am so scared', hers);
    await turn(later(fridayMorning, 1));
    const file = (await inquiries.file(now().id)) as InquiryFile;
    expect(
      noticeHistory(file, later(fridayMorning, 2)).filter(({ kind }) => kind === 'named-call'),
    ).toMatchObject([
      { staff: 'marlow', way: 'email', outcome: 'sent' },
      { staff: 'marlow', way: 'sms', outcome: 'sent' },
    ]);
  });
});

describe('the words about such a call', () => {
  const contact = { name: 'Rowan Ellery', email: 'rowan@example.com', phone: '+15125550143' };
  async function said(
    kind: 'alert' | 'named-call',
    way: 'email' | 'sms',
    language: 'en' | 'es',
    round: string,
  ) {
    const { now } = await oneInquiry('I am so scared', { ...nervous, contact });
    const { subject, text } = composeForStaff(
      now(),
      { kind, way, round, staff: 'marlow' },
      { ...staffMember('marlow'), language },
      { link: 'https://x.example/a/1', code: 12 },
      {
        practice: lakeside.identity,
        careTemplates: lakeside['care-templates'],
        staffTemplates: lakeside['staff-templates'],
        now: later(fridayMorning, 1),
      },
    );
    return { subject, text };
  }

  test('say by when, above the alert and in a message of their own, and nothing of the patient', async () => {
    for (const way of ['email', 'sms'] as const)
      for (const language of ['en', 'es'] as const) {
        const hour = language === 'en' ? '5:00 PM today' : 'hoy a las 5:00';
        const all = [
          await said('alert', way, language, '0.0.0'),
          await said('named-call', way, language, '1.told'),
          await said('named-call', way, language, '1.late'),
        ];
        for (const { subject, text } of all) {
          expect(text.replaceAll(/\s/g, ' ')).toContain(hour);
          expect(`${subject} ${text}`).not.toMatch(/Rowan|rowan@|555|scared|nervous|relax|normal|calm/i);
        }
        const [, told, late] = all;
        expect(told?.text).not.toBe(late?.text);
      }
  });
});
