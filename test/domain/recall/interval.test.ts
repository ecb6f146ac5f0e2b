import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { daysAfter, minus, plus } from '../../../domain/recall/calendar.ts';
import { durationWords, Interval, IntervalOrNone } from '../../../domain/recall/interval.ts';
import { recallItems } from '../../../domain/recall/items.ts';
import type { RecallItem } from '../../../domain/recall/recall-item.ts';
import { TreatmentType } from '../../../domain/recall/recall-rules.ts';
import { options, recallRules, recordOf, treated } from '../../support/recall-record.ts';

const takes = (schema: { safeParse: (value: unknown) => { success: boolean } }, text: string): boolean =>
  schema.safeParse(text).success;

const count = fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined });
const counts = fc
  .record({ years: count, months: count, weeks: count, days: count })
  .filter((one) => Object.values(one).some((part) => part !== undefined && part > 0));
type Counts = { [Unit in 'years' | 'months' | 'weeks' | 'days']: number | undefined };
const written = ({ years, months, weeks, days }: Counts): string => {
  const part = (value: number | undefined, unit: string) => (value === undefined ? '' : `${value}${unit}`);
  return `P${part(years, 'Y')}${part(months, 'M')}${part(weeks, 'W')}${part(days, 'D')}`;
};
const someDay = fc.integer({ min: 0, max: 4000 }).map((days) => daysAfter('2024-01-01', days));

describe('an interval', () => {
  test.each(['P3M', 'P4W', 'P90D', 'P1Y', 'P6M1D', 'P1Y6M', 'P2M2W', 'P1Y2M3W4D', 'P0Y6M'])(
    'may be %s',
    (text) => expect(takes(Interval, text)).toBe(true),
  );

  test.each([
    'P',
    '',
    'P0D',
    'P0Y0M',
    'PT1H',
    'P1D1M',
    'P6M6M',
    'P-1M',
    'P1.5M',
    'p3m',
    ' P3M',
    'P3M\n',
    'P1000D',
    'P3M1',
  ])('is never %j', (text) => expect(takes(Interval, text)).toBe(false));

  test('is nothing only where nothing makes sense', () => {
    expect(takes(IntervalOrNone, 'P0D')).toBe(true);
    expect(takes(IntervalOrNone, 'P')).toBe(false);
  });

  test('leads to the day that Temporal says, which is a later one', () => {
    fc.assert(
      fc.property(someDay, counts, (day, given) => {
        const text = written(given);
        expect(takes(Interval, text)).toBe(true);
        const { years = 0, months = 0, weeks = 0, days = 0 } = given;
        const duration = Temporal.Duration.from({ years, months, weeks, days });
        expect(plus(day, text)).toBe(Temporal.PlainDate.from(day).add(duration).toString());
        expect(minus(day, text)).toBe(Temporal.PlainDate.from(day).subtract(duration).toString());
        expect(plus(day, text) > day).toBe(true);
      }),
    );
  });

  test('leads to no earlier day from a later one, and to a later one with more of anything', () => {
    fc.assert(
      fc.property(
        someDay,
        someDay,
        counts,
        fc.constantFrom('years', 'months', 'weeks', 'days'),
        (a, b, given, unit) => {
          const [early, late] = [a, b].toSorted() as [string, string];
          const more = { ...given, [unit]: (given[unit] ?? 0) + 1 };
          expect(plus(early, written(given)) <= plus(late, written(given))).toBe(true);
          expect(plus(early, written(given)) < plus(early, written(more))).toBe(true);
        },
      ),
    );
  });

  test.each([
    ['P3M', '3 months', '3 meses'],
    ['P1M', '1 month', '1 mes'],
    ['P6M1D', '6 months and 1 day', '6 meses y 1 día'],
    ['P1Y6M', '1 year and 6 months', '1 año y 6 meses'],
    ['P2M2W', '2 months and 2 weeks', '2 meses y 2 semanas'],
    ['P1Y2M3D', '1 year, 2 months and 3 days', '1 año, 2 meses y 3 días'],
    ['P0Y6M', '6 months', '6 meses'],
    ['P0D', '0 days', '0 días'],
  ])('is said in words: %s', (text, en, es) => {
    expect([durationWords(text), durationWords(text, 'es')]).toEqual([en, es]);
  });
});

