import { describe, expect, test } from '@jest/globals';
import { keepRegisterRow, type RegisterImportPorts } from '../../../domain/consent/keep-register.ts';
import { type RegisterKind, registerRow } from '../../../domain/consent/register-row.ts';
import { takenBack } from '../../../domain/consent/standing.ts';
import { fridayMorning, lakeside } from '../../support/lakeside.ts';
import { memoryOutreach } from '../../support/memory-outreach.ts';
import { memoryPatients } from '../../support/memory-patients.ts';

const number = '+15125550143';

async function desk() {
  const memory = memoryPatients();
  const ledger = memoryOutreach();
  const names = { firstName: 'R', lastName: 'E', externalId: '1' };
  const patient = {
    id: 'p1',
    schema: 1,
    ...names,
    language: 'en',
    location: 'downtown',
    phone: number,
  } as const;
  await memory.patients.save(patient);
  await memory.patients.link([`key ${number}`], 'p1');
  await memory.patients.link([`key ${number}`], 'p2', 'spouse');
  const ports: RegisterImportPorts = {
    patients: memory.patients,
    outreach: ledger.outreach,
    practice: lakeside.identity,
    phoneKey: async (given) => `key ${given}`,
    taskId: (of) => of,
    by: 'okoye',
    now: fridayMorning,
  };
  const take = (kind: RegisterKind, row: Record<string, string>) =>
    keepRegisterRow(kind, registerRow(row, { kind, country: 'US', today: '2026-11-20' }), ports);
  return { ...memory, ledger, take, record: async () => memory.patients.record('p1') };
}

describe('a register’s file (R13, R14)', () => {
  test.each([
    [{ Number: '(512) 555-0143', 'Date asked': '11/02/2026', Answer: 'Not listed' }, 'no'],
    [{ phone: number, scrub_date: '2026-11-02', result: 'LISTED' }, 'yes'],
  ])('is read as its vendor writes it: %j', (row, answer) => {
    const kind = 'national-dnc';
    expect(registerRow(row, { kind, country: 'US', today: '2026-11-20' })).toEqual({
      number,
      on: '2026-11-02',
      answer,
    });
  });

  test.each<[RegisterKind, Record<string, string>, string]>([
    ['national-dnc', { number: '12', date: '2026-11-02', answer: 'yes' }, 'no phone number'],
    ['national-dnc', { number, date: '', answer: 'yes' }, 'no date'],
    ['national-dnc', { number, date: '2026-11-21', answer: 'yes' }, 'lies ahead'],
    ['national-dnc', { number, date: '2026-11-02', answer: 'no data' }, 'answer'],
    ['reassigned', { number, date: '2026-11-02', answer: 'perhaps' }, 'no data'],
    ['national-dnc', { number, date: '2026-11-02' }, 'answer'],
  ])('says why it cannot take a row of %s: %j', (kind, row, reason) => {
    expect(() => registerRow(row, { kind, country: 'US', today: '2026-11-20' })).toThrow(reason);
  });

  test('has day and month as is usual in the practice’s country', () => {
    const row = { number, date: '02/11/2026', answer: 'no' };
    const of = { kind: 'national-dnc', country: 'GB', today: '2026-11-20' } as const;
    expect(registerRow(row, of).on).toBe('2026-11-02');
  });

  test('becomes the fact that is asked for, once; an older answer never replaces a newer one', async () => {
    const { take, record, state } = await desk();
    expect(await take('national-dnc', { number, date: '2026-11-02', answer: 'no' })).toBe('changed');
    const { writes } = state;
    expect(await take('national-dnc', { number, date: '2026-11-02', answer: 'no' })).toBe('unchanged');
    expect(await take('national-dnc', { number, date: '2026-10-01', answer: 'yes' })).toBe('unchanged');
    expect(state.writes).toBe(writes);
    expect((await record())?.checks).toEqual([
      { patientId: 'p1', kind: 'do-not-call', number, answer: 'no', on: '2026-11-02' },
    ]);
    expect(await take('national-dnc', { number, date: '2026-11-19', answer: 'yes' })).toBe('changed');
    expect((await record())?.checks).toMatchObject([{ answer: 'yes', on: '2026-11-19' }]);
    const stranger = { number: '+15125550199', date: '2026-11-02', answer: 'no' };
    expect(await take('national-dnc', stranger)).toBe('unknown');
  });

  test('a number that was reassigned is suppressed, and staff ask for another once', async () => {
    const { take, ledger } = await desk();
    const row = { number, date: '2026-11-02', answer: 'yes' };
    await take('reassigned', row);
    await take('reassigned', row);
    expect(await ledger.outreach.suppressions(`key ${number}`, 'phone')).toMatchObject([
      { reason: 'wrong-number' },
    ]);
    expect(ledger.all.tasks()).toMatchObject([{ patientId: 'p1', kind: 'address' }]);
    const fresh = await desk();
    await fresh.take('reassigned', { number, date: '2026-11-02', answer: 'no' });
    await fresh.take('reassigned', { number, date: '2026-11-03', answer: 'no_data' });
    expect(fresh.ledger.all.tasks()).toEqual([]);
  });

  test('the own list ends calls and marketing texts as of its day, for whoever comes with the number too; not care', async () => {
    const { take, record, patients, state } = await desk();
    expect(await take('own-dnc', { number, date: '2024-05-01' })).toBe('changed');
    const { writes } = state;
    expect(await take('own-dnc', { number, date: '2024-05-01' })).toBe('unchanged');
    expect(state.writes).toBe(writes);
    expect(await patients.ofAddress(`key ${number}`)).toHaveLength(2);
    const consents = (await record())?.consents ?? [];
    const ended = (channel: 'call' | 'text' | 'email', purpose: 'care' | 'marketing') =>
      takenBack(consents, { channel, purpose, now: fridayMorning });
    expect([ended('call', 'marketing'), ended('text', 'marketing')]).toEqual([true, true]);
    expect([ended('call', 'care'), ended('text', 'care'), ended('email', 'marketing')]).toEqual([
      false,
      false,
      false,
    ]);
    expect(await take('own-dnc', { number: '+15125550199', date: '2024-05-01' })).toBe('changed');
  });
});
