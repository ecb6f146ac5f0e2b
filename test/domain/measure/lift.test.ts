import { describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../domain/measure/arms.ts';
import { skewedBounds, studentQuantile, wilson } from '../../../domain/measure/intervals.ts';
import { revenueLift, visitLift } from '../../../domain/measure/lift.ts';

let serial = 0;
/** So many patients, of whom so many came, in households of `size` that do as one. */
function arm(
  heldOut: boolean,
  patients: number,
  visits: number,
  size = 1,
  stratum = '0.2',
): readonly Outcome[] {
  return Array.from({ length: patients }, (_, index) => {
    if (index % size === 0) serial += 1;
    const visited = index < visits;
    return { household: `hh_${serial}`, heldOut, stratum, visited, cents: visited ? 40_000 : 0 };
  });
}
const measured = (outcomes: readonly Outcome[]) => {
  const lift = visitLift(outcomes);
  if (lift.state !== 'measured') throw new Error(lift.why);
  return lift;
};

describe('quantiles and intervals as published', () => {
  test.each([
    [10, 2.2281],
    [20, 2.086],
    [30, 2.0423],
    [60, 2.0003],
    [120, 1.9799],
  ])('Student with %p degrees of freedom', (freedom, expected) => {
    expect(Math.abs(studentQuantile(freedom) - expected)).toBeLessThan(0.0002);
  });

  test('Wilson, 81 of 263 (Newcombe 1998, statistics in medicine 17:857)', () => {
    const { low, high } = wilson(81 / 263, 263);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
  });

  test('Newcombe’s hybrid, 56 of 70 against 48 of 80 (the same, 17:873, method 10)', () => {
    const { difference, low, high } = measured([...arm(false, 70, 56), ...arm(true, 80, 48)]);
    expect([difference, low, high].map((one) => one.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339']);
  });

  test('skewness moves both ends to the long side; without it they are Student’s', () => {
    const plain = skewedBounds(0, 1e9);
    expect(plain.below).toBeCloseTo(1.96, 3);
    expect(plain.above).toBeCloseTo(1.96, 3);
    const skewed = skewedBounds(0.3, 1e9);
    expect(skewed.below).toBeLessThan(1.96);
    expect(skewed.above).toBeGreaterThan(1.96);
  });
});

describe('lift', () => {
  test('whole households doing as one count as so many households', () => {
    const alone = measured([...arm(false, 300, 120), ...arm(true, 150, 45)]);
    const doubled = measured([...arm(false, 600, 240, 2), ...arm(true, 300, 90, 2)]);
    expect(doubled.difference).toBeCloseTo(alone.difference, 10);
    expect(doubled.low).toBeCloseTo(alone.low, 2);
    expect(doubled.high).toBeCloseTo(alone.high, 2);
  });

  test('a change of the share is no effect: equal rates within each share give none', () => {
    const outcomes = [
      ...arm(false, 180, 90, 1, '0.1'),
      ...arm(true, 20, 10, 1, '0.1'),
      ...arm(false, 100, 10, 1, '0.5'),
      ...arm(true, 100, 10, 1, '0.5'),
    ];
    // Thrown together it would be 100 of 280 against 20 of 120.
    expect(measured(outcomes).difference).toBeCloseTo(0, 10);
    // Those of a time at which nobody was held out have nobody to be compared with.
    expect(measured([...outcomes, ...arm(false, 500, 400, 1, '0.3')]).difference).toBeCloseTo(0, 10);
  });

  test.each([
    ['no holdout', [...arm(false, 100, 50)]],
    ['few households', [...arm(false, 100, 50), ...arm(true, 58, 29, 2)]],
    ['few visits', [...arm(false, 400, 16), ...arm(true, 100, 8)]],
    ['few without a visit', [...arm(false, 400, 384), ...arm(true, 100, 92)]],
  ] as const)('%s is not enough, and the counts are told', (why, outcomes) => {
    expect(visitLift(outcomes)).toMatchObject({
      state: 'not enough data',
      why,
      contacted: { patients: outcomes.filter(({ heldOut }) => !heldOut).length },
    });
  });

  test('nothing at all is not enough', () => {
    expect(visitLift([])).toMatchObject({ why: 'no holdout' });
    expect(revenueLift([])).toMatchObject({ why: 'no holdout' });
  });

  test('enough is decided by both arms together: no visit at all of the held out is a result', () => {
    expect(measured([...arm(false, 400, 40), ...arm(true, 100, 0)])).toMatchObject({
      difference: expect.closeTo(0.1, 10),
      heldOut: { visits: 0 },
    });
  });

  test('revenue: the difference a patient in whole cents, wider than the visits alone allow', () => {
    const lift = revenueLift([...arm(false, 400, 200), ...arm(true, 100, 40)]);
    // (0.5 - 0.4) x 40000, Welch by hand: 40000 x sqrt(.25/399 + .24/99) x 1.976 = 4366; hardly skewed.
    expect(lift).toMatchObject({ state: 'measured', difference: 4000 });
    if (lift.state !== 'measured') throw new Error(lift.why);
    expect(Math.abs(lift.low - (4000 - 4366))).toBeLessThan(150);
    expect(Math.abs(lift.high - (4000 + 4366))).toBeLessThan(150);
    expect(revenueLift([...arm(false, 400, 40), ...arm(true, 100, 9)])).toMatchObject({ why: 'few visits' });
  });
});
