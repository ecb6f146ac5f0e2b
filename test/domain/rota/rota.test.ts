import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { onCallBy } from '../../../domain/rota/on-call.ts';
import { type Roster, type RotaChange, Schedule } from '../../../domain/rota/rota.ts';
import { shiftsOf } from '../../../domain/rota/shifts.ts';

/** Okoye and Lindqvist week by week from a Monday at eight; Sato covers the nights from Friday to Sunday. */
const schedule = Schedule.parse({
  id: 'physicians',
  role: 'physician',
  zone: 'America/Chicago',
  layers: [
    { name: 'weeks', people: ['okoye', 'lindqvist'], from: '2026-01-05T08:00' },
    {
      name: 'weekend nights',
      people: ['sato'],
      from: '2026-01-05T00:00',
      during: [{ days: ['fri', 'sat', 'sun'], from: '20:00', to: '06:00' }],
    },
  ],
});
const change = (given: object): RotaChange =>
  ({ id: 'c', by: 'bell', at: '2026-01-01T00:00:00.000Z', ...given }) as RotaChange;
const roster = (...changes: RotaChange[]): Roster => ({ schedules: [schedule], changes });
const who = (at: string, ...changes: RotaChange[]) => onCallBy(schedule, roster(...changes), at);

describe('who is on call', () => {
  test.each([
    ['nobody before the first turn', '2026-01-05T13:59:00.000Z', undefined],
    ['the first person from it on', '2026-01-05T14:00:00.000Z', 'okoye'],
    ['the second a week later, to the minute', '2026-01-12T14:00:00.000Z', 'lindqvist'],
    ['still by the wall clock when clocks have changed', '2026-03-16T13:00:00.000Z', 'okoye'],
    ['a later layer over an earlier one', '2026-01-10T03:00:00.000Z', 'sato'],
    ['into the next morning', '2026-01-12T11:59:00.000Z', 'sato'],
    ['and no longer', '2026-01-12T12:00:00.000Z', 'okoye'],
  ])('%s', (_name, at, expected) => {
    expect(who(at)).toBe(expected);
  });

  const week = { from: '2026-01-05T14:00:00.000Z', until: '2026-01-12T14:00:00.000Z' };
  const tuesday = '2026-01-06T18:00:00.000Z';

  test('an override holds while it lasts, the newest of two', () => {
    const first = change({ kind: 'override', schedule: 'physicians', staff: 'lindqvist', ...week });
    const second = change({ ...first, staff: 'sato', at: '2026-01-02T00:00:00.000Z' });
    expect(who(tuesday, first)).toBe('lindqvist');
    expect(who(tuesday, second, first)).toBe('sato');
    expect(who('2026-01-12T18:00:00.000Z', second, first)).toBe('lindqvist');
  });

  test('who is away is covered by the delegate, or by the layer below', () => {
    expect(who(tuesday, change({ kind: 'absence', of: 'okoye', delegate: 'sato', ...week }))).toBe('sato');
    expect(who(tuesday, change({ kind: 'absence', of: 'okoye', ...week }))).toBeUndefined();
    const saturdayNight = '2026-01-11T04:00:00.000Z';
    expect(who(saturdayNight, change({ kind: 'absence', of: 'sato', ...week }))).toBe('okoye');
  });

  test('delegates who name one another are nobody', () => {
    const one = change({ kind: 'absence', of: 'okoye', delegate: 'sato', ...week });
    const other = change({ kind: 'absence', of: 'sato', delegate: 'okoye', ...week });
    expect(who(tuesday, one, other)).toBeUndefined();
  });
});

describe('the shifts of a span', () => {
  const from = '2026-01-05T14:00:00.000Z';

  test('name every gap with its beginning and end', () => {
    const away = change({
      kind: 'absence',
      of: 'okoye',
      from: '2026-01-06T18:30:00.000Z',
      until: '2026-01-07T18:30:00.000Z',
    });
    const gaps = shiftsOf(schedule, roster(away), from, '2026-01-09T00:00:00.000Z').filter(
      ({ staff }) => !staff,
    );
    expect(gaps).toEqual([
      { schedule: 'physicians', from: '2026-01-06T18:30:00.000Z', until: '2026-01-07T18:30:00.000Z' },
    ]);
  });

  test('follow one another without a hole and agree with whoever is asked minute by minute', () => {
    const instants = fc
      .integer({ min: 0, max: 500 * 24 * 60 })
      .map((minutes) => new Date(Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000).toISOString());
    const changes = fc.array(
      fc
        .tuple(
          instants,
          fc.integer({ min: 1, max: 4000 }),
          fc.constantFrom('okoye', 'lindqvist', 'sato'),
          fc.boolean(),
        )
        .map(([start, minutes, person, override]) =>
          change({
            id: `${start} ${person}`,
            from: start,
            until: new Date(Date.parse(start) + minutes * 60_000).toISOString(),
            ...(override
              ? { kind: 'override', schedule: 'physicians', staff: person }
              : { kind: 'absence', of: person }),
          }),
        ),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(instants, changes, fc.integer({ min: 1, max: 10 * 24 * 60 }), (start, made, minutes) => {
        const until = new Date(Date.parse(start) + minutes * 60_000).toISOString();
        const shifts = shiftsOf(schedule, roster(...made), start, until);
        expect([shifts[0]?.from, shifts.at(-1)?.until]).toEqual([start, until]);
        shifts.forEach((shift, index) => {
          expect(shift.until).toBe(shifts[index + 1]?.from ?? until);
          const middle = new Date((Date.parse(shift.from) + Date.parse(shift.until)) / 2).toISOString();
          const end = new Date(Date.parse(shift.until) - 1).toISOString();
          for (const at of [shift.from, middle, end]) expect(who(at, ...made)).toBe(shift.staff);
        });
      }),
      { numRuns: 150 },
    );
  });
});
