import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keepRows } from '../../../domain/patient/keep-patient.ts';
import type { Appointment } from '../../../domain/patient/patient.ts';
import { knownVisits } from '../../../domain/recall/known-visits.ts';
import { type RecallHouse, recallHouse } from '../../support/recall-house.ts';

const toxin = 'due#botulinum-toxin';
const peel = 'due#light-peel';

async function calledForTwo(): Promise<{ readonly house: RecallHouse; readonly id: string }> {
  const house = recallHouse();
  await house.person({
    consents: ['call'],
    treatments: [
      { patientId: 'p1', id: 'botulinum-toxin#2026-08-20', type: 'botulinum-toxin', on: '2026-08-20' },
      { patientId: 'p1', id: 'light-peel#2026-10-20', type: 'light-peel', on: '2026-10-20' },
    ],
  });
  await house.sweep();
  await house.send();
  return { house, id: house.all.tasks()[0]?.id ?? '' };
}
const states = async (house: RecallHouse) => [
  (await house.item(toxin))?.state,
  (await house.item(peel))?.state,
];
const reminded = async (house: RecallHouse): Promise<readonly string[]> =>
  ((await house.patients.record('p1'))?.items ?? [])
    .filter(({ type, state }) => type === 'reminder' && state === 'open')
    .map(({ dueOn }) => dueOn)
    .toSorted();
const tell = async (house: RecallHouse, visit: Partial<Appointment>): Promise<void> => {
  const told = { patientId: 'p1', id: 'A1', on: '2026-12-10', status: 'booked' as const, ...visit };
  await house.patients.saveAppointment(told);
  await house.refresh();
};

