import { describe, expect, test } from '@jest/globals';
import { managersOf, overdueAt, overdueRevocations } from '../../../domain/consent/overdue-revocations.ts';
import type { CallTask } from '../../../domain/recall/touch.ts';
import { downtown, fridayMorning, lakeside, staffMember } from '../../support/lakeside.ts';

const task = (changes: Partial<CallTask>): CallTask => ({
  id: 't1',
  touchId: 't1',
  patientId: 'p1',
  location: 'downtown',
  kind: 'review',
  dueOn: '2026-11-20',
  why: 'perhaps wants no more messages',
  state: 'open',
  revokedAt: fridayMorning,
  ...changes,
});

describe('a revocation that waits for a person (R8)', () => {
  test.each([
    ['on a Friday: Monday, Tuesday, Wednesday', fridayMorning, '2026-11-25T15:00:00.000Z'],
    ['on a Saturday, when nobody is there', '2026-11-21T18:00:00.000Z', '2026-11-25T15:00:00.000Z'],
    ['before Thanksgiving, which is none', '2026-11-24T16:00:00.000Z', '2026-11-30T15:00:00.000Z'],
    ['late in the evening, local', '2026-11-21T03:00:00.000Z', '2026-11-25T15:00:00.000Z'],
  ])('is overdue on the third business day: %s', (_when, came, due) => {
    expect(overdueAt(came, downtown)).toBe(due);
  });

  test('where the location never opens, after three days', () => {
    const closed = { ...downtown, hours: {} };
    expect(overdueAt(fridayMorning, closed)).toBe('2026-11-23T16:05:00.000Z');
  });

  test('counts open tasks of revocations, and only when it is time', () => {
    const at = (now: string, one: CallTask) => overdueRevocations([one], () => downtown, now).length;
    expect(at('2026-11-25T14:59:59.000Z', task({}))).toBe(0);
    expect(at('2026-11-25T15:00:00.000Z', task({}))).toBe(1);
    expect(at('2026-12-25T15:00:00.000Z', task({ state: 'done' }))).toBe(0);
    const { revokedAt, ...call } = task({ kind: 'call' });
    expect(revokedAt).toBe(fridayMorning);
    expect(at('2026-12-25T15:00:00.000Z', call)).toBe(0);
  });

  test('is told to the managers of its location, to all where there is none', () => {
    const manager = lakeside.staff.members.find(({ roles }) => roles.includes('manager'));
    if (!manager) throw new Error('Lakeside has no manager.');
    const other = { ...manager, id: 'other', locations: ['west'] };
    const mine = { ...manager, id: 'mine', locations: ['downtown'] };
    const staff = [staffMember('sato'), mine, other];
    expect(managersOf(staff, ['downtown']).map(({ id }) => id)).toEqual(['mine']);
    expect(managersOf(staff, ['downtown', 'nowhere']).map(({ id }) => id)).toEqual(['mine', 'other']);
  });
});