const given = { id: 'filler', names: ['filler'], interval: 'P6M1D', minimumGap: 'P2M2W', lead: 'P1W3D' };

describe('a treatment of the catalogue', () => {
  const itemOf = (today: string, changes: object, record: object): RecallItem | undefined =>
    recallItems(
      recordOf(record),
      [TreatmentType.parse({ ...given, ...changes })],
      recallRules,
      today,
      options,
    ).find(({ type }) => type === 'due' || type === 'series');
  const treatments = [treated('filler', '2026-08-31')];

  test('is due by an interval of several units, and contact starts its lead before', () => {
    expect(itemOf('2026-09-01', {}, { treatments })).toMatchObject({
      dueOn: '2027-03-01',
      nextOn: '2027-02-19',
      why: ['last treated 2026-08-31, every 6 months and 1 day, so due 2027-03-01'],
    });
  });

  test('is not due before its minimum gap by the calendar', () => {
    const item = itemOf('2026-09-01', { interval: 'P1M' }, { treatments });
    expect(item?.dueOn).toBe('2026-11-14');
    expect(item?.why?.at(-1)).toBe(
      'not before 2026-11-14: at least 2 months and 2 weeks lie between two treatments',
    );
  });

  test('learns within bounds of several units, from visits that are no touch-up', () => {
    const days = ['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01', '2025-11-10'];
    const record = { treatments: days.map((on) => treated('filler', on)) };
    const personal = { min: 'P3M1W', max: 'P6M1D' };
    // The last one is a touch-up: it follows sooner than the minimum gap.
    expect(itemOf('2025-11-10', { personal }, record)).toMatchObject({ dueOn: '2026-02-17' });
  });

  test('has sessions by a spacing of several units', () => {
    const series = [
      { patientId: 'p1', id: 's1', type: 'filler', sessions: 3, startedOn: '2026-08-31', paid: false },
    ];
    const item = itemOf('2026-09-01', { series: { sessions: 3, every: 'P2M3W' } }, { treatments, series });
    expect(item).toMatchObject({ type: 'series', dueOn: '2026-11-21' });
  });

  test('obeys an interval of several units that a person set', () => {
    const setting = {
      patientId: 'p1',
      id: 'due#filler',
      interval: 'P1Y6M',
      reason: 'asked',
      by: 'ana',
      at: '2026-09-02T12:00:00.000Z',
    };
    const item = itemOf('2026-09-03', {}, { treatments, settings: [setting] });
    expect(item?.dueOn).toBe('2028-02-29');
    expect(item?.why?.[0]).toContain('every 1 year and 6 months, set by ana');
  });

  test.each([
    [{ interval: 'P0D' }],
    [{ interval: 'P' }],
    [{ minimumGap: 'P' }],
    [{ minimumGapDays: 90 }],
    [{ minimumGap: undefined }],
    [{ leadDays: 7 }],
    [{ lead: undefined }],
    [{ series: { sessions: 3, every: 'P0W' } }],
    [{ personal: { min: 'P0D', max: 'P1Y' } }],
  ])('is refused with %j', (changes) => {
    expect(TreatmentType.safeParse({ ...given, ...changes }).success).toBe(false);
  });

  test.each([[{ minimumGap: 'P0D' }], [{ lead: 'P0D' }], [{ minimumGap: undefined, minimumGapDays: 0 }]])(
    'is taken with %j',
    (changes) => {
      expect(TreatmentType.safeParse({ ...given, ...changes }).success).toBe(true);
    },
  );
});
