import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type DateOrder,
  dateOrderOf,
  isAmbiguous,
  orderAdvice,
  orderProved,
} from '../../../domain/patient/date-order.ts';
import { importedDate } from '../../../domain/patient/import-dates.ts';

const two = (number: number): string => String(number).padStart(2, '0');
const day = fc.record({
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
  year: fc.integer({ min: 2000, max: 2039 }),
});
type Day = typeof day extends fc.Arbitrary<infer T> ? T : never;
const written = (of: Day, order: DateOrder, sign: string): string =>
  [...(order === 'MDY' ? [of.month, of.day] : [of.day, of.month]), of.year].join(sign);
const sign = fc.constantFrom('/', '.', '-');
const orders = fc.constantFrom<DateOrder>('MDY', 'DMY');

describe('the order of day and month', () => {
  test.each([
    ['US', 'MDY'],
    ['us', 'MDY'],
    ['PR', 'MDY'],
    ['GU', 'MDY'],
    ['PH', 'MDY'],
    ...[
      'GB',
      'IE',
      'AU',
      'NZ',
      'CA',
      'MX',
      'ES',
      'DE',
      'FR',
      'IN',
      'ZA',
      'BR',
      'AE',
      'SE',
      'JP',
      'TH',
      'SA',
    ].map((country) => [country, 'DMY'] as const),
    // Languages that this machine knows nothing of are not answered for by its own.
    ...['PG', 'HT', 'TV', 'AW', 'PY', 'MV'].map((country) => [country, 'DMY'] as const),
  ])('of %s is %s', (country, order) => {
    expect(dateOrderOf(country)).toBe(order);
  });

  test('reads back what was written in it', () => {
    fc.assert(
      fc.property(day, orders, sign, (of, order, between) => {
        const iso = `${of.year}-${two(of.month)}-${two(of.day)}`;
        expect(importedDate(written(of, order, between), 'it', order)).toBe(iso);
      }),
    );
  });

  test('is proved by a day that is no month, and by nothing else', () => {
    fc.assert(
      fc.property(
        day,
        orders,
        sign,
        fc.constantFrom('', ' 10:30', 'T09:00:00', ', 9:00 AM'),
        (of, order, between, time) => {
          const text = written(of, order, between);
          expect(orderProved(`${text}${time}`)).toBe(of.day > 12 ? order : undefined);
          expect(isAmbiguous(text)).toBe(of.day < 13 && of.day !== of.month);
        },
      ),
    );
    for (const text of ['2026-11-25', '25 Nov 2026', '13/13/2026', '0/25/2026', '32/5/2026', '', 'yes'])
      expect(orderProved(text)).toBeUndefined();
  });

  test('that is in doubt reads only what can be read in one way', () => {
    fc.assert(
      fc.property(day, orders, (of, order) => {
        const text = written(of, order, '/');
        const read = () => importedDate(text, 'it', `${order}-doubted`);
        if (isAmbiguous(text)) expect(read).toThrow('in doubt');
        else expect(read()).toBe(importedDate(text, 'it', order));
      }),
    );
  });

  test('that does not fit is told with what to set', () => {
    expect(() => importedDate('25/11/2026', 'the date', 'MDY')).toThrow(
      'the date is no date with the month first; write it as 2026-11-20, or set dates: DMY',
    );
    expect(orderAdvice('MDY', 0, 'jane')).toBeUndefined();
    expect(orderAdvice('DMY', 3, 'jane')).toContain(
      '3 dates can only be read with the month first, and this file was read with the day first. If that is how its dates are written, set "dates: MDY" for the system "jane"',
    );
  });
});
