import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { add } from '../../../domain/escalation/promise.ts';
import { type Hours, isOpen } from '../../../domain/practice/opening-hours.ts';
import { type Weekday, weekdays } from '../../../domain/practice/practice.ts';
import { downtown, lakeside } from '../../support/lakeside.ts';

const west = lakeside.identity.locations[1] as typeof downtown;
/** Zones whose clocks change at other hours, by other amounts, or never; with hours that meet the change. */
const nights: Hours = {
  zone: 'Europe/Berlin',
  hours: {
    sun: [{ from: '00:00', to: '04:30' }],
    sat: [{ from: '22:00', to: '24:00' }],
    wed: [{ from: '08:30', to: '12:00' }],
  },
};
const elsewhere: readonly Hours[] = [
  { ...nights },
  { ...nights, zone: 'Australia/Lord_Howe', closedDays: ['2026-04-05'] },
  { ...nights, zone: 'America/Phoenix' },
];
const instants = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') })
  .map((instant) => new Date(instant).toISOString());
const minutes = fc.integer({ min: 1, max: 3000 });
const places = fc.constantFrom<Hours>(downtown, west, ...elsewhere);

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

  test('names the closed days that it passes', () => {
    expect(add('2026-11-25T22:55:00.000Z', 15, downtown, 'business').why).toEqual([
      '15 min of opening hours (America/Chicago) from 2026-11-25T22:55:00.000Z',
      'wed 2026-11-25 09:00-17:00: 5 min counted, 10 left',
      'thu 2026-11-26: closed (Thanksgiving Day)',
      'fri 2026-11-27 09:00-17:00: 10 min counted, 0 left',
    ]);
  });

  /** The same sum by looking at the clock on the wall minute by minute. */
  function minuteByMinute(from: string, length: number, place: Hours): string {
    const wall = new Intl.DateTimeFormat('en-CA', {
      timeZone: place.zone,
      dateStyle: 'short',
      timeStyle: 'short',
      hourCycle: 'h23',
    });
    const openAt = (instant: number): boolean => {
      const parts = Object.fromEntries(wall.formatToParts(instant).map(({ type, value }) => [type, value]));
      const date = `${parts.year}-${parts.month}-${parts.day}`;
      const weekday = weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] as Weekday;
      const time = `${parts.hour}:${parts.minute}`;
      const closed = place.closedDays?.includes(date) || place.holidayDates?.[date] !== undefined;
      return !closed && (place.hours[weekday] ?? []).some((span) => span.from <= time && time < span.to);
    };
    let instant = Date.parse(from);
    for (let left = length; left > 0; instant += 60_000) if (openAt(instant)) left -= 1;
    return new Date(instant).toISOString();
  }

  test('agrees with whoever counts the minutes on the wall, over two years in five zones', () => {
    const wholeMinutes = instants.map((at) => `${at.slice(0, 16)}:00.000Z`);
    // Around the changes of clocks it is tried on purpose.
    const changes = fc
      .tuple(
        fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-04', '2026-10-03', '2026-10-25', '2026-11-01'),
        fc.integer({ min: -2880, max: 1440 }),
      )
      .map(([day, offset]) => new Date(Date.parse(`${day}T02:00:00Z`) + offset * 60_000).toISOString());
    fc.assert(
      fc.property(
        fc.oneof(wholeMinutes, changes),
        fc.integer({ min: 1, max: 600 }),
        places,
        (from, length, place) => {
          expect(add(from, length, place, 'business').at).toBe(minuteByMinute(from, length, place));
        },
      ),
      { numRuns: 60 },
    );
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
