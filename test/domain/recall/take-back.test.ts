import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { raised } from '../../../domain/recall/attempts.ts';
import { explainedOn } from '../../../domain/recall/explain.ts';
import { givenBack } from '../../../domain/recall/give-back.ts';
import type { RecallItem } from '../../../domain/recall/recall-item.ts';
import type { Sequence } from '../../../domain/recall/recall-rules.ts';
import { sweepDay } from '../../../domain/recall/sweep-day.ts';
import { sweepId } from '../../../domain/recall/sweep-gate.ts';
import { takeBack } from '../../../domain/recall/take-back.ts';
import type { Touch } from '../../../domain/recall/touch.ts';
import { lakeside } from '../../support/lakeside.ts';
import { cutter } from '../../support/memory-outreach.ts';
import { type RecallHouse, recallHouse, zone } from '../../support/recall-house.ts';

const toxin = 'due#botulinum-toxin';
const friday = '2026-11-20';
const saturday = '2026-11-21';
const morning = (day: string): string => `${day}T16:05:00.000Z`;

const back = (house: RecallHouse, day = friday, changes: { cursor?: string; limit?: number } = {}) =>
  takeBack(
    { ...house.ports(), now: house.now() },
    { sweepId: sweepId(zone, day), by: 'sato', reason: 'wrong words', limit: 100, ...changes },
  );

async function swept(people: readonly Parameters<RecallHouse['person']>[0][], at = morning(friday)) {
  const house = recallHouse({ at });
  for (const [index, one] of people.entries()) await house.person({ id: `p${index + 1}`, ...one });
  const before = new Map<string, RecallItem | undefined>();
  for (const index of people.keys()) before.set(`p${index + 1}`, await house.item(toxin, `p${index + 1}`));
  await house.sweep();
  return { house, before };
}

