import { describe, expect, test } from '@jest/globals';
import { planEscalation } from '../../../domain/escalation/plan.ts';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../../domain/inquiry/inquiry.ts';
import { keepTime } from '../../../domain/inquiry/keep-time.ts';
import type { Notice } from '../../../domain/inquiry/notice.ts';
import { patientUnreached } from '../../../domain/inquiry/patient-unreached.ts';
import { claim, logCall } from '../../../domain/inquiry/staff-actions.ts';
import { tell } from '../../../domain/inquiry/tell.ts';
import type { SendOutcome } from '../../../domain/message/senders.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const setting = (now: string) => ({ practice: lakeside.identity, staff: lakeside.staff, now });
const question = 'How much is a consultation?';

/** An inquiry whose turns of the loop are taken one by one; `lost` are kinds that their channels refuse. */
async function house(words: string, changes: Parameters<typeof oneInquiry>[1] = {}) {
  const one = await oneInquiry(words, changes);
  const { inquiries } = one;
  const { id } = one.now();
  const left: string[] = [];
  async function turn(now: string, lost: readonly string[] = [], alerts = 1): Promise<readonly string[]> {
    const { run } = one.now();
    const setting = { practice: lakeside.identity, staff: async () => lakeside.staff };
    const time = { inquiries, escalations: one.ports.escalations, now, ...setting };
    const orders = await keepTime(time, { inquiryId: id, run, rounds: 0 });
    if (orders === 'nothing-left') return ['nothing-left'];
    left.length = 0;
    await tell(
      {
        inquiries,
        escalations: one.ports.escalations,
        message: inquiries.findMessage,
        notice: inquiries.findNotice,
        alerted: async () => alerts,
        send: async (_inquiry, sent): Promise<SendOutcome> => {
          left.push('staff' in sent ? `${sent.kind} ${sent.staff} ${sent.way}` : sent.kind);
          return lost.includes(sent.kind)
            ? { state: 'refused', reason: 'gone' }
            : { state: 'accepted', providerId: `${sent.kind}-1` };
        },
        now: () => now,
      },
      { ...orders, id, token: `token-${now}` },
    );
    return [...left];
  }
  const [messageId = ''] = one.now().messageIds;
  const news = (kind: 'safety' | 'acknowledgement', now: string, providerId = `${kind}-1`) =>
    patientUnreached({ inquiries, escalations: one.ports.escalations, now }, id, {
      kind,
      messageId,
      providerId,
    });
  return { ...one, id, messageId, turn, news };
}

const kindsOf = (told: readonly string[]): readonly string[] => [
  ...new Set(told.map((one) => one.split(' ')[0] ?? '')),
];

