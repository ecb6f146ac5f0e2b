import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../domain/errors.ts';
import type { Action } from '../../../domain/inquiry/action.ts';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import { callReached } from '../../../domain/inquiry/call-reached.ts';
import { close } from '../../../domain/inquiry/closing.ts';
import { keepTime } from '../../../domain/inquiry/keep-time.ts';
import { lowerLevel } from '../../../domain/inquiry/lower-level.ts';
import { registerMessage } from '../../../domain/inquiry/register-message.ts';
import { reply } from '../../../domain/inquiry/reply.ts';
import { replyBounced } from '../../../domain/inquiry/reply-bounced.ts';
import { claim, handOver, logCall, release } from '../../../domain/inquiry/staff-actions.ts';
import { tell } from '../../../domain/inquiry/tell.ts';
import { decideWelfareCheck } from '../../../domain/inquiry/welfare-check.ts';
import { withdraw } from '../../../domain/inquiry/withdraw.ts';
import { responseOf, waitOf } from '../../../domain/report/response.ts';
import { agree, linesOf, responseFrom } from '../../../domain/report/timeline.ts';
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

const practice = lakeside.identity;
const id = 'inq_1';
const texts = ['Are you open on Saturday?', 'I would like to speak with the doctor', 'My lip turned white'];

/** An inquiry at a practice where everything that can be done to it is done by the domain's own functions. */
function history(now: { at: string }) {
  const inquiries = memoryInquiries();
  const escalations = { start: async () => {}, wake: async () => {} };
  const replies: string[] = [];
  const ports = () => ({
    inquiries,
    escalations,
    rules: rules.value,
    policyVersion: rules.version,
    practice,
    now: now.at,
  });
  const action = (who: string): Action => ({ inquiryId: id, by: staffMember(who), now: now.at });
  let count = 0;

  async function plan(accepted: boolean): Promise<void> {
    const { run = 1 } = (await inquiries.find(id)) ?? {};
    const turn = { inquiryId: id, run, rounds: 0 };
    const orders = await keepTime({ ...ports(), staff: async () => lakeside.staff }, turn);
    if (orders === 'nothing-left') return;
    const outcome = accepted
      ? ({ state: 'accepted', providerId: 'p' } as const)
      : ({ state: 'refused', reason: 'no' } as const);
    await tell(
      {
        ...ports(),
        message: inquiries.findMessage,
        notice: inquiries.findNotice,
        send: async () => outcome,
        alerted: async () => 1,
        now: () => now.at,
      },
      { ...orders, id, token: 't' },
    );
  }

  return {
    inquiries,
    writes: (text: string) => {
      count += 1;
      const arrival = messageCame({
        id: `m${count}`,
        receivedAt: now.at,
        channel: 'web-form',
        source: 'src_typeform',
        location: downtown,
        contact: { email: 'somebody@example.com' },
        addressKeys: ['somebody'],
        text,
        language: 'en',
        wantsPhysician: text.includes('doctor'),
        assessment: assess(text),
      });
      // Registered a little later than it was received.
      const clockwork = { ...ports(), rules, now: later(now.at, 0.1) };
      return registerMessage({ ...arrival, inquiryId: id }, clockwork);
    },
    plan,
    claims: (who: string) => claim(ports(), action(who)),
    releases: (who: string) => release(ports(), action(who)),
    handsOver: (who: string, to: string) => handOver(ports(), { ...action(who), to }),
    calls: (who: string, outcome: 'reached' | 'voicemail' | 'no-answer') =>
      logCall(ports(), { ...action(who), outcome }),
    replies: (who: string, accepted: boolean) => {
      count += 1;
      const messageId = `r${count}`;
      replies.push(messageId);
      const send = async () =>
        accepted
          ? ({ state: 'accepted', providerId: 'p' } as const)
          : ({ state: 'refused', reason: 'no' } as const);
      return reply({ ...ports(), send }, { ...action(who), text: 'Hello', messageId });
    },
    bounces: () => replyBounced({ ...ports(), rules }, id, replies.at(-1) ?? ''),
    closes: (who: string, reason: 'booked' | 'answered' | 'duplicate' | 'clinically-resolved') =>
      close(ports(), { ...action(who), reason, outcome: 'resolved-by-phone' }),
    lowers: (who: string, level: 'E1' | 'U' | 'R') =>
      lowerLevel(ports(), { ...action(who), level, reason: 'I saw the photo.' }),
    decides: (who: string, decision: 'requested' | 'not-needed') =>
      decideWelfareCheck(ports(), { ...action(who), decision, reason: 'Her sister is with her.' }),
    withdraws: () => withdraw(ports(), id),
    carrierReaches: () => callReached(['somebody'], ports()),
  };
}
type History = ReturnType<typeof history>;
type Deed = (at: History) => Promise<unknown>;