describe('what a sweep planned and was not sent', () => {
  test('is cancelled with who, when and why, never leaves, and counts for nothing', async () => {
    const { house, before } = await swept([{}]);
    expect(await house.item(toxin)).toMatchObject({ attempts: 1, automatic: 1 });
    expect(await back(house)).toEqual({
      takenBack: 1,
      sent: 0,
      tasks: 0,
      ended: 0,
      patients: ['p1'],
      finished: true,
    });
    expect(house.all.touches()).toMatchObject([
      { state: 'cancelled', takenBack: { by: 'sato', at: morning(friday), reason: 'wrong words' } },
    ]);
    expect(await house.item(toxin)).toEqual({ ...before.get('p1'), nextOn: saturday });
    expect(await house.send()).toBe(0);
    expect(house.sent).toEqual([]);
  });

  test('is looked at again by the next sweep, and then sent as the first attempt', async () => {
    const { house } = await swept([{}]);
    await back(house);
    house.goTo(morning(saturday));
    await house.sweep();
    expect(await house.send()).toBe(1);
    expect(house.all.touches().find(({ on }) => on === saturday)).toMatchObject({
      state: 'sent',
      template: 'due',
      items: [{ id: toxin, attempts: 0, attempt: 0 }],
    });
    expect(await house.item(toxin)).toMatchObject({ attempts: 1, attemptedOn: saturday, firstOn: saturday });
  });

  test('of yesterday is looked at again today, where today’s sweep is still to come', async () => {
    const { house } = await swept([{}]);
    house.goTo(`${saturday}T13:00:00.000Z`);
    await back(house);
    expect(await house.item(toxin)).toMatchObject({ attempts: 0, nextOn: saturday });
  });

  test('stands beside what was sent, which stays and is told by count', async () => {
    const { house } = await swept([{}, {}, {}]);
    await house.send(1);
    expect(await back(house)).toMatchObject({ takenBack: 2, sent: 1 });
    expect(await house.send()).toBe(0);
    expect(house.sent.map(({ patientId }) => patientId)).toEqual(['p1']);
    expect(await house.item(toxin, 'p1')).toMatchObject({ attempts: 1 });
  });

  test('taken back twice, and after the next sweep, is taken back once', async () => {
    const { house } = await swept([{}]);
    await back(house);
    const once = await house.item(toxin);
    expect(await back(house)).toMatchObject({ takenBack: 1, sent: 0 });
    expect(await house.item(toxin)).toEqual(once);
    house.goTo(morning(saturday));
    await house.sweep();
    await house.send();
    const sent = await house.item(toxin);
    expect(await back(house)).toMatchObject({ takenBack: 1 });
    expect(await house.item(toxin)).toEqual(sent);
  });

  test('cut off at any call and repeated, it ends the same', async () => {
    const { state, around } = cutter();
    for (let after = 0; after < 40; after += 1) {
      const house = recallHouse({ around });
      await house.person();
      await house.person({ id: 'p2' });
      const before = await house.item(toxin);
      await house.sweep();
      state.left = after;
      await back(house).catch(() => undefined);
      state.left = -1;
      expect(await back(house)).toMatchObject({ takenBack: 2 });
      expect(await house.item(toxin)).toEqual({ ...before, nextOn: saturday });
    }
  });

  test('a page at a time', async () => {
    const { house } = await swept([{}, {}, {}]);
    const { cursor, ...first } = await back(house, friday, { limit: 2 });
    expect(first).toMatchObject({ takenBack: 2 });
    const rest = await back(house, friday, { limit: 2, cursor: cursor ?? '' });
    expect(rest).toEqual({
      takenBack: 1,
      sent: 0,
      tasks: 0,
      ended: 0,
      patients: ['p3'],
      finished: true,
    });
  });

  test('includes letters that wait to be printed, and leaves people their tasks', async () => {
    const { house } = await swept([{}, { consents: ['call'] }]);
    await house.send();
    const [letter] = house.all.touches();
    if (letter) await house.outreach.move(letter, 'sent', { state: 'to-print' });
    expect(await back(house)).toMatchObject({ takenBack: 1, tasks: 1, sent: 0 });
    expect(await house.outreach.toPrint({ limit: 10 })).toEqual({ items: [] });
    expect(house.all.tasks()).toMatchObject([{ patientId: 'p2', state: 'open' }]);
    expect(await house.item(toxin, 'p2')).toMatchObject({ attempts: 1 });
  });

  test('is not counted again by the sweep of another zone on the same day', async () => {
    const { house } = await swept([{}]);
    await back(house);
    const item = await house.item(toxin);
    const again = sweepId('America/Denver', friday);
    const [touch] = house.all.touches();
    expect(touch?.sweepId).not.toBe(again);
    const { sweepShard } = await import('../../../domain/recall/sweep.ts');
    if (item) await house.patients.saveItem({ ...item, nextOn: friday }, { zone, shard: 0 }, item);
    const shard = { sweepId: again, zone, from: friday, on: friday, shard: 0, contacted: 0, considered: 0 };
    await sweepShard(house.ports(), shard, () => false);
    expect(await house.item(toxin)).toMatchObject({ attempts: 0, nextOn: saturday });
  });

  test('is told to whoever asks why', async () => {
    const { house } = await swept([{}]);
    await back(house);
    const record = await house.patients.record('p1');
    const told = 'taken back by sato on 2026-11-20 before it was sent: wrong words';
    const ports = { ...house.ports(), now: house.now() };
    for (const day of [friday, undefined]) {
      const [answer] = record ? await explainedOn(ports, record, day) : [];
      expect(answer?.decision).toMatchObject({ outcome: 'not-now', reason: told });
    }
    expect((await sweepDay(ports, zone)).done?.told).toMatchObject([
      { decision: { outcome: 'not-now', reason: told }, state: 'cancelled' },
    ]);
  });
});

