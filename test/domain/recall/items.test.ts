import { describe, expect, test } from '@jest/globals';
import type { PatientRecord, Treatment } from '../../../domain/patient/patient.ts';
import { recallItems } from '../../../domain/recall/items.ts';
import type { RecallItem } from '../../../domain/recall/recall-item.ts';
import { attempted } from '../../support/attempted.ts';
import { lakeside } from '../../support/lakeside.ts';

const { recall, treatments } = lakeside;

const treated = (type: string, on: string): Treatment => ({ patientId: 'p1', id: `${type}#${on}`, type, on });
const record = (changes: Partial<PatientRecord>): PatientRecord => ({
  patient: {
    id: 'p1',
    schema: 1,
    externalId: '1',
    firstName: 'R',
    lastName: 'E',
    language: 'en',
    location: 'downtown',
  },
  treatments: [],
  purchases: [],
  consultations: [],
  series: [],
  settings: [],
  checks: [],
  appointments: [],
  consents: [],
  items: [],
  ...changes,
});
const items = (changes: Partial<PatientRecord>, today = '2026-11-20'): readonly RecallItem[] =>
  recallItems(record(changes), treatments.treatments, recall, today);
const due = (changes: Partial<PatientRecord>, today?: string): RecallItem | undefined =>
  items(changes, today).find(({ type }) => type === 'due');

describe('when somebody is due', () => {
  test('the newest treatment counts, by the calendar, and contact starts its lead time before', () => {
    const treatmentsOf = [treated('botulinum-toxin', '2026-01-05'), treated('botulinum-toxin', '2026-09-15')];
    expect(due({ treatments: treatmentsOf })).toMatchObject({
      dueOn: '2026-12-15',
      nextOn: '2026-12-08',
      attempts: 0,
      state: 'open',
    });
  });

  test('never sooner than the minimum gap', () => {
    // Three months from 1 December are 90 days, from 30 November 2026 to 28 February 2027 as well.
    expect(due({ treatments: [treated('botulinum-toxin', '2026-12-01')] }, '2026-12-02')?.dueOn).toBe(
      '2027-03-01',
    );
    expect(due({ treatments: [treated('botulinum-toxin', '2026-11-30')] }, '2026-12-02')?.dueOn).toBe(
      '2027-02-28',
    );
  });

  test('a booking holds it, a cancellation opens it where it stood', () => {
    const treatmentsOf = [treated('botulinum-toxin', '2026-08-20')];
    const open = items({ treatments: treatmentsOf });
    const appointment = { patientId: 'p1', id: 'a', on: '2026-12-01', status: 'booked' } as const;
    const booked = items({ treatments: treatmentsOf, items: open, appointments: [appointment] });
    expect(booked.every(({ state, nextOn }) => state === 'booked' && nextOn === undefined)).toBe(true);
    const again = due({
      treatments: treatmentsOf,
      items: booked,
      appointments: [{ ...appointment, status: 'cancelled' }],
    });
    expect(again).toMatchObject({ state: 'open', nextOn: '2026-11-20', attempts: 0 });
  });

  test('a new treatment begins a new episode, and its attempts anew', () => {
    const before = [treated('botulinum-toxin', '2026-08-20')];
    const [item] = items({ treatments: before }) as [RecallItem];
    const tried = attempted(item, recall, '2026-11-20');
    expect(tried).toMatchObject({ attempts: 1, nextOn: '2026-12-04' });
    const after = due({ treatments: [...before, treated('botulinum-toxin', '2026-11-20')], items: [tried] });
    expect(after).toMatchObject({ attempts: 0, dueOn: '2027-02-20' });
  });

  test('after its last attempt it is exhausted', () => {
    let [item] = items({ treatments: [treated('botulinum-toxin', '2026-08-20')] }) as [RecallItem];
    for (const on of ['2026-11-20', '2026-12-04', '2027-01-03']) item = attempted(item, recall, on);
    expect(item).toMatchObject({ attempts: 3, state: 'exhausted' });
    expect(item.nextOn).toBeUndefined();
  });

  test('somebody not seen for long has lapsed, and is not reminded of a treatment any more', () => {
    const found = items({ treatments: [treated('botulinum-toxin', '2025-06-01')] });
    expect(found.map(({ type }) => type)).toEqual(['lapsed']);
  });
});
