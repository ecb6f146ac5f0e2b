import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../lambdas/desk/operation.ts';
import { patientOperations } from '../../../lambdas/desk/operations/patients.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, staffMember } from '../../support/lakeside.ts';

function desk() {
  const people = knownPeople();
  const call = (id: string, patientId: string, body: unknown) => {
    const { run } = patientOperations(people.ports).find((one) => one.id === id) as Operation;
    return run({
      member: staffMember('marlow'),
      parameters: { id: patientId },
      query: {},
      body,
      ifVersion: undefined,
      contentType: 'application/json',
      now: fridayMorning,
      newId: () => 'new',
    });
  };
  return { ...people, call };
}

const care = (...supportPersons: readonly unknown[]) => ({ nervous: true, supportPersons });
const mother = { name: 'Eve', relation: 'mother', phone: '(512) 555-0101' };

describe('an id of a record that was merged away', () => {
  test('books for the record that it leads to', async () => {
    const { add, merge, call, patients } = desk();
    await add(person('a'));
    await add(person('b'));
    await merge('b', 'a');
    await call('bookAppointment', 'a', { id: 'v1', on: '2026-12-01', status: 'booked' });
    expect((await patients.record('b'))?.appointments).toMatchObject([{ id: 'v1' }]);
    expect((await patients.record('a'))?.appointments).toEqual([]);
  });

  test('notes care for the record that it leads to', async () => {
    const { add, merge, call, patients } = desk();
    await add(person('a'));
    await add(person('b'));
    await merge('b', 'a');
    await call('noteCare', 'a', care(mother));
    expect((await patients.record('b'))?.care?.nervous).toBe(true);
    expect(await patients.byAddress(['+15125550101'])).toEqual([{ id: 'b', relation: 'mother' }]);
  });
});