describe('taking back', () => {
  test('what is no sweep is refused', async () => {
    await expect(back(recallHouse())).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each(
    ['putTouch', 'recordDecision', 'raiseItem', 'closeSweep'].flatMap((at) => [
      [at, 'before'] as const,
      [at, 'after'] as const,
    ]),
  )('while the sweep is being made, and again when it is, counts nothing (%s, %s)', async (at, when) => {
    let waits = true;
    let first = 0;
    const now = async (operation: string, place: string): Promise<void> => {
      if (!waits || operation !== at || place !== when) return;
      waits = false;
      first = (await back(house)).takenBack;
    };
    const house: RecallHouse = recallHouse({
      around: async (operation, call) => {
        await now(operation, 'before');
        const result = call();
        await now(operation, 'after');
        return result;
      },
    });
    await house.person();
    await house.sweep();
    expect(waits).toBe(false);
    expect(await house.item(toxin)).toMatchObject({ attempts: 1 - first });
    expect(await back(house)).toMatchObject({ takenBack: 1, finished: true });
    expect(await house.item(toxin)).toMatchObject({ attempts: 0 });
    house.goTo(morning(saturday));
    await house.sweep();
    expect(await house.send()).toBe(1);
  });

  test('leaves a visit that was booked since as it is, without the attempt', async () => {
    const { house } = await swept([{}]);
    await house.book();
    await back(house);
    expect(await house.item(toxin)).toMatchObject({ state: 'booked', attempts: 0 });
    expect(await house.item(toxin)).not.toHaveProperty('nextOn');
  });

  test.each([
    ['move', { takenBack: 1, sent: 0 }, 0],
    ['send', { takenBack: 0, sent: 1 }, 1],
  ] as const)('while it is being sent, only one of the two has it (%s)', async (at, counts, sent) => {
    let waits = false;
    let told: unknown;
    const house: RecallHouse = recallHouse({
      around: async (operation, call) => {
        if (waits && operation === at) {
          waits = false;
          told = await back(house);
        }
        return call();
      },
    });
    await house.person();
    await house.sweep();
    waits = true;
    await house.send();
    expect(told).toMatchObject(counts);
    expect(house.sent).toHaveLength(sent);
    expect(await house.item(toxin)).toMatchObject({ attempts: sent });
  });

  test('of a later attempt gives the day of the one before back', async () => {
    const { house } = await swept([{}]);
    await house.send();
    house.goTo(morning('2026-12-04'));
    await house.sweep();
    expect(await house.item(toxin)).toMatchObject({ attempts: 2, attemptedOn: '2026-12-04', automatic: 2 });
    await back(house, '2026-12-04');
    expect(await house.item(toxin)).toMatchObject({
      attempts: 1,
      automatic: 1,
      attemptedOn: friday,
      firstOn: friday,
      nextOn: '2026-12-05',
    });
    // And again: what was taken back itself was no contact.
    house.goTo(morning('2026-12-05'));
    await house.sweep();
    await back(house, '2026-12-05');
    expect(await house.item(toxin)).toMatchObject({ attempts: 1, attemptedOn: friday, nextOn: '2026-12-06' });
  });
});

describe('an item that gets its attempt back', () => {
  const channels = ['email', 'text', 'letter', 'call'] as const;
  const sequence = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 5 }).map(
    (days): Sequence => ({
      class: 'recall',
      attempts: days.map((afterDays) => ({ afterDays, channels: ['email'], template: 'due' })),
    }),
  );
  const story = sequence.chain((given) =>
    fc.record({
      sequence: fc.constant(given),
      attempts: fc.nat({ max: given.attempts.length - 1 }),
      skipped: fc.nat({ max: 2 }),
      automatic: fc.nat({ max: 3 }),
      channel: fc.constantFrom(...channels),
      type: fc.constantFrom('due' as const, 'reminder' as const),
    }),
  );

  test('is as it was before, but for the day of the next look', () => {
    fc.assert(
      fc.property(story, ({ sequence: given, attempts, skipped, automatic, channel, type }) => {
        const before: RecallItem = {
          patientId: 'p1',
          id: `${type}#x`,
          type,
          lastOn: '2026-08-20',
          dueOn: '2026-12-20',
          episode: '2026-12-20',
          attempts,
          ...(attempts > 0 ? { attemptedOn: '2026-11-01', firstOn: '2026-10-01' } : {}),
          ...(automatic > 0 ? { automatic } : {}),
          state: 'open',
          nextOn: friday,
        };
        const attempt = Math.min(attempts + skipped, given.attempts.length - 1);
        const touched = { id: before.id, episode: before.episode, attempts, attempt };
        const touch = { on: friday, items: [touched] } as unknown as Touch;
        const counted = { touch, touched, channel, before: before.attemptedOn };
        const after = raised(before, given, { attempt, on: friday, channel });
        expect(givenBack(after, counted, saturday)).toEqual({ ...before, nextOn: saturday });
        // Once is enough; and whoever was contacted again, or has said no, keeps what they have.
        expect(givenBack(before, counted, saturday)).toBeUndefined();
        expect(givenBack({ ...after, attemptedOn: saturday }, counted, saturday)).toBeUndefined();
        expect(
          givenBack({ ...after, state: 'stopped', endedBy: 'declined' }, counted, saturday),
        ).toBeUndefined();
        expect(givenBack({ ...after, episode: '2027-04-20' }, counted, saturday)).toBeUndefined();
      }),
    );
  });

  test('is the patient’s call again, where they had asked for one, and never before a person’s day', () => {
    const callBack = { by: 'okoye', at: morning('2026-11-01'), note: 'after work' };
    const item: RecallItem = {
      patientId: 'p1',
      id: toxin,
      type: 'due',
      lastOn: '2026-08-20',
      dueOn: friday,
      episode: friday,
      attempts: 0,
      state: 'open',
      nextOn: friday,
      heldUntil: '2026-12-24',
      callBack,
    };
    const touched = { id: toxin, episode: friday, attempts: 0, attempt: 0 };
    const touch = { on: friday, items: [touched], callBack } as unknown as Touch;
    const after = raised(item, lakeside.recall.sequences.due, { attempt: 0, on: friday, channel: 'call' });
    expect(after).not.toHaveProperty('callBack');
    const counted = { touch, touched, channel: 'call' as const, before: undefined };
    expect(givenBack(after, counted, saturday)).toEqual({ ...item, nextOn: '2026-12-24' });
  });
});
