import { expect, test } from '@jest/globals';
import { sweepDay } from '../../../domain/recall/sweep-day.ts';
import { recallHouse, zone } from '../../support/recall-house.ts';

const outcomes = (told: readonly { decision: { patientId: string; outcome: string } }[]) =>
  told.map(({ decision: { patientId, outcome } }) => [patientId, outcome]);

test('before the sweep of a day its preview tells of today, after it what it did and what comes tomorrow', async () => {
  const house = recallHouse();
  await house.person();
  await house.person({
    id: 'p2',
    consents: [],
    preferences: {
      patientId: 'p2',
      forbids: ['letter', 'postcard', 'call'],
      at: '2026-01-01',
      by: 'patient',
    },
  });
  const tomorrow = { patientId: 'p3', id: 'toxin', type: 'botulinum-toxin', on: '2026-08-28' };
  await house.person({ id: 'p3', treatments: [tomorrow] });
  const before = await sweepDay(house.ports(), zone);
  expect(before.done).toBeUndefined();
  expect(before.next.on).toBe('2026-11-20');
  expect(outcomes(before.next.told)).toEqual([
    ['p1', 'contact'],
    ['p2', 'not-now'],
  ]);
  expect(before.next.told[0]?.decision).toMatchObject({ channel: 'email', template: 'due' });
  expect(house.all.touches()).toEqual([]);

  await house.sweep();
  await house.send();
  const after = await sweepDay(house.ports(), zone);
  expect(after.done).toMatchObject({ on: '2026-11-20', more: false });
  expect(after.done?.told).toMatchObject([
    {
      decision: { patientId: 'p1', template: 'due' },
      state: 'sent',
      record: { patient: { firstName: 'Rowan' } },
    },
    { decision: { patientId: 'p2', outcome: 'not-now' } },
  ]);
  expect(after.next.on).toBe('2026-11-21');
  expect(outcomes(after.next.told)).toEqual([['p3', 'contact']]);
  expect(after.next.told[0]?.decision.sendAt).toBe('2026-11-21T15:00:00.000Z');
});
