import { describe, expect, test } from '@jest/globals';
import type { InquiryFile } from '../../../domain/inquiry/inquiries.ts';
import { keepTime } from '../../../domain/inquiry/keep-time.ts';
import { eventHistory, noticeHistory } from '../../../domain/inquiry/notice-history.ts';
import { tell } from '../../../domain/inquiry/tell.ts';
import type { SendOutcome } from '../../../domain/message/senders.ts';
import type { Staff } from '../../../domain/practice/practice.ts';
import { linesOf, responseFrom } from '../../../domain/report/timeline.ts';
import { history, id } from '../../support/inquiry-history.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';

type Send = (to: string, way: string) => SendOutcome | 'no-answer';
const accepted: SendOutcome = { state: 'accepted', providerId: 'p' };

/** An inquiry with these words whose time is kept by the domain's own functions, over this staff. */
async function kept(words: string, staff: Staff = lakeside.staff) {
  const now = { at: fridayMorning };
  const course = history(now);
  await course.writes(words);
  /** One turn of the loop at `at`, every message answered as `send` says. */
  async function turn(at: string, send: Send = () => accepted) {
    now.at = at;
    const { run = 1 } = (await course.inquiries.find(id)) ?? {};
    const ports = {
      inquiries: course.inquiries,
      escalations: { start: async () => {}, wake: async () => {} },
      practice: lakeside.identity,
    };
    const orders = await keepTime(
      { ...ports, staff: async () => staff, now: at },
      { inquiryId: id, run, rounds: 0 },
    );
    if (orders === 'nothing-left') return;
    await tell(
      {
        ...ports,
        message: course.inquiries.findMessage,
        notice: course.inquiries.findNotice,
        send: async (_inquiry, key) => {
          const outcome = 'staff' in key ? send(key.staff, key.way) : accepted;
          if (outcome === 'no-answer') throw new Error('nobody knows');
          return outcome;
        },
        alerted: async () => 1,
        rolesOf: (member) => staff.members.find((one) => one.id === member)?.roles,
        now: () => later(at, 0.05),
      },
      { ...orders, id, token: 't' },
    );
  }
  const file = async () => (await course.inquiries.file(id)) as InquiryFile;
  return { course, now, turn, file };
}

const flag = 'My lip turned white after the filler';
const question = 'Are you open on Saturday?';
const whats = (file: InquiryFile) => eventHistory(file).map(({ what }) => what);

describe('who was told what, and how it ended', () => {
  test('says of each page to whom, by what, when it was planned and sent, and by which step of which version', async () => {
    const { turn, file } = await kept(flag);
    await turn(later(fridayMorning, 1));
    const told = noticeHistory(await file(), later(fridayMorning, 2));
    const page = told.find(({ staff, way }) => staff === 'okoye' && way === 'sms');
    const { version, name } = (await file()).notices.find(({ kind }) => kind === 'page')?.step ?? {};
    expect(page).toEqual({
      kind: 'page',
      staff: 'okoye',
      roles: ['physician'],
      way: 'sms',
      plannedAt: later(fridayMorning, 1),
      sentAt: later(fridayMorning, 1.05),
      settledAt: later(fridayMorning, 1.05),
      attempts: 1,
      outcome: 'sent',
      step: { policy: 'E1', version, name, index: 0, repeat: 0 },
      times: 1,
      lastAt: later(fridayMorning, 1.05),
    });
    expect(version).toBeTruthy();
    expect(name).toBe(lakeside.escalation.policies.E1.steps[0]?.name);
    expect(told.find(({ kind }) => kind === 'safety')).toMatchObject({ way: 'web-form', outcome: 'sent' });
  });

  test('tells refused, unknown and sent twice apart', async () => {
    const { turn, file } = await kept(flag);
    const outcomes: Send = (_staff, way) =>
      way === 'email' ? { state: 'refused', reason: 'left' } : way === 'sms' ? 'no-answer' : accepted;
    await turn(later(fridayMorning, 1), outcomes);
    await turn(later(fridayMorning, 1.5), outcomes);
    const told = noticeHistory(await file(), later(fridayMorning, 4)).filter(
      ({ staff }) => staff === 'okoye',
    );
    expect(told.find(({ way }) => way === 'email')).toMatchObject({ outcome: 'refused', reason: 'left' });
    expect(told.find(({ way }) => way === 'sms')).toMatchObject({
      outcome: 'unknown',
      attempts: 2,
      sentAt: later(fridayMorning, 1.05),
      lastAt: later(fridayMorning, 1.55),
    });
  });

  test('tells what came back, what was dropped and what was delivered', async () => {
    const { turn, file, course } = await kept(question);
    await turn(later(fridayMorning, 1));
    const [first, second, third] = (await file()).notices.filter(({ kind }) => kind === 'alert');
    if (!first || !second || !third) throw new Error('Three are alerted.');
    await course.inquiries.settleNotice({ ...first, state: 'failed', reason: 'bounced' });
    await course.inquiries.settleNotice({ ...second, reason: 'bundled' });
    await course.inquiries.settleNotice({ ...third, deliveredAt: later(fridayMorning, 3) });
    const told = noticeHistory(await file(), later(fridayMorning, 4));
    const outcome = (staff: string | undefined) => told.find((one) => one.staff === staff)?.outcome;
    expect([first, second, third].map(({ staff }) => outcome(staff))).toEqual([
      'undelivered',
      'dropped',
      'delivered',
    ]);
    expect(told.find(({ staff }) => staff === third.staff)?.settledAt).toBe(later(fridayMorning, 3));
  });

  test('is as long after a hundred repeats of the last step as after ten', async () => {
    const { turn, file } = await kept(flag);
    const until = async (from: number, to: number) => {
      for (let minutes = from; minutes < to; minutes += 60) await turn(later(fridayMorning, minutes));
      return noticeHistory(await file(), later(fridayMorning, to));
    };
    const ten = await until(1, 900);
    const hundred = await until(901, 6000);
    expect(hundred).toHaveLength(ten.length);
    const last = hundred.at(-1);
    expect(last?.times).toBeGreaterThan(80);
    expect(last?.lastAt.slice(0, 16)).toBe(later(fridayMorning, 5941).slice(0, 16));
    expect((await file()).events?.length).toBeLessThan(20);
  });
});

