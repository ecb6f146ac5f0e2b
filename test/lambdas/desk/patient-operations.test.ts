import { describe, expect, test } from '@jest/globals';
import type { Operation } from '../../../lambdas/desk/operation.ts';
import { patientOperations } from '../../../lambdas/desk/operations/patients.ts';
import { recordOperations } from '../../../lambdas/desk/operations/records.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, staffMember } from '../../support/lakeside.ts';

function desk() {
  const people = knownPeople();
  const call = (id: string, patientId: string, body: unknown) => {
    const ports = { ...people.ports, patientId: async (externalId: string) => externalId };
    const operations = [...patientOperations(ports), ...recordOperations(ports)];
    const { run } = operations.find((one) => one.id === id) as Operation;
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

describe('who may ask for a patient', () => {
  const phone = '+15125550101';

  test('and shares their number leaves the number theirs', async () => {
    const { add, call, patients } = desk();
    await add(person('a', { phone }));
    await call('noteCare', 'a', care(mother));
    expect(await patients.byAddress([phone])).toEqual([{ id: 'a' }]);
    await call('noteCare', 'a', care());
    expect(await patients.byAddress([phone])).toEqual([{ id: 'a' }]);
  });

  test('leads to them no more once they no longer may', async () => {
    const { add, call, patients } = desk();
    await add(person('a'));
    const father = { name: 'Ben', relation: 'father', phone: '(512) 555-0102' };
    await call('noteCare', 'a', care(mother, father));
    await call('noteCare', 'a', care(father));
    expect(await patients.byAddress([phone])).toEqual([]);
    expect(await patients.byAddress(['+15125550102'])).toEqual([{ id: 'a', relation: 'father' }]);
  });

  test('of a record that was merged away leads to the one it was merged into', async () => {
    const { add, merge, call, patients } = desk();
    await add(person('a'));
    await add(person('b'));
    await call('noteCare', 'a', care(mother));
    await merge('b', 'a');
    expect(await patients.byAddress([phone])).toEqual([{ id: 'b', relation: 'mother' }]);
  });
});

describe('the record of somebody who was erased', () => {
  test.each([
    ['noteCare', care(mother)],
    ['bookAppointment', { id: 'v1', on: '2026-12-01', status: 'booked' }],
    ['changePatient', { firstName: 'Ada', email: 'ada@example.com' }],
    ['recordTreatment', { type: 'facial', on: '2026-11-01' }],
    ['recordConsultation', { on: '2026-11-01', outcome: 'open' }],
  ])('is not written to again by %s', async (operation, body) => {
    const { add, erase, call, state } = desk();
    await add(person('a', { email: 'ada@example.com' }));
    await erase('a');
    const { writes } = state;
    await expect(call(operation, 'a', body)).rejects.toMatchObject({ code: 'not-found' });
    expect(state.writes).toBe(writes);
  });

  test('is shown as what is left of it: nothing', async () => {
    const { add, erase, call } = desk();
    await add(person('a', { email: 'ada@example.com' }));
    await erase('a');
    expect(await call('getPatient', 'a', undefined)).toMatchObject({ body: { patient: { firstName: '' } } });
  });
});
