import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { windowOfSender, windowOn } from '../../../domain/patient/treatment-window.ts';
import { lakeside } from '../../support/lakeside.ts';

const { treatments: types } = lakeside.treatments;
const treated = (type: string, on: string) => ({ patientId: 'p', id: `${type}#${on}`, type, on });
const on = (today: string, ...given: ReturnType<typeof treated>[]) => windowOn(today, given, types);

describe('the window after a treatment (R64, R65)', () => {
  test.each([
    ['2026-11-17', 'hot'],
    ['2026-11-20', 'hot'],
    ['2026-11-21', 'watch'],
    ['2026-12-01', 'watch'],
    ['2026-12-02', undefined],
    ['2026-11-16', undefined],
  ])('of filler on 17 November is on %s: %s', (today, window) => {
    expect(on(today, treated('filler-lips', '2026-11-17'))).toBe(window);
  });

  test('is nobody’s who had something that is not on the list', () => {
    expect(on('2026-11-17', treated('massage', '2026-11-17'))).toBeUndefined();
  });

  test('of whoever writes is the longest, where the type of a treatment is none of the list', () => {
    const given = [treated('something-else', '2026-11-17')];
    expect(windowOfSender('2026-11-20', given, types)).toBe('hot');
    expect(windowOfSender('2026-12-10', given, types)).toBe('watch');
    expect(windowOfSender('2027-02-01', given, types)).toBeUndefined();
    expect(windowOfSender('2026-11-17', [treated('facial', '2026-11-17')], types)).toBeUndefined();
    expect(windowOfSender('2026-11-21', [treated('filler-lips', '2026-11-17')], types)).toBe('watch');
  });

  test('a new treatment extends and never shortens it', () => {
    const rank = { hot: 2, watch: 1, none: 0 } as const;
    const someday = fc
      .integer({ min: 0, max: 60 })
      .map((days) => new Date(Date.UTC(2026, 10, 1 + days)).toISOString().slice(0, 10));
    const one = fc
      .tuple(fc.constantFrom(...types.map(({ id }) => id)), someday)
      .map(([type, day]) => treated(type, day));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), one, someday, (before, next, today) => {
        expect(rank[on(today, ...before, next) ?? 'none']).toBeGreaterThanOrEqual(
          rank[on(today, ...before) ?? 'none'],
        );
      }),
    );
  });
});
