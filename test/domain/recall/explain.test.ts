import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { explainedOn } from '../../../domain/recall/explain.ts';
import { daysAfter } from '../../../domain/recall/local-day.ts';
import type { Answer } from '../../../domain/recall/outlook.ts';
import { type RecallHouse, recallHouse } from '../../support/recall-house.ts';

const first = '2026-11-20';
const morning = (day: string): string => `${day}T16:05:00.000Z`;

async function ask(house: RecallHouse, id: string, day?: string): Promise<readonly Answer[]> {
  const record = await house.patients.record(id);
  if (!record) throw new Error('no such patient');
  return explainedOn({ ...house.ports(), now: house.now() }, record, day);
}
const told = async (house: RecallHouse, id: string, day: string) => (await ask(house, id, day))[0];

describe('why a patient is, or is not, on the list', () => {
  test('is answered for the days on which nobody looks at them, by one line that says until when', async () => {
    const house = recallHouse();
    await house.person({
      consents: [],
      preferences: {
        patientId: 'p1',
        forbids: ['call', 'letter', 'postcard'],
        at: morning(first),
        by: 'patient',
      },
    });
    await house.sweep();
    for (const ago of [1, 2, 3]) {
      house.goTo(morning(daysAfter(first, ago)));
      await house.sweep();
    }
    expect(await told(house, 'p1', first)).toMatchObject({ decision: { outcome: 'not-now' } });
    const between = await told(house, 'p1', '2026-11-22');
    expect(between).toMatchObject({
      on: '2026-11-22',
      holds: { until: '2026-12-20' },
      decision: { outcome: 'not-due', items: ['due#botulinum-toxin'] },
    });
    expect(between?.decision.reason).toContain('not looked at before 2026-12-20 unless the record changes');
    expect(between?.decision.reason).toContain('no written consent');
    expect((await house.patients.record('p1'))?.outlooks).toHaveLength(2);
    expect(await ask(house, 'p1')).toHaveLength(1);
  });

  test('is answered for who never is due, was not known yet, or was merged away', async () => {
    const house = recallHouse();
    await house.person({ treatments: [] });
    await house.sweep();
    house.goTo('2026-11-21T20:00:00.000Z');
    await house.person({ id: 'p2', treatments: [] });
    const [patient] = [(await house.patients.record('p1'))?.patient];
    if (patient) await house.patients.save({ ...patient, mergedInto: 'p2' });
    await house.refresh('p1');
    house.goTo(morning('2026-11-22'));
    await house.sweep();
    const reasons = async (id: string) => [
      (await told(house, id, '2026-11-21'))?.decision.reason,
      (await told(house, id, '2026-11-22'))?.decision.reason,
    ];
    expect(await reasons('p1')).toEqual([
      expect.stringContaining('nothing is known that they would be asked to come for'),
      expect.stringContaining('merged into another'),
    ]);
    expect(await reasons('p2')).toEqual([
      expect.stringContaining('nothing was known of them yet'),
      expect.stringContaining('nothing is known that they would be asked to come for'),
    ]);
  });

  test('is asked for no day that is too far back, or whose sweep is not made', async () => {
    const house = recallHouse();
    await house.person();
    await expect(ask(house, 'p1', first)).rejects.toThrow(
      `No sweep of ${first} or a later day has finished yet`,
    );
    await house.sweep();
    await expect(ask(house, 'p1', '2026-11-21')).rejects.toThrow('Ask for a day');
    await expect(ask(house, 'p1', '2026-10-20')).rejects.toThrow(
      'Ask for a day from 2026-10-22 to 2026-11-20',
    );
  });

  const change = fc.record({
    day: fc.integer({ min: 0, max: 27 }),
    who: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
    what: fc.constantFrom('treat', 'consent', 'stop', 'book', 'evening-treat', 'hold'),
  });

  async function make(house: RecallHouse, who: string, what: string, on: string): Promise<void> {
    const { patients } = house;
    const type = 'botulinum-toxin';
    if (what === 'hold') house.heldOut.add(who);
    if (what === 'stop') await house.stop(who);
    if (what === 'book') await house.book(who, daysAfter(on, 5));
    if (what.endsWith('treat'))
      await patients.saveTreatment({ patientId: who, id: `${type}#${on}`, type, on });
    if (what === 'consent')
      await patients.addConsent({
        id: `again-${on}`,
        patientId: who,
        channel: 'email',
        purpose: 'marketing',
        action: 'grant',
        occurredAt: house.now(),
        recordedAt: house.now(),
        method: 'preference-page',
        actor: 'patient',
        address: `${who}@example.com`,
      });
    if (what !== 'hold') await house.refresh(who);
  }

  const everybody = ['p1', 'p2', 'p3', 'p4'];
  type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

  /** One day: what happens before the sweep, the sweep, what leaves, and what happens after it. */
  async function live(house: RecallHouse, on: string, due: readonly Change[]): Promise<void> {
    const some = async (isEvening: boolean) => {
      for (const { who, what } of due)
        if ((what === 'evening-treat') === isEvening) await make(house, who, what, on);
    };
    house.goTo(`${on}T12:00:00.000Z`);
    await some(false);
    house.goTo(morning(on));
    await house.sweep();
    house.wait(60);
    await house.send();
    house.goTo(`${on}T23:00:00.000Z`);
    await some(true);
  }

  /** Whether a day's answer is true: contacted is who has a touch; who was not looked at is looked at later. */
  function isTrue(house: RecallHouse, id: string, { on, decision, holds }: Answer): boolean {
    const touched = house.all.touches().some((touch) => touch.patientId === id && touch.on === on);
    const contact = ['contact', 'held-out'].includes(decision.outcome);
    return contact === touched && (holds?.until === undefined || holds.until > on);
  }

  test('has exactly one answer for every sweep of a month and every patient, which stays the same and is true', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const house = recallHouse();
        await house.person({ id: 'p1' });
        await house.person({ id: 'p2', consents: [] });
        await house.person({ id: 'p3', treatments: [] });
        await house.person({ id: 'p4', consents: ['email', 'text', 'call'] });
        const said: [id: string, answer: Answer][] = [];
        for (const index of Array.from({ length: 28 }).keys()) {
          const on = daysAfter(first, index);
          await live(
            house,
            on,
            changes.filter(({ day }) => day === index),
          );
          for (const id of everybody) {
            const answers = await ask(house, id, on);
            expect(answers).toHaveLength(1);
            said.push([id, answers[0] as Answer]);
          }
        }
        for (const [id, answer] of said) {
          expect(await ask(house, id, answer.on)).toEqual([answer]);
          expect([id, answer, isTrue(house, id, answer)]).toEqual([id, answer, true]);
        }
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});
