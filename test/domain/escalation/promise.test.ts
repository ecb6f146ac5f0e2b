import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { add } from '../../../domain/escalation/promise.ts';
import { isOpen } from '../../../domain/practice/opening-hours.ts';
import { downtown, lakeside } from '../../support/lakeside.ts';

const west = lakeside.identity.locations[1] as typeof downtown;
const instants = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') })
  .map((instant) => new Date(instant).toISOString());
const minutes = fc.integer({ min: 1, max: 3000 });
const places = fc.constantFrom(downtown, west);

describe('a promise over opening hours', () => {
  test.each([
    ['within a day', '2026-11-20T16:05:00.000Z', 15, '2026-11-20T16:20:00.000Z'],
    ['over a weekend', '2026-11-20T22:50:00.000Z', 15, '2026-11-23T15:05:00.000Z'],
    [
      'over a weekend in which the clocks go back',
      '2026-10-30T21:50:00.000Z',
      15,
      '2026-11-02T15:05:00.000Z',
    ],
    [
      'over a weekend in which the clocks go forward',
      '2026-03-13T21:50:00.000Z',
      15,
      '2026-03-16T14:05:00.000Z',
    ],
    ['over a closed day', '2026-11-25T22:55:00.000Z', 15, '2026-11-27T15:10:00.000Z'],
    ['from before the doors open', '2026-11-20T08:00:00.000Z', 30, '2026-11-20T15:30:00.000Z'],
  ])('%s', (_name, from, length, due) => {
    expect(add(from, length, downtown, 'business').at).toBe(due);
  });

  test('runs straight through where every day is closed', () => {
    expect(add('2026-11-20T16:05:00.000Z', 15, { zone: 'America/Chicago', hours: {} }, 'business').at).toBe(
      '2026-11-20T16:20:00.000Z',
    );
  });

  test('tells its sum', () => {
    expect(add('2026-11-20T22:50:00.000Z', 15, downtown, 'business').why).toEqual([
      '15 min of opening hours (America/Chicago) from 2026-11-20T22:50:00.000Z',
      'fri 2026-11-20 09:00-17:00: 10 min counted, 5 left',
      'mon 2026-11-23 09:00-17:00: 5 min counted, 0 left',
    ]);
  });

  test('never ends in closed time', () => {
    fc.assert(
      fc.property(instants, minutes, places, (from, length, place) => {
        const due = Date.parse(add(from, length, place, 'business').at);
        return isOpen(new Date(due - 1).toISOString(), place);
      }),
      { numRuns: 200 },
    );
  });

  test('adds up when it is split', () => {
    fc.assert(
      fc.property(instants, minutes, minutes, places, (from, a, b, place) => {
        const whole = add(from, a + b, place, 'business').at;
        return add(add(from, a, place, 'business').at, b, place, 'business').at === whole;
      }),
      { numRuns: 200 },
    );
  });

  test('is later for whoever writes later', () => {
    fc.assert(
      fc.property(instants, instants, minutes, places, (a, b, length, place) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        return add(first, length, place, 'business').at <= add(second, length, place, 'business').at;
      }),
      { numRuns: 200 },
    );
  });
});
