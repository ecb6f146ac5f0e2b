import { describe, expect, test } from '@jest/globals';
import type { Appointment, PatientRecord } from '../../../domain/patient/patient.ts';
import { matchAppointments } from '../../../domain/recall/bookings.ts';
import { attempted } from '../../support/attempted.ts';
import { itemOn, itemsOn, onDay, recallRules, treated } from '../../support/recall-record.ts';

const appointment = (on: string, changes: Partial<Appointment> = {}): Appointment => ({
  patientId: 'p1',
  id: `a#${on}`,
  on,
  status: 'booked',
  ...changes,
});
const toxin = 'due#botulinum-toxin';
const lips = 'due#filler-lips';
// Due on 20 November 2026 and on 20 May 2027.
const treatments = [treated('botulinum-toxin', '2026-08-20'), treated('filler-lips', '2026-08-20')];
const today = '2026-11-15';
const statesWith = (...appointments: Appointment[]) =>
  Object.fromEntries(
    itemsOn(today, { ...onDay(today, { treatments }), appointments }).map(({ id, state }) => [id, state]),
  );

describe('which item an appointment is for', () => {
  test('of its own treatment, at any distance', () => {
    const far = appointment('2028-01-10', { type: 'filler-lips' });
    expect(statesWith(far)).toEqual({ [toxin]: 'open', [lips]: 'booked' });
  });

  test('of another treatment: none of these', () => {
    const facial = appointment('2026-11-20', { type: 'facial' });
    expect(statesWith(facial)).toEqual({ [toxin]: 'open', [lips]: 'open' });
  });

  test.each([
    ['2026-11-20', 'booked', 'open'],
    ['2027-01-30', 'booked', 'open'],
    // Both are near: 98 and 83 days.
    ['2027-02-26', 'open', 'booked'],
    ['2027-11-16', 'open', 'booked'],
    ['2027-11-17', 'open', 'open'],
  ])('of nobody knows what, on %s: the closest within the window', (on, first, second) => {
    expect(statesWith(appointment(on))).toEqual({ [toxin]: first, [lips]: second });
  });

  test('two of nobody knows what are for two items', () => {
    const both = [appointment('2027-01-10'), appointment('2027-02-25')];
    expect(statesWith(...both)).toEqual({ [toxin]: 'booked', [lips]: 'booked' });
  });

  test('a check two weeks after is not the next treatment', () => {
    const check = { ...appointment('2026-09-03', { status: 'fulfilled' }) };
    const typed = { ...check, type: 'botulinum-toxin' };
    expect(statesWith(check)[toxin]).toBe('open');
    expect(statesWith(typed)[toxin]).toBe('open');
  });

  test('a product running out is not answered by a visit', () => {
    const product = { id: 'restock#x', type: 'restock', lastOn: '2026-09-01', dueOn: today } as const;
    expect(
      matchAppointments([product], { appointments: [appointment(today)], treatments: [] }, today).size,
    ).toBe(0);
  });
});

describe('what becomes of a booking', () => {
  const tried = (): PatientRecord => {
    const record = onDay('2026-11-13', { treatments: treatments.slice(0, 1) });
    const [item] = record.items;
    if (!item) throw new Error('nothing is due');
    return { ...record, items: [attempted(item, recallRules, '2026-11-13', 'email')] };
  };
  const booked = (on = '2026-12-10'): PatientRecord => {
    const record = { ...tried(), appointments: [appointment(on)] };
    return { ...record, items: itemsOn('2026-11-14', record) };
  };
  const become = (status: Appointment['status'], day: string) =>
    itemOn(day, { ...booked(), appointments: [appointment('2026-12-10', { status })] }, toxin);

  test('holds the item, and says for when', () => {
    const [item] = booked().items;
    expect(item).toMatchObject({ state: 'booked', attempts: 1, automatic: 1 });
    expect(item?.nextOn).toBeUndefined();
    expect(item?.why?.at(-1)).toBe('booked for 2026-12-10');
  });

  test('cancelled, it opens where it stood', () => {
    expect(become('cancelled', '2026-11-16')).toMatchObject({
      state: 'open',
      attempts: 1,
      nextOn: '2026-11-27',
    });
  });

  test('not kept, it opens again', () => {
    expect(become('noshow', '2026-12-10')).toMatchObject({
      state: 'open',
      attempts: 1,
      nextOn: '2026-12-10',
    });
  });

  test('kept, it is done, also before the treatment is noted', () => {
    expect(become('fulfilled', '2026-12-10')).toMatchObject({ state: 'done' });
  });

  test('passed and never noted, it opens, and gives the practice three days to note it', () => {
    expect(become('booked', '2026-12-10')).toMatchObject({ state: 'booked' });
    expect(become('booked', '2026-12-11')).toMatchObject({ state: 'open', nextOn: '2026-12-13' });
    expect(become('booked', '2026-12-20')).toMatchObject({ state: 'open', nextOn: '2026-12-20' });
  });

  test('a visit whose treatment is on record is not counted for another item', () => {
    const record = {
      ...onDay('2026-11-14', { treatments }),
      treatments: [...treatments, treated('facial', '2026-11-19')],
      appointments: [appointment('2026-11-19', { status: 'fulfilled' })],
    };
    expect(itemOn('2026-11-20', record, toxin)?.state).toBe('open');
  });

  test('of whoever lapsed is any', () => {
    const record = onDay('2027-08-01', { treatments: treatments.slice(0, 1) });
    expect(record.items.map(({ id }) => id)).toEqual(['lapsed']);
    const any = itemsOn('2027-08-01', {
      ...record,
      appointments: [appointment('2027-08-20', { type: 'facial' })],
    });
    expect(any).toMatchObject([{ id: 'lapsed', state: 'booked' }]);
  });

  test('stops a campaign too, and its cancellation does not', () => {
    const item = {
      patientId: 'p1',
      id: 'campaign#spring',
      type: 'campaign',
      lastOn: today,
      dueOn: today,
      episode: today,
      attempts: 0,
      nextOn: today,
      state: 'open',
    } as const;
    const held = itemsOn(today, {
      ...onDay(today, { items: [item] }),
      appointments: [appointment('2026-12-01')],
    });
    expect(held).toMatchObject([{ id: 'campaign#spring', state: 'booked' }]);
    expect(itemsOn(today, { ...onDay(today, {}), items: held })).toMatchObject([
      { state: 'open', nextOn: today },
    ]);
  });
});