describe('a visit booked on a call', () => {
  test('is for all that the call was about, however far away', async () => {
    for (const bookedOn of ['2026-12-10', '2027-06-10']) {
      const { house, id } = await calledForTwo();
      expect(await states(house)).toEqual(['open', 'open']);
      await house.end(id, { by: 'okoye', outcome: 'booked', bookedOn });
      expect(await states(house)).toEqual(['booked', 'booked']);
    }
  });

  test.each<readonly [string, Partial<Appointment>]>([
    ['with the time it was booked at', { bookedAt: '2026-11-20T16:20:00.000Z', on: '2027-02-12' }],
    ['with the day it was booked on', { bookedAt: '2026-11-20', on: '2026-12-12' }],
    ['with its last change', { updatedAt: '2026-11-20T18:00:00.000Z', on: '2026-12-12' }],
    ['with its day only', { on: '2026-12-10' }],
  ])('is the one that the practice’s system tells of %s', async (_how, visit) => {
    const { house, id } = await calledForTwo();
    await house.end(id, { by: 'okoye', outcome: 'booked', bookedOn: '2026-12-10' });
    await tell(house, visit);
    expect(await states(house)).toEqual(['booked', 'booked']);
    expect(await reminded(house)).toEqual([visit.on]);
    await tell(house, { ...visit, status: 'cancelled', updatedAt: '2026-11-25T16:20:00.000Z' });
    expect(await reminded(house)).toEqual([]);
    expect(await states(house)).toEqual(['open', 'open']);
  });

  test('is it also where the system told first', async () => {
    const { house, id } = await calledForTwo();
    await tell(house, { bookedAt: '2026-11-20T16:01:00.000Z', type: 'botulinum-toxin' });
    await house.end(id, { by: 'okoye', outcome: 'booked', bookedOn: '2026-12-10' });
    expect(await states(house)).toEqual(['booked', 'booked']);
    expect(await reminded(house)).toEqual(['2026-12-10']);
  });

  /** As the import and the webhooks keep it. */
  const bring = async (house: RecallHouse, visit: Partial<Appointment>): Promise<void> => {
    const told = { patientId: 'p1', id: 'A1', on: '2026-12-10', status: 'booked' as const, ...visit };
    const patient = { id: 'p1', schema: 1 as const, externalId: 'p1' };
    await keepRows({ ...house.ports(), contactKeys: async () => [] }, [{ patient, appointments: [told] }]);
  };
  const booked = async (house: RecallHouse, id: string, bookedOn: string, bookedTime?: string) =>
    house.end(id, { by: 'okoye', outcome: 'booked', bookedOn, ...(bookedTime ? { bookedTime } : {}) });
  const asked = (house: RecallHouse) => house.all.tasks().filter(({ kind }) => kind === 'review');
  const longAgo = { bookedAt: '2026-10-01T16:00:00.000Z', updatedAt: '2026-10-01T16:00:00.000Z' };

  test.each<readonly [string, string, Partial<Appointment>]>([
    ['far away, without a word of when', '2027-02-20', {}],
    ['far away, later', '2027-02-20', { updatedAt: '2026-12-05T16:00:00.000Z' }],
    ['to a day nearby, without a word of when', '2026-12-12', {}],
  ])('that the system told of is it still when it moves %s', async (_how, on, news) => {
    const { house, id } = await calledForTwo();
    await booked(house, id, '2026-12-10');
    await bring(house, {});
    await bring(house, { on, ...news });
    expect(await reminded(house)).toEqual([on]);
    expect(await states(house)).toEqual(['booked', 'booked']);
  });

  test('and one that was there on that very day are one', async () => {
    const { house, id } = await calledForTwo();
    await bring(house, longAgo);
    await booked(house, id, '2026-12-10', '14:30');
    expect(await reminded(house)).toEqual(['2026-12-10']);
    expect(asked(house)).toEqual([]);
  });

  test('takes the place of one that the system moves, to that day or about it, and staff are asked until then', async () => {
    for (const on of ['2026-12-15', '2026-12-16']) {
      const { house, id } = await calledForTwo();
      await bring(house, longAgo);
      await booked(house, id, '2026-12-15');
      expect(await reminded(house)).toEqual(['2026-12-10', '2026-12-15']);
      expect(asked(house)).toMatchObject([{ patientId: 'p1', why: expect.stringContaining('2026-12-10') }]);
      await bring(house, { on, updatedAt: '2026-11-20T17:00:00.000Z' });
      expect(await reminded(house)).toEqual([on]);
    }
  });

  test('is another one than what moved before the call, is on that day at another time, or moved long after', async () => {
    const { house, id } = await calledForTwo();
    await bring(house, longAgo);
    await bring(house, { ...longAgo, on: '2026-12-20', updatedAt: '2026-10-20T16:00:00.000Z' });
    await bring(house, { ...longAgo, id: 'A2', at: '2026-12-10T16:00:00.000Z' });
    await booked(house, id, '2026-12-10', '14:30');
    expect(await reminded(house)).toEqual(['2026-12-10', '2026-12-10', '2026-12-20']);
    await bring(house, { ...longAgo, on: '2026-12-22', updatedAt: '2026-11-28T16:00:00.000Z' });
    expect(await reminded(house)).toEqual(['2026-12-10', '2026-12-10', '2026-12-22']);
  });

  test.each<readonly [string, Partial<Appointment>]>([
    ['booked long before', { bookedAt: '2026-10-01T16:00:00.000Z', on: '2026-12-09' }],
    ['changed last long before', { updatedAt: '2026-10-01T16:00:00.000Z', on: '2026-12-09' }],
    ['of another day of which nothing else is known', { on: '2026-12-09' }],
  ])('is no visit that was %s', async (_what, visit) => {
    const { house, id } = await calledForTwo();
    await tell(house, visit);
    await house.end(id, { by: 'okoye', outcome: 'booked', bookedOn: '2026-12-10' });
    expect(await reminded(house)).toEqual(['2026-12-09', '2026-12-10']);
  });
});

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-12-${String(n).padStart(2, '0')}`);
const visit = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'task:x', 'task:y'),
  patientId: fc.constant('p1'),
  on: day,
  status: fc.constantFrom('booked' as const, 'cancelled' as const),
  bookedAt: day.map((one) => `${one}T10:00:00.000Z`),
});

test('no visit of the practice’s system is lost, and each takes the place of one call at most', () => {
  fc.assert(
    fc.property(fc.uniqueArray(visit, { selector: ({ id }) => id }), (visits) => {
      const known = knownVisits(visits).map(({ id }) => id);
      const isCall = (id: string): boolean => id.startsWith('task:');
      const told = visits.filter(({ id }) => !isCall(id)).map(({ id }) => id);
      expect(known.filter((id) => !isCall(id))).toEqual(told);
      const calls = visits.length - told.length;
      const replaced = calls - known.filter(isCall).length;
      expect(replaced).toBeGreaterThanOrEqual(0);
      expect(replaced).toBeLessThanOrEqual(Math.min(calls, told.length));
    }),
  );
});