describe('an automatic reply that did not arrive', () => {
  const soon = later(fridayMorning, 1);

  test('is told at once, in words, to the people of the step, once', async () => {
    const { turn, news, now } = await house(question);
    expect(kindsOf(await turn(fridayMorning))).toEqual(['acknowledgement', 'alert']);
    await news('acknowledgement', soon);
    expect(await turn(soon)).toEqual([
      'undelivered marlow email',
      'undelivered marlow sms',
      'undelivered ibarra email',
      'undelivered sato email',
      'undelivered sato sms',
    ]);
    expect(now().undelivered).toMatchObject({ kind: 'acknowledgement', at: soon });
    expect(await turn(later(soon, 1))).toEqual([]);
  });

  test('counts as heard by nobody who was only told that others wait, or nothing', async () => {
    for (const alerts of [13, 40]) {
      const { turn, news, inquiries, id } = await house(question);
      await turn(fridayMorning);
      await news('acknowledgement', soon);
      await turn(soon, [], alerts);
      const told = (await inquiries.file(id))?.notices.filter(({ kind }) => kind === 'undelivered') ?? [];
      expect(told.length).toBeGreaterThan(0);
      expect(told.filter(({ says }) => says !== undefined)).toEqual([]);
    }
  });

  test('of an emergency, to whoever is paged, by mail and text; the pages after it say so and are enough', async () => {
    const { turn, news, now } = await house(emergencyWords);
    expect(kindsOf(await turn(fridayMorning))).toEqual(['safety', 'page']);
    await news('safety', soon);
    expect(await turn(soon)).toEqual(['undelivered okoye email', 'undelivered okoye sms']);
    expect(now().undelivered?.kind).toBe('safety');
    const next = await turn(later(fridayMorning, 10));
    expect(kindsOf(next)).toEqual(['page']);
    expect(await turn(later(fridayMorning, 10.5))).toEqual([]);
  });

  test('changes the course once under its condition and wakes the execution, however often it is told', async () => {
    const { turn, news, now, woken } = await house(question);
    await turn(fridayMorning);
    const { revision } = now();
    await news('acknowledgement', soon);
    expect(now()).toMatchObject({ revision: revision + 1, dueAt: soon });
    expect(now().token).toBeUndefined();
    expect(now().lastEvent.what).toBe('acknowledgement-undelivered');
    expect(woken).toEqual([`token-${fridayMorning}`]);
    await news('acknowledgement', later(soon, 1));
    expect(now().revision).toBe(revision + 1);
  });

  test('is never sent again, nor is what the channel refused', async () => {
    const { turn, news } = await house(emergencyWords);
    await turn(fridayMorning);
    await news('safety', soon);
    for (const minutes of [1, 2, 5, 20, 40])
      expect(kindsOf(await turn(later(fridayMorning, minutes)))).not.toContain('safety');
  });

  test('which its channel refused is told as well: the alerts that left with it did not say so', async () => {
    const { turn, now } = await house(question);
    await turn(fridayMorning, ['acknowledgement']);
    expect(now().undelivered).toBeUndefined();
    expect(kindsOf(await turn(fridayMorning))).toEqual(['undelivered']);
    expect(now().undelivered?.kind).toBe('acknowledgement');
  });

  test('comes again while it is still being sent, and says nothing of one that was sent since', async () => {
    const { inquiries, id, messageId, news, now } = await house(emergencyWords);
    const key = `safety#${messageId}`;
    const notice = { key, inquiryId: id, kind: 'safety', messageId, at: fridayMorning } as const;
    await inquiries.settleNotice({ ...notice, attempt: 1, state: 'sending' });
    await expect(news('safety', later(fridayMorning, 0.5))).rejects.toThrow('still being sent');
    await inquiries.settleNotice({ ...notice, attempt: 2, state: 'sent', providerId: 'second' });
    const { revision } = now();
    await news('safety', soon, 'first');
    expect(now().revision).toBe(revision);
    expect((await inquiries.findNotice(id, key))?.state).toBe('sent');
  });

  test('goes to whoever has claimed it', async () => {
    const { turn, news, ports, by } = await house(question);
    await turn(fridayMorning);
    await claim(ports, by('ibarra'));
    await news('acknowledgement', soon);
    expect(await turn(soon)).toEqual(['undelivered ibarra email']);
  });

  test('does nothing more where a person has answered, and is over once one has', async () => {
    const answered = await house(question);
    await answered.turn(fridayMorning);
    await logCall(answered.ports, { ...answered.by('marlow'), outcome: 'reached' });
    const { revision } = answered.now();
    await answered.news('acknowledgement', soon);
    expect(answered.now().revision).toBe(revision);
    const { turn, news, now, ports, by } = await house(question);
    await turn(fridayMorning);
    await news('acknowledgement', soon);
    await turn(soon);
    expect(now().undelivered).toBeDefined();
    await logCall(ports, { ...by('marlow'), outcome: 'reached' });
    expect(now().undelivered).toBeUndefined();
  });

  test('says nothing of a message that has been answered', async () => {
    const { turn, news, now, ports, by, write } = await house(question);
    await turn(fridayMorning);
    await news('acknowledgement', soon);
    await logCall(ports, { ...by('marlow', soon), outcome: 'reached' });
    const next = later(fridayMorning, 30);
    await write('second', 'And on Saturday?', next);
    expect(kindsOf(await turn(next))).toEqual(['acknowledgement', 'alert']);
    expect(now().undelivered).toBeUndefined();
  });

  test('is told once, also where that reaches nobody', async () => {
    const { turn, news, inquiries, id } = await house(question);
    await turn(fridayMorning);
    await news('acknowledgement', soon);
    expect(kindsOf(await turn(soon, ['undelivered']))).toEqual(['undelivered']);
    const { notices } = planEscalation((await inquiries.file(id)) as InquiryFile, setting(soon)) ?? {};
    expect(notices).toEqual([]);
  });

  test('just before the doors close waits for the morning, where its step does', async () => {
    const evening = '2026-11-20T22:58:00.000Z';
    const closed = '2026-11-20T23:01:00.000Z';
    const { turn, news, now } = await house(question, { receivedAt: evening });
    await turn(evening);
    await news('acknowledgement', closed);
    expect(await turn(closed)).toEqual([]);
    expect(now().undelivered?.kind).toBe('acknowledgement');
    expect(kindsOf(await turn(now().dueAt as string))).toContain('undelivered');
  });

  test('wakes nobody at night for a question; the alert of the morning says it', async () => {
    const night = '2026-11-21T04:00:00.000Z';
    const { turn, news, now, inquiries, id } = await house(question, { receivedAt: night });
    expect(await turn(night)).toEqual(['acknowledgement']);
    await news('acknowledgement', later(night, 1));
    expect(await turn(later(night, 1))).toEqual([]);
    expect(now().undelivered?.kind).toBe('acknowledgement');
    const morning = now().dueAt as string;
    expect(kindsOf(await turn(morning))).toContain('alert');
    expect(await turn(later(morning, 1))).toEqual([]);
    const alerts = (await inquiries.file(id))?.notices.filter(({ kind }) => kind === 'alert') ?? [];
    expect(alerts.map(({ says }) => says)).toEqual(alerts.map(() => 'acknowledgement'));
  });
});

