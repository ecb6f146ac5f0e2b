import { describe, expect, test } from '@jest/globals';
import { holidayDatesOf } from '../../lib/practice/holidays.ts';

const closedFor = (country: string, name: string): readonly string[] =>
  Object.entries(holidayDatesOf({ country, closed: 'all' }))
    .filter(([day, holiday]) => day.startsWith('2026') && holiday === name)
    .map(([day]) => day)
    .sort();

describe('public holidays', () => {
  test.each([
    ['US', 'Thanksgiving Day', ['2026-11-26']],
    ['KR', '설날', ['2026-02-17', '2026-02-18', '2026-02-19']],
    ['TR', 'Ramazan Bayramı', ['2026-03-20', '2026-03-21', '2026-03-22']],
    ['TR', 'Kurban Bayramı', ['2026-05-27', '2026-05-28', '2026-05-29', '2026-05-30']],
    ['AE', 'عيد الفطر', ['2026-03-20', '2026-03-21', '2026-03-22']],
  ])('of %s: %s is closed on all its days, and on no half one', (country, name, days) => {
    expect(closedFor(country, name)).toEqual(days);
  });
});
