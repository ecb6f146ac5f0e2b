import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../../domain/errors.ts';
import { keptOf, type Response, responseOf, waitOf } from '../../../domain/report/response.ts';
import { type RolledDay, responsesIn } from '../../../domain/report/roll-up.ts';
import { agree, linesOf, responseFrom } from '../../../domain/report/timeline.ts';
import { type Deed, type History, history, id, texts } from '../../support/inquiry-history.ts';
import { downtown, fridayMorning, later } from '../../support/lakeside.ts';

const takenBack: readonly ((at: History, who: string) => Promise<unknown>)[] = [
  (at, one) => at.claims(one),
  (at, one) => at.releases(one),
  (at, one) => at.handsOver(one, 'physician'),
  (at, one) => at.calls(one, 'reached'),
  (at, one) => at.calls(one, 'voicemail'),
  (at, one) => at.closes(one, 'booked'),
  (at, one) => at.closes(one, 'duplicate'),
  (at, one) => at.offersTriage(one),
];

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
  fc.integer({ min: 0, max: 2 }).map(
    (before): Deed =>
      (at) =>
        at.bounces(before),
  ),
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
  fc.tuple(who, fc.constantFrom(...takenBack), fc.boolean()).map(
    ([one, deed, planned]): Deed =>
      async (at) => {
        await deed(at, one);
        if (planned) await at.plan(true);
        await at.undoes(one);
      },
  ),
  who.map(
    (one): Deed =>
      (at) =>
        at.offersTriage(one),
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
      { numRuns: 250 },
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

  test.each([
    ['a claim', 0],
    ['a hand-over to the physician', 2],
    ['an answer by a call', 3],
    ['a booking', 5],
    ['a closing', 6],
  ])('counts nothing of %s that was undone', async (_what, number) => {
    const known: readonly (readonly [number, Deed])[] = [[1, (at) => at.plan(true)]];
    const without = await lived(known);
    const undone: Deed = async (at) => {
      await takenBack[number]?.(at, 'okoye');
      await at.undoes('okoye');
    };
    const { inquiry, kept } = await lived([...known, [3, undone]]);
    expect(inquiry.lastEvent.what).toBe('undone');
    const told = responseFrom(id, linesOf(inquiry, kept));
    expect(told).toEqual(responseFrom(id, linesOf(without.inquiry, without.kept)));
    expect(told && agree(told, responseOf(inquiry))).toBe(true);
  });

  describe('of what was closed because nobody had to answer, and is asked again', () => {
    const day = 24 * 60;
    const told = async (...steps: (readonly [number, Deed])[]) => {
      const { inquiry, kept, now } = await lived(steps);
      const response = responseFrom(id, linesOf(inquiry, kept)) as Response;
      expect(agree(response, responseOf(inquiry))).toBe(true);
      return { response, inquiry, kept, wait: waitOf(response, downtown, now) };
    };
    const begins: Deed = (at) => at.plan(true);
    const claims: Deed = (at) => at.claims('marlow');
    const asks: Deed = (at) => at.writes(texts[0] ?? '');
    const reaches: Deed = (at) => at.calls('sato', 'reached');
    const needless: readonly Deed[] = [(at) => at.closes('marlow', 'duplicate'), (at) => at.withdraws()];
    // Three days later: Monday morning, with each step a quarter of a minute longer.
    const asked = later(fridayMorning, 0.25 * 4 + 2 + 3 * day);

    test.each(needless)('counts from the message that asks again: %#', async (closes) => {
      const { response, wait, inquiry } = await told(
        [0, begins],
        [1, claims],
        [1, closes],
        [3 * day, asks],
        [4, reaches],
      );
      expect(response).toMatchObject({ receivedAt: asked, respondedAt: later(asked, 4.25), reopened: 1 });
      expect(wait).toEqual({ wall: 4.25, business: 4.25 });
      expect(keptOf(response, inquiry.lastMessageAt)).toBe(true);
      // What happened before is in the timeline, and in no figure.
      expect([response.acknowledgedAt, response.claimedAt, response.notNeeded]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });

    test('is acknowledged and claimed anew, and keeps the earlier lines', async () => {
      const { response, kept } = await told(
        [0, begins],
        [1, (at) => at.closes('marlow', 'duplicate')],
        [3 * day, asks],
        [0, begins],
        [2, claims],
      );
      expect(response.acknowledgedAt).toBe(later(response.receivedAt, 0.25));
      expect(response.claimedAt).toBe(later(response.receivedAt, 2.5));
      expect(kept.filter(({ what }) => what === 'acknowledged')).toHaveLength(2);
      expect(kept.map(({ what }) => what)).toEqual(
        expect.arrayContaining(['received', 'closed', 'reopened']),
      );
    });

    test('has the promise of the message that asks again, also where that was made later than the first', async () => {
      const { response, inquiry } = await told(
        [1, (at) => at.closes('marlow', 'duplicate')],
        [3 * day, asks],
      );
      expect(response.deadline).toBe(inquiry.deadline);
      expect(response.deadline > later(fridayMorning, day)).toBe(true);
      expect(inquiry.status).toBe('new');
    });

    test('counts from the first message where an answer had been given', async () => {
      const answered = await told(
        [2, reaches],
        [1, (at) => at.closes('marlow', 'duplicate')],
        [3 * day, asks],
      );
      expect(answered.response).toMatchObject({
        receivedAt: fridayMorning,
        respondedAt: later(fridayMorning, 2.25),
      });
    });

    test('stands in the report of the day on which it was asked again, once', async () => {
      const now = { at: fridayMorning };
      const course = history(now);
      await asks(course);
      now.at = later(now.at, 5);
      await course.closes('marlow', 'duplicate');
      const kept = new Map<string, RolledDay>();
      const days = {
        find: async (on: string) => kept.get(on),
        keep: async (on: string, rolled: RolledDay) => void kept.set(on, rolled),
      };
      const rows = (from: string, until: string) =>
        responsesIn({ inquiries: course.inquiries, days, now: now.at, disagreed: () => {} }, from, until);
      const friday = ['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'] as const;
      expect(await rows(...friday)).toMatchObject([{ notNeeded: 'duplicate' }]);
      now.at = later(fridayMorning, 3 * day);
      await asks(course);
      expect(await rows(...friday)).toEqual([]);
      expect(await rows('2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z')).toMatchObject([
        { receivedAt: now.at },
      ]);
    });
  });

  describe('with a reply that comes back', () => {
    const told = async (...steps: (readonly [number, Deed])[]) => {
      const { inquiry, kept } = await lived(steps);
      const response = responseFrom(id, linesOf(inquiry, kept));
      expect(response && agree(response, responseOf(inquiry))).toBe(true);
      return { ...response, inquiry };
    };
    const replies: Deed = (at) => at.replies('marlow', true);
    const reaches: Deed = (at) => at.calls('sato', 'reached');
    const bounces: Deed = (at) => at.bounces();

    test('has no answer: the clock runs from the receipt', async () => {
      const { inquiry, ...response } = await told([2, replies], [30, bounces]);
      expect(inquiry.status).not.toBe('answered');
      expect(response).toMatchObject({ receivedAt: fridayMorning, priority: inquiry.priority });
      expect([response.respondedAt, response.staff, response.businessMinutes]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      const now = later(fridayMorning, 60);
      expect(waitOf(response as Response, downtown, now).wall).toBe(60);
    });

    test('is answered by whoever answers next, after that or before it came back', async () => {
      const after = await told([2, replies], [30, bounces], [15, reaches]);
      expect(after).toMatchObject({ respondedAt: later(fridayMorning, 47.75), staff: 'sato' });
      const before = await told([2, replies], [10, reaches], [30, bounces]);
      expect(before).toMatchObject({
        respondedAt: later(fridayMorning, 12.5),
        staff: 'sato',
        businessMinutes: 12.5,
      });
    });

    test('has no answer as long as the next ones come back too', async () => {
      const again: Deed = (at) => at.replies('okoye', true);
      const both = [
        [2, replies],
        [5, again],
        [1, (at) => at.bounces(1)],
      ] as const satisfies (readonly [number, Deed])[];
      expect(await told(...both)).toMatchObject({ staff: 'okoye', respondedAt: later(fridayMorning, 7.5) });
      expect((await told(...both, [1, (at) => at.bounces(0)])).respondedAt).toBeUndefined();
    });

    test('keeps an answer that had arrived before it', async () => {
      expect(await told([2, reaches], [5, replies], [1, bounces])).toMatchObject({
        staff: 'sato',
        respondedAt: later(fridayMorning, 2.25),
      });
    });

    test('is held to a sooner promise that was made while it counted as answered', async () => {
      const flag: Deed = (at) => at.writes('I cannot see with my left eye');
      const promised = await told([2, replies], [1, flag]);
      const { inquiry, ...returned } = await told([2, replies], [1, flag], [1, bounces]);
      expect(returned).toMatchObject({ priority: 'red-flag', deadline: inquiry.deadline });
      expect(inquiry.deadline < (promised.deadline ?? '')).toBe(true);
    });

    test('is not held to a promise that was made after the next answer', async () => {
      const flag: Deed = (at) => at.writes('I cannot see with my left eye');
      const { inquiry, ...response } = await told(
        [2, replies],
        [1, replies],
        [1, flag],
        [1, (at) => at.bounces(1)],
      );
      expect(response.deadline).toBe((await told([2, replies])).deadline);
    });

    test('opened it again: whoever closed it as answered closes it again', async () => {
      const closes: Deed = (at) => at.closes('okoye', 'answered');
      const { inquiry, reopened } = await told([2, replies], [5, closes], [1, bounces], [1, closes]);
      expect([reopened, inquiry.status === 'closed']).toEqual([1, false]);
    });
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