describe('a safety reply that did not arrive', () => {
  test('counts before an acknowledgement, and is told although that was', async () => {
    const one = await house(question);
    await one.turn(fridayMorning);
    await one.news('acknowledgement', later(fridayMorning, 1));
    await one.turn(later(fridayMorning, 1));
    await one.write('second', emergencyWords, later(fridayMorning, 2));
    await one.turn(later(fridayMorning, 2), ['safety']);
    expect(kindsOf(await one.turn(later(fridayMorning, 2)))).toContain('undelivered');
    expect(one.now().undelivered?.kind).toBe('safety');
  });

  test('rings whoever has nothing else for pages', async () => {
    const { turn, news, inquiries, id } = await house(emergencyWords);
    await turn(fridayMorning);
    await news('safety', fridayMorning);
    const members = lakeside.staff.members.map((member) => ({
      ...member,
      reach: [{ way: 'topic' as const, address: 'arn:aws:sns:us-east-1:1:pager' }],
    }));
    const file = (await inquiries.file(id)) as InquiryFile;
    const untold = { ...file, notices: file.notices.filter(({ kind }: Notice) => kind !== 'page') };
    const at = { ...untold, inquiry: { ...file.inquiry, step: 0, roundAt: fridayMorning } as Inquiry };
    const paged = planEscalation(at, {
      practice: lakeside.identity,
      staff: { ...lakeside.staff, members },
      now: fridayMorning,
    });
    expect(paged?.notices).toContain('page#0.0.0#okoye#topic');
    const asPaged: Notice = {
      key: 'page#0.0.0#okoye#topic',
      inquiryId: id,
      kind: 'page',
      attempt: 1,
      round: '0.0.0',
      staff: 'okoye',
      way: 'topic',
      state: 'sent',
      at: fridayMorning,
    };
    const then = planEscalation(
      { ...at, notices: [...at.notices, asPaged] },
      { practice: lakeside.identity, staff: { ...lakeside.staff, members }, now: fridayMorning },
    );
    expect(then?.notices).toEqual(['undelivered#0.safety.urgent#okoye#topic']);
  });
});
