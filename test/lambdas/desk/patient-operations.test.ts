import { describe, expect, test } from '@jest/globals';
import { mergedCare } from '../../../domain/patient/merge.ts';
import type { Operation } from '../../../lambdas/desk/operation.ts';
import { patientOperations } from '../../../lambdas/desk/operations/patients.ts';
import { entryOperations } from '../../../lambdas/desk/operations/record-entries.ts';
import { recordOperations } from '../../../lambdas/desk/operations/records.ts';
import { retractionOperations } from '../../../lambdas/desk/operations/retractions.ts';
import { knownPeople, person } from '../../support/known-people.ts';
import { fridayMorning, staffMember } from '../../support/lakeside.ts';

function desk() {
  const people = knownPeople();
  const call = (id: string, patientId: string, body: unknown) => {
    const products = [{ id: 'serum', names: ['Night Serum'], size: 30, perUse: 1, usesPerDay: 1 }];
    const ports = { ...people.ports, products, patientId: async (externalId: string) => externalId };
    const operations = [
      ...patientOperations(ports),
      ...recordOperations(ports),
      ...entryOperations(ports),
      ...retractionOperations(ports),
    ];
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

const careOf = (patientId: string) => ({
  patientId,
  nervous: true,
  supportPersons: [],
  by: 'marlow',
  at: fridayMorning,
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

  test('and who calls them is kept, and goes over to the record that theirs is merged into', async () => {
    const { add, call, patients } = desk();
    await add(person('a'));
    await call('noteCare', 'a', { ...care(), contact: 'sato' });
    expect((await patients.record('a'))?.care).toMatchObject({ nervous: true, contact: 'sato' });
    expect(mergedCare({ ...careOf('b') }, { ...careOf('a'), contact: 'sato' })).toMatchObject({
      contact: 'sato',
    });
    expect(
      mergedCare({ ...careOf('b'), contact: 'okoye' }, { ...careOf('a'), contact: 'sato' }),
    ).toMatchObject({
      contact: 'okoye',
    });
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

describe('what was recorded by mistake', () => {
  const treatment = { type: 'botulinum-toxin', on: '2026-11-19' };
  const entry = 'botulinum-toxin#2026-11-19';
  const mistake = { kind: 'treatment', entry, reason: 'it was another patient' };

  test('is gone, with what it made due, and by whom and why is kept', async () => {
    const { add, call, patients } = desk();
    await add(person('a'));
    await call('recordTreatment', 'a', treatment);
    expect((await patients.record('a'))?.items).toMatchObject([{ id: 'due#botulinum-toxin', state: 'open' }]);
    const reply = await call('retractEntry', 'a', mistake);
    expect(reply.body).toMatchObject({
      treatments: [],
      items: [{ state: 'stopped' }],
      retractions: [
        { id: `treatment#${entry}`, reason: 'it was another patient', by: 'marlow', at: fridayMorning },
      ],
    });
    await call('retractEntry', 'a', { ...mistake, reason: 'said twice' });
    expect((await patients.record('a'))?.retractions).toMatchObject([{ reason: 'it was another patient' }]);
  });

  test.each([
    [
      'recordPurchase',
      { product: 'serum', on: '2026-11-19', quantity: 1, id: 'b1' },
      'purchase',
      'b1',
      'purchases',
    ],
    [
      'recordConsultation',
      { on: '2026-11-19', outcome: 'open', id: 'c1' },
      'consultation',
      'c1',
      'consultations',
    ],
    [
      'recordSeries',
      { type: 'microneedling', startedOn: '2026-11-19', sessions: 3, paid: true, id: 's1' },
      'series',
      's1',
      'series',
    ],
  ])('%s, taken back and recorded again', async (operation, body, kind, id, list) => {
    const { add, call } = desk();
    await add(person('a'));
    const listed = (reply: { readonly body?: unknown }) =>
      (reply.body as Record<string, readonly unknown[]>)[list]?.length;
    expect(listed(await call(operation, 'a', body))).toBe(1);
    expect(listed(await call('retractEntry', 'a', { kind, entry: id, reason: 'mistyped' }))).toBe(0);
    const again = await call(operation, 'a', body);
    expect(listed(again)).toBe(1);
    expect(again.body).toMatchObject({ retractions: [] });
  });

  test('that never stood there is not found', async () => {
    const { add, call } = desk();
    await add(person('a'));
    await expect(call('retractEntry', 'a', mistake)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what is said to have taken place and lies in the future', () => {
  const tomorrow = '2026-11-21';
  test.each<[string, object]>([
    ['recordTreatment', { type: 'botulinum-toxin', on: tomorrow }],
    ['noteNextTreatment', { treatment: 'botulinum-toxin', on: tomorrow, nextOn: '2027-03-01' }],
    ['recordPurchase', { product: 'serum', on: '2199-01-01', quantity: 1 }],
    ['recordConsultation', { on: tomorrow, outcome: 'open' }],
    ['bookAppointment', { id: 'v1', on: tomorrow, status: 'fulfilled' }],
    ['bookAppointment', { id: 'v1', on: tomorrow, status: 'noshow' }],
  ])('is refused by %s, naming the field', async (operation, body) => {
    const { add, call, patients } = desk();
    await add(person('a'));
    const before = await patients.record('a');
    await expect(call(operation, 'a', body)).rejects.toMatchObject({
      code: 'invalid',
      message: 'Correct the body: on lies in the future: it must be 2026-11-20 or earlier.',
    });
    expect(await patients.record('a')).toEqual(before);
    await call(operation, 'a', { ...body, on: '2026-11-20' });
  });

  test('and a birth that cannot be', async () => {
    const { add, call } = desk();
    await add(person('a'));
    const changed = (birthDate: string) => call('changePatient', 'a', { birthDate });
    await expect(changed(tomorrow)).rejects.toThrow('birthDate lies in the future');
    await expect(changed('1899-12-31')).rejects.toThrow('birthDate is before 1900');
    await expect(call('createPatient', '', { externalId: 'n', birthDate: tomorrow })).rejects.toThrow(
      'birthDate',
    );
    await changed('1980-01-01');
  });
});

test('the id of a person who was erased is given to nobody', async () => {
  const { call, patients } = desk();
  await patients.save(person('a', { erasedAt: fridayMorning }));
  await expect(call('createPatient', '', { externalId: 'a', firstName: 'Ada' })).rejects.toThrow(
    'another id',
  );
});

describe('a visit that is told of', () => {
  const visit = { id: 'v1', on: '2026-11-20', status: 'booked' };

  test('has its time, treatment and place, and since when it stands', async () => {
    const { add, call, patients } = desk();
    await add(person('a'));
    await call('bookAppointment', 'a', {
      ...visit,
      at: '2026-11-20T10:00:00-06:00',
      type: 'Botox',
      location: 'downtown',
    });
    expect((await patients.record('a'))?.appointments).toEqual([
      {
        patientId: 'a',
        ...visit,
        at: '2026-11-20T16:00:00.000Z',
        type: 'botulinum-toxin',
        location: 'downtown',
        bookedAt: fridayMorning,
      },
    ]);
    await call('bookAppointment', 'a', { ...visit, on: '2026-12-01' });
    const [moved] = (await patients.record('a'))?.appointments ?? [];
    expect(moved).toMatchObject({ on: '2026-12-01', type: 'botulinum-toxin' });
    expect(moved).not.toHaveProperty('at');
  });

  test.each(['noshow', 'cancelled'])('and was completed is a treatment, until it is %s', async (status) => {
    const { add, call, patients } = desk();
    await add(person('a'));
    await call('bookAppointment', 'a', { ...visit, type: 'Botox' });
    await call('bookAppointment', 'a', { ...visit, status: 'fulfilled' });
    expect((await patients.record('a'))?.treatments).toMatchObject([{ id: 'botulinum-toxin#2026-11-20' }]);
    await call('bookAppointment', 'a', { ...visit, status });
    expect(await patients.record('a')).toMatchObject({ treatments: [], appointments: [{ status }] });
  });

  test('in a treatment or a place that there is none of is refused', async () => {
    const { add, call } = desk();
    await add(person('a'));
    await expect(call('bookAppointment', 'a', { ...visit, type: 'bleaching' })).rejects.toThrow(
      'treatments.yaml',
    );
    await expect(call('bookAppointment', 'a', { ...visit, location: 'north' })).rejects.toThrow(
      'no such location',
    );
  });
});