describe('what a plan finds out', () => {
  test('a claim that ended without an answer is a line, once, at the instant at which it ended', async () => {
    const { turn, file, course, now } = await kept(question);
    await turn(later(fridayMorning, 1));
    now.at = later(fridayMorning, 2);
    await course.claims('marlow');
    await turn(later(fridayMorning, 5));
    expect(whats(await file())).not.toContain('claim-lapsed');
    await turn(later(fridayMorning, 13));
    await turn(later(fridayMorning, 14));
    const lapsed = eventHistory(await file()).filter(({ what }) => what === 'claim-lapsed');
    expect(lapsed).toMatchObject([
      { at: later(fridayMorning, 12), note: 'marlow', actor: { system: 'plan' } },
    ]);
  });

  test('a claim that was given back or answered did not end so', async () => {
    const { turn, file, course, now } = await kept(question);
    now.at = later(fridayMorning, 2);
    await course.claims('marlow');
    await course.releases('marlow');
    await course.claims('marlow');
    await course.replies('marlow', true);
    await turn(later(fridayMorning, 20));
    expect(whats(await file())).not.toContain('claim-lapsed');
  });

  test('a promise that was missed is a line, once, at its instant, whether claimed or not', async () => {
    for (const claims of [false, true]) {
      const { turn, file, course, now } = await kept(question);
      await turn(later(fridayMorning, 1));
      const { deadline } = (await file()).inquiry;
      now.at = later(deadline, -1);
      if (claims) await course.claims('marlow');
      await turn(later(deadline, 1));
      await turn(later(deadline, 2));
      const missed = eventHistory(await file()).filter(({ what }) => what === 'promise-missed');
      expect(missed).toMatchObject([{ at: deadline }]);
    }
  });

  test('a step on which nobody is, and one whose messages all failed, are skipped and say why', async () => {
    const physicians = {
      ...lakeside.staff,
      members: lakeside.staff.members.filter(({ roles }) => roles.includes('physician')),
    };
    const empty = await kept(question, physicians);
    await empty.turn(later(fridayMorning, 1));
    const skipped = eventHistory(await empty.file()).filter(({ what }) => what === 'step-skipped');
    expect(skipped[0]).toMatchObject({ why: ['nobody-there'], step: { index: 0, policy: 'new-lead' } });

    const failing = await kept(question);
    await failing.turn(later(fridayMorning, 1), () => ({ state: 'refused', reason: 'no' }));
    expect(whats(await failing.file())).not.toContain('step-skipped');
    await failing.turn(later(fridayMorning, 1.2));
    const failed = eventHistory(await failing.file()).filter(({ what }) => what === 'step-skipped');
    expect(failed).toMatchObject([
      { why: ['nobody-reached'], step: { index: 0 }, at: later(fridayMorning, 1) },
    ]);
  });

  test('the last step that reaches nobody is told once, and again once it had reached somebody', async () => {
    const nobody = { ...lakeside.staff, members: [] };
    const { turn, file } = await kept(question, nobody);
    for (let hours = 0; hours < 30; hours += 1) await turn(later(fridayMorning, 1 + hours * 60));
    expect(whats(await file()).filter((what) => what === 'step-unheard')).toHaveLength(1);

    const failing = await kept(question);
    let sends: Send = () => ({ state: 'refused', reason: 'no' });
    let minute = 1;
    const unheard = async () => whats(await failing.file()).filter((what) => what === 'step-unheard').length;
    const go = async () => {
      for (let turns = 0; turns < 12; turns += 1)
        await failing.turn(later(fridayMorning, minute++ * 5), sends);
    };
    await go();
    const once = await unheard();
    expect(once).toBe(1);
    sends = () => accepted;
    await go();
    sends = () => ({ state: 'refused', reason: 'no' });
    await go();
    await go();
    expect(await unheard()).toBe(2);
  });

  test('changes no figure of a report', async () => {
    const { turn, file, course, now } = await kept(question);
    for (let minutes = 1; minutes < 200; minutes += 7) await turn(later(fridayMorning, minutes));
    now.at = later(fridayMorning, 201);
    await course.claims('marlow');
    await turn(later(fridayMorning, 220));
    now.at = later(fridayMorning, 221);
    await course.replies('marlow', true);
    const { inquiry, events = [] } = await file();
    const own = events.filter(({ actor }) => !('system' in actor && actor.system === 'plan'));
    expect(events.length).toBeGreaterThan(own.length);
    expect(responseFrom(id, linesOf(inquiry, events))).toEqual(responseFrom(id, linesOf(inquiry, own)));
  });
});

test('a line that a plan wrote twice is told once', async () => {
  const { file, course } = await kept(question);
  const line = { id: 'unheard#0.0.0', what: 'step-skipped', actor: { system: 'plan' } } as const;
  await course.inquiries.record(id, { ...line, at: later(fridayMorning, 1) });
  await course.inquiries.record(id, { ...line, at: later(fridayMorning, 2) });
  expect(eventHistory(await file()).filter(({ what }) => what === 'step-skipped')).toMatchObject([
    { at: later(fridayMorning, 1) },
  ]);
});