const who = fc.constantFrom('marlow', 'sato', 'okoye');
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.constantFrom(...texts).map(
    (text): Deed =>
      (at) =>
        at.writes(text),
  ),
  fc.boolean().map(
    (accepted): Deed =>
      (at) =>
        at.plan(accepted),
  ),
  who.map(
    (one): Deed =>
      (at) =>
        at.claims(one),
  ),
  who.map(
    (one): Deed =>
      (at) =>
        at.releases(one),
  ),
  fc.tuple(who, fc.constantFrom('physician', 'okoye')).map(
    ([one, to]): Deed =>
      (at) =>
        at.handsOver(one, to),
  ),
  fc.tuple(who, fc.constantFrom('reached', 'voicemail', 'no-answer')).map(
    ([one, outcome]): Deed =>
      (at) =>
        at.calls(one, outcome),
  ),
  fc.tuple(who, fc.boolean()).map(
    ([one, accepted]): Deed =>
      (at) =>
        at.replies(one, accepted),
  ),
  fc.constant<Deed>((at) => at.bounces()),
  fc.tuple(who, fc.constantFrom('booked', 'answered', 'duplicate', 'clinically-resolved')).map(
    ([one, reason]): Deed =>
      (at) =>
        at.closes(one, reason),
  ),
  fc.tuple(who, fc.constantFrom('E1', 'U', 'R')).map(
    ([one, level]): Deed =>
      (at) =>
        at.lowers(one, level),
  ),
  fc.tuple(who, fc.constantFrom('requested', 'not-needed')).map(
    ([one, decision]): Deed =>
      (at) =>
        at.decides(one, decision),
  ),
  fc.constant<Deed>((at) => at.withdraws()),
  fc.constant<Deed>((at) => at.carrierReaches()),
);
const minutes = fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 5 * 1440 }));

async function lived(steps: readonly (readonly [number, Deed])[]) {
  const now = { at: fridayMorning };
  const course = history(now);
  await course.writes(texts[0] ?? '');
  for (const [wait, deed] of steps) {
    now.at = later(now.at, wait + 0.25);
    try {
      await deed(course);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  const inquiry = await course.inquiries.find(id);
  if (!inquiry) throw new Error('The inquiry is gone.');
  return { inquiry, kept: await course.inquiries.timeline(id), now: now.at };
}

describe('a timeline', () => {
  test('tells the same of any history as the inquiry itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(minutes, deeds), { maxLength: 14 }), async (steps) => {
        const { inquiry, kept, now } = await lived(steps);
        const own = responseOf(inquiry);
        const told = responseFrom(id, linesOf(inquiry, kept));
        expect(told).toMatchObject(own.respondedAt ? { ...own, priority: told?.priority } : own);
        expect(told && agree(told, own)).toBe(true);
        // The minutes on its lines are those that its times give.
        expect(told && waitOf(told, downtown, now)).toEqual(waitOf(own, downtown, now));
      }),
      { numRuns: 150 },
    );
  });

  test('counts under the priority that a clinician found, and by the promise that was made first', async () => {
    const { inquiry, kept } = await lived([
      [1, (at) => at.writes(texts[2] ?? '')],
      [1, (at) => at.lowers('okoye', 'R')],
      [90, (at) => at.claims('okoye')],
    ]);
    const told = responseFrom(id, linesOf(inquiry, kept));
    expect(told).toEqual(expect.objectContaining(responseOf(inquiry)));
    expect(told).toMatchObject({ priority: 'new-lead', deadline: inquiry.firstDeadline });
    expect(inquiry.deadline > (inquiry.firstDeadline ?? '')).toBe(true);
  });

  test('tells the same in any order of its lines, and however often they are read', async () => {
    const { inquiry, kept } = await lived([
      [1, (at) => at.plan(true)],
      [2, (at) => at.claims('marlow')],
      [3, (at) => at.closes('marlow', 'duplicate')],
      [90, (at) => at.writes(texts[1] ?? '')],
      [4, (at) => at.replies('okoye', true)],
      [5, (at) => at.closes('okoye', 'answered')],
    ]);
    const lines = linesOf(inquiry, kept);
    const told = responseFrom(id, lines);
    expect(told).toMatchObject({ staff: 'okoye', priority: 'asks-for-physician', reopened: 1 });
    fc.assert(
      fc.property(fc.shuffledSubarray([...lines], { minLength: lines.length }), (shuffled) => {
        expect(responseFrom(id, [...shuffled, ...lines])).toEqual(told);
      }),
    );
  });
});
