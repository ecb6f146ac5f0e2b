import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Facts } from '../../../domain/measure/facts.ts';
import { recallReport, type Span } from '../../../domain/measure/report.ts';
import { cohortLines, reportLines } from '../../../domain/measure/report-table.ts';
import { costOf, Prices, returnOf } from '../../../domain/measure/return.ts';

const file = resolve(import.meta.dirname, '../../fixtures/recall-report/quarter.json');
const facts = JSON.parse(readFileSync(file, 'utf8')) as Facts;
const prices = Prices.parse({
  emailsPerThousand: 10,
  textsPerThousand: 830,
  letter: 25,
  postcard: 20,
  staffHour: 3000,
});
const span: Span = {
  from: '2026-07-01',
  until: '2026-10-01',
  pooledFrom: '2026-07-01',
  knownUntil: '2026-12-31',
};
const report = recallReport(facts, span, prices);
const row = (type: string, location = 'all') => {
  const found = report.rows.find((one) => one.type === type && one.location === location);
  if (!found) throw new Error(`no row ${type} ${location}`);
  return found;
};
const credited = ([bookings, lost, visits, revenue]: readonly number[]) => ({
  bookings,
  lost,
  visits,
  revenue,
});

describe('the report of a quarter worked by hand (test/fixtures/recall-report)', () => {
  test('has a row for each type at each location of which there is anything, wholes first', () => {
    expect(report.rows.map(({ type, location }) => `${type} ${location}`)).toEqual([
      'all all',
      'all downtown',
      'all west',
      'due all',
      'due downtown',
      'due west',
      'series all',
      'series downtown',
      'lapsed all',
      'lapsed downtown',
    ]);
  });

  test.each([
    ['all', 'all', [12, 4, 11, 600], [7, 2, 5, 196_000], [8, 2, 6, 234_000]],
    ['all', 'downtown', [10, 3, 10, 600], [6, 2, 4, 149_000], [7, 2, 5, 187_000]],
    ['all', 'west', [2, 1, 1, 0], [1, 0, 1, 47_000], [1, 0, 1, 47_000]],
    ['due', 'all', [9, 4, 7, 400], [5, 2, 3, 157_000], [6, 2, 4, 195_000]],
    ['due', 'downtown', [7, 3, 6, 400], [4, 2, 2, 110_000], [5, 2, 3, 148_000]],
    ['due', 'west', [2, 1, 1, 0], [1, 0, 1, 47_000], [1, 0, 1, 47_000]],
    ['lapsed', 'downtown', [2, 0, 3, 200], [1, 0, 1, 39_000], [1, 0, 1, 39_000]],
    ['series', 'all', [1, 0, 1, 0], [1, 0, 1, 0], [1, 0, 1, 0]],
  ] as const)('%s, %s', (type, location, [eligible, heldOut, touches, cost], attributed, influenced) => {
    expect(row(type, location)).toMatchObject({
      eligible,
      heldOut,
      touches,
      attributed: credited(attributed),
      influenced: credited(influenced),
      return: { cost, net: (attributed[3] ?? 0) - cost },
    });
  });

  test('compares the contacted with the held out, by 60 and by 90 days, and says that it is too little', () => {
    const arm = (patients: number, visits: number, cents?: number) =>
      cents === undefined ? { patients, visits } : { patients, visits, cents };
    const { visits60, visits90, revenue90 } = row('all').incremental;
    expect(visits60).toMatchObject({ contacted: arm(7, 5), heldOut: arm(4, 1) });
    expect(visits90).toMatchObject({ contacted: arm(7, 5), heldOut: arm(4, 2), state: 'not enough data' });
    expect(revenue90).toMatchObject({ contacted: arm(7, 5, 234_000), heldOut: arm(4, 2, 82_000) });
    expect(row('due').incremental.visits60).toMatchObject({ contacted: arm(5, 4), heldOut: arm(4, 1) });
    expect(row('due').incremental.visits90).toMatchObject({ contacted: arm(5, 4), heldOut: arm(4, 2) });
    expect(row('series').incremental.visits90).toMatchObject({ contacted: arm(0, 0), why: 'no holdout' });
  });

  test('leaves out whose days are not over', () => {
    const early = recallReport(facts, { ...span, knownUntil: '2026-10-04' }, prices).rows[0]?.incremental;
    // 90 days from 6 July end on 4 October: P1, P2, P5, P6; seven others wait. 60 days from 10 August end on 9 October: P10, P11.
    expect(early).toMatchObject({
      waiting: 7,
      visits60: { contacted: { patients: 6, visits: 4 }, heldOut: { patients: 3, visits: 0 } },
      visits90: { contacted: { patients: 2, visits: 2 }, heldOut: { patients: 2, visits: 1 } },
    });
  });

  test('a span counts what left in it; holdouts are pooled from further back', () => {
    const august = recallReport(facts, { ...span, from: '2026-08-01', until: '2026-09-01' }, prices).rows[0];
    expect(august).toMatchObject({ eligible: 4, heldOut: 1, touches: 4, attributed: { bookings: 2 } });
    expect(august?.incremental.visits60.contacted.patients).toBe(7);
  });

  test('the same fact twice changes nothing: an event, an appointment of the same day', () => {
    const [first] = facts.appointments;
    const twice = recallReport(
      {
        ...facts,
        events: [...facts.events, ...facts.events],
        appointments: [
          ...facts.appointments,
          ...(first ? [{ ...first, id: 'a1-room-2', bookedAt: first.bookedAt ?? '' }] : []),
        ],
      },
      span,
      prices,
    ).rows[0];
    expect(twice).toEqual(row('all'));
  });

  test('says of how many bookings after a touch it is not known when they were made', () => {
    const without = recallReport(
      { ...facts, appointments: facts.appointments.map(({ bookedAt: _, ...one }) => one) },
      span,
      prices,
    );
    const of = (type: string, location: string) =>
      without.rows.find((one) => one.type === type && one.location === location);
    expect(row('all').bookingDayUnknown).toBe(0);
    expect(of('all', 'all')).toMatchObject({ attributed: { bookings: 0 }, influenced: { bookings: 0 } });
    const parts = without.rows.filter(({ type, location }) => type !== 'all' && location !== 'all');
    const sum = parts.reduce((all, { bookingDayUnknown }) => all + bookingDayUnknown, 0);
    expect(of('all', 'all')?.bookingDayUnknown).toBe(sum);
    expect(sum).toBe(row('all').influenced.bookings);
  });

  test('as lines of a CSV file', () => {
    const lines = reportLines(report.rows);
    expect(lines[0]).toMatchObject({
      type: 'all',
      attributedBookings: 7,
      influencedRevenueCents: 234_000,
      within90HeldOutVisits: 2,
      within90Difference: 'not enough data: few households',
      within90Low: '',
      costCents: 600,
      netCents: 195_400,
      ratio: 326.67,
    });
    expect(new Set(lines.map((line) => Object.keys(line).join())).size).toBe(1);
    expect(cohortLines(report.cohorts)[0]).toEqual({
      treatment: 'all',
      month: '2026-07',
      patients: 2,
      after: 1,
      active: 0,
      returned: 0,
    });
  });
});

describe('money', () => {
  test('a million e-mails at a hundredth of a cent are not rounded away', () => {
    const [touch] = facts.touches;
    if (!touch) throw new Error('no touch');
    expect(costOf(Array(1000).fill({ ...touch, channel: 'email' }), prices)).toBe(10);
    expect(costOf([{ ...touch, channel: 'postcard', postage: 61 }], prices)).toBe(81);
    expect(costOf([{ ...touch, channel: 'social', staffMinutes: 1 }], prices)).toBe(50);
    expect(returnOf(500, 0)).toEqual({ revenue: 500, cost: 0, net: 500, ratio: null });
  });
});
