import { describe, expect, test } from '@jest/globals';
import { escalationTask } from '../../../domain/recall/escalated.ts';
import { dueTasks } from '../../../domain/recall/task-standing.ts';
import { type RecallHouse, recallHouse } from '../../support/recall-house.ts';

const visit = { patientId: 'p1', id: 'A 1', on: '2026-11-24', status: 'booked' as const };
const reminders = {
  reminder: {
    class: 'care' as const,
    attempts: [{ beforeDays: 3, afterDays: 0, channels: ['email' as const], template: 'reminder' }],
  },
};

async function withVisit(birthDate?: string): Promise<RecallHouse> {
  const house = recallHouse();
  house.configure({ sequences: { ...house.ports().rules.sequences, ...reminders } });
  await house.person({ treatments: [], appointments: [visit] });
  const record = await house.patients.record('p1');
  if (record && birthDate) await house.patients.save({ ...record.patient, birthDate });
  await house.refresh();
  return house;
}
const morning = '2026-11-21T16:05:00.000Z';

describe('what only a person may do', () => {
  test('is a task with the rule’s reason, once for an item', async () => {
    const house = await withVisit('2012-05-05');
    house.goTo(morning);
    await house.sweep();
    const told = [
      {
        patientId: 'p1',
        kind: 'review',
        state: 'open',
        why: expect.stringContaining('a minor: a person speaks with the guardian (R36)'),
        item: { id: 'reminder#A 1', episode: '2026-11-24' },
      },
    ];
    expect(house.all.tasks()).toMatchObject(told);
    expect(house.all.tasks()[0]?.id).toMatch(/^[A-Za-z0-9.~-]+$/);
    expect(house.all.touches()).toEqual([]);
    house.goTo('2026-11-22T16:05:00.000Z');
    await house.sweep();
    expect(house.all.tasks()).toMatchObject(told);
  });

  test('asks for an address where mail came back, also between planning and sending', async () => {
    const house = await withVisit();
    house.goTo(morning);
    await house.sweep();
    expect(house.all.tasks()).toEqual([]);
    await house.outreach.suppress('p1@example.com', 'hard-bounce', morning);
    await house.send();
    expect(house.all.tasks()).toMatchObject([{ kind: 'address', why: expect.stringContaining('R22') }]);
    expect(house.sent).toEqual([]);
  });

  test('ends with the visit that it is about', async () => {
    const house = await withVisit('2012-05-05');
    house.goTo(morning);
    await house.sweep();
    await house.patients.saveAppointment({ ...visit, status: 'cancelled' });
    expect(await dueTasks(house.ports(), house.all.tasks())).toEqual([]);
    expect(house.all.tasks()).toMatchObject([{ state: 'done', outcome: 'withdrawn' }]);
  });

  test('has an id for each item and reason', () => {
    const record = { patient: { id: 'p1', location: 'downtown' } } as never;
    const idOf = (id: string, rules: readonly string[]) =>
      escalationTask(record, { id, episode: '2026-11-24' }, { outcome: 'escalate', reason: '', rules }, '')
        .id;
    const ids = [idOf('a/1', ['R36']), idOf('a#1', ['R36']), idOf('a#1', ['R22'])];
    expect(new Set(ids).size).toBe(3);
  });
});
