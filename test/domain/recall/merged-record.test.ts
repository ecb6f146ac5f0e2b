import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeRecords } from '../../../domain/patient/merge-records.ts';
import { mergedItem } from '../../../domain/recall/merged-item.ts';
import type { RecallItem } from '../../../domain/recall/recall-item.ts';
import { type RecallHouse, recallHouse } from '../../support/recall-house.ts';

const due = 'due#botulinum-toxin';
const saturday = '2026-11-21T16:05:00.000Z';
const monday = '2026-11-23T16:05:00.000Z';

const merge = (house: RecallHouse): Promise<void> =>
  mergeRecords(
    { ...house.ports(), contactKeys: async () => [] },
    { id: 'p1', other: 'p2' },
    { by: 'sato', now: house.now() },
  );

async function contacted(consents: readonly ('email' | 'call')[] = ['email']): Promise<RecallHouse> {
  const house = recallHouse();
  await house.person({ id: 'p2', consents });
  await house.sweep();
  await house.send();
  return house;
}

describe('a record that was merged into another', () => {
  test('brings its attempts and its touches of the day along', async () => {
    const house = await contacted();
    expect(house.sent).toHaveLength(1);
    await house.person({ id: 'p1' });
    await merge(house);
    expect(await house.item(due)).toMatchObject({ attempts: 1, attemptedOn: '2026-11-20' });
    house.goTo(saturday);
    await house.sweep();
    await house.send();
    expect(house.sent).toHaveLength(1);
  });

  test('leaves who said no to it alone', async () => {
    const house = await contacted(['call']);
    await house.end(house.all.tasks()[0]?.id ?? '', { by: 'okoye', outcome: 'declined', reason: 'price' });
    await house.person({ id: 'p1' });
    house.goTo(saturday);
    await merge(house);
    expect(await house.item(due)).toMatchObject({ state: 'stopped', endedBy: 'declined: price' });
    house.goTo(monday);
    await house.sweep();
    expect(house.all.touches()).toHaveLength(1);
  });

  test('is one person with it on a day: whoever was written to under it waits', async () => {
    const earlier = await contacted();
    const [sent] = earlier.all.touches();
    const house = recallHouse();
    await house.person({ id: 'p2', treatments: [] });
    await house.person({ id: 'p1' });
    await merge(house);
    if (sent) await house.outreach.putTouch(sent);
    await house.sweep();
    expect(house.all.touches().map(({ patientId }) => patientId)).toEqual(['p2']);
    house.goTo(saturday);
    await house.sweep();
    expect(house.all.touches().map(({ patientId }) => patientId)).toEqual(['p2', 'p1']);
  });

  test('is ended through its call task on the record that goes on', async () => {
    const house = await contacted(['call']);
    await house.person({ id: 'p1', consents: ['call'] });
    await merge(house);
    await house.end(house.all.tasks()[0]?.id ?? '', { by: 'okoye', outcome: 'declined' });
    expect(await house.item(due)).toMatchObject({ state: 'stopped', endedBy: 'declined' });
  });
});

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-11-${String(n).padStart(2, '0')}`);
const anItem = (patientId: string): fc.Arbitrary<RecallItem> =>
  fc
    .record({
      lastOn: day,
      attempts: fc.integer({ min: 0, max: 4 }),
      attemptedOn: fc.option(day, { nil: undefined }),
      ending: fc.constantFrom<Partial<RecallItem>>(
        { state: 'open', nextOn: '2026-12-01' },
        { state: 'open', nextOn: '2026-12-05' },
        { state: 'booked' },
        { state: 'exhausted', endedOn: '2026-11-28' },
        { state: 'stopped', endedBy: 'declined', endedOn: '2026-11-28' },
      ),
    })
    .map(
      ({ ending, attemptedOn, ...rest }) =>
        ({
          ...rest,
          ...(attemptedOn ? { attemptedOn } : {}),
          ...ending,
          patientId,
          id: due,
          type: 'due',
          dueOn: '2026-11-20',
          episode: '2026-11-20',
        }) as RecallItem,
    );

test('two items of one person ask no oftener than either, and again makes no difference', () => {
  fc.assert(
    fc.property(anItem('p1'), anItem('p2'), (ours, theirs) => {
      const merged = mergedItem(ours, theirs, 'p1');
      expect(mergedItem(merged, theirs, 'p1')).toEqual(merged);
      expect(merged.patientId).toBe('p1');
      if (ours.lastOn !== theirs.lastOn) return;
      expect(merged.attempts).toBe(Math.max(ours.attempts, theirs.attempts));
      if (ours.state === 'stopped' || theirs.state === 'stopped') expect(merged.state).toBe('stopped');
    }),
  );
});
