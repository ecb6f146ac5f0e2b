import { expect, test } from '@jest/globals';
import { LawDates, unsettled } from '../../../domain/consent/law-dates.ts';
import { lakeside } from '../../support/lakeside.ts';

const one = { on: '2027-01-31', rule: 'R9', what: 'a change' };
const dates = (changes: object = {}) =>
  LawDates.parse({ version: 1, date: '2026-11-29', dates: [{ ...one, ...changes }] });

test.each([
  ['2026-12-01', 0],
  ['2026-12-02', 1],
  ['2027-06-01', 1],
])('on %s %i days of the law are near, or past, and not settled', (today, count) => {
  expect(unsettled(dates(), today)).toHaveLength(count);
});

test('what somebody has looked at rings no more', () => {
  expect(unsettled(dates({ settled: { by: 'Jo Doe', on: '2026-12-10' } }), '2027-01-01')).toEqual([]);
});

test('the shipped table knows the end of the FCC’s waiver (R9)', () => {
  expect(lakeside['law-dates'].dates.map(({ on }) => on)).toContain('2027-01-31');
});
