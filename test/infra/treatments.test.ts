import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { plus } from '../../domain/recall/calendar.ts';
import { minimumGapOf } from '../../domain/recall/interval.ts';
import { lakeside } from '../support/lakeside.ts';

const { treatments, products } = lakeside.treatments;

describe('the catalogue that is shipped', () => {
  test('names each thing once', () => {
    const names = [...treatments, ...products]
      .flatMap((one) => [one.id, ...one.names])
      .map((name) => name.toLowerCase());
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    // A name may be an id of the same row.
    const own = [...treatments, ...products].flatMap(({ id, names: all }) =>
      all.filter((name) => name.toLowerCase() === id),
    );
    expect(twice.filter((name) => !own.includes(name))).toEqual([]);
  });

  test('asks nobody to come sooner than the minimum gap, and learns within bounds around the interval', () => {
    const from = '2026-01-31';
    for (const type of treatments) {
      const { id, interval, personal, series } = type;
      const days = (duration: string) => (Date.parse(plus(from, duration)) - Date.parse(from)) / 86_400_000;
      const minimumGap = days(minimumGapOf(type));
      expect([id, days(interval) >= minimumGap - 1]).toEqual([id, true]);
      expect([id, series === undefined || days(series.every) >= minimumGap]).toEqual([id, true]);
      expect([id, !personal || days(personal.min) <= days(interval)]).toEqual([id, true]);
      expect([id, !personal || days(personal.max) >= days(interval)]).toEqual([id, true]);
    }
  });

  test('marks every row to be confirmed', () => {
    const lines = readFileSync(resolve(import.meta.dirname, '../../practice/treatments.yaml'), 'utf8').split(
      '\n',
    );
    const rows = lines.filter((line) => /^ {2}- \{ id:/.test(line));
    expect(rows).toHaveLength(treatments.length + products.length);
    expect(rows.filter((row) => !row.includes('confirm with your provider'))).toEqual([]);
  });
});
