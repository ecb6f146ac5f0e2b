import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { whoIsOnCall } from '../../../domain/escalation/audience.ts';
import { namedDuties } from '../../../domain/escalation/duties.ts';
import type { Staff, StaffMember } from '../../../domain/practice/practice.ts';
import { gapsOf } from '../../../domain/rota/gaps.ts';
import { onCallBy } from '../../../domain/rota/on-call.ts';
import { type RotaChange, Schedule } from '../../../domain/rota/rota.ts';
import { shiftsOf } from '../../../domain/rota/shifts.ts';
import { lakeside } from '../../support/lakeside.ts';

const weekdays = Schedule.parse({
  id: 'physicians',
  role: 'physician',
  zone: 'America/Chicago',
  layers: [
    {
      name: 'office',
      people: ['lindqvist'],
      from: '2026-01-05T08:00',
      during: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
    },
  ],
});
const change = (given: object): RotaChange =>
  ({ id: 'c', by: 'bell', at: '2026-11-01T00:00:00.000Z', ...given }) as RotaChange;
const practice = (...changes: RotaChange[]): Staff => ({
  ...lakeside.staff,
  onCall: [{ role: 'physician', primary: 'okoye' }],
  schedules: [weekdays],
  changes,
});
const named = namedDuties(lakeside.escalation);
const around = { from: '2026-11-20T12:00:00.000Z', until: '2026-11-25T00:00:00.000Z' };

describe('a gap of the rota', () => {
  test.each([
    ['2026-11-21T12:00:00.000Z', '2026-11-22T12:00:00.000Z'],
    ['2026-11-21T00:00:00.000Z', '2026-11-21T02:00:00.000Z'],
  ])('is told where the standing one is away for a part of the weekend: %s', (from, until) => {
    const gaps = gapsOf(practice(change({ kind: 'absence', of: 'okoye', from, until })), [], around);
    expect(gaps).toEqual([
      {
        role: 'physician',
        duty: 'primary',
        locations: ['downtown', 'west'],
        schedule: 'physicians',
        from,
        until,
      },
    ]);
  });

  test('is told of a role that has only a standing entry', () => {
    const week = { from: '2026-11-30T00:00:00.000Z', until: '2026-12-07T00:00:00.000Z' };
    const staff = { ...lakeside.staff, changes: [change({ kind: 'absence', of: 'sato', ...week })] };
    expect(
      gapsOf(staff, [], { from: '2026-11-29T12:00:00.000Z', until: '2026-12-10T00:00:00.000Z' }),
    ).toEqual([{ role: 'extender', duty: 'primary', locations: ['downtown', 'west'], ...week }]);
  });

  test('is told at a location where a policy calls for a duty that has nobody', () => {
    const onCall = [{ role: 'extender' as const, primary: 'sato', locations: ['downtown'] }];
    const staff: Staff = { ...lakeside.staff, onCall, schedules: [weekdays] };
    const span = { from: '2026-11-20T20:00:00.000Z', until: '2026-11-20T22:00:00.000Z' };
    expect(gapsOf(staff, [], span)).toEqual([]);
    expect(gapsOf(staff, named, span)).toEqual([
      { role: 'physician', duty: 'backup', locations: ['downtown', 'west'], ...span },
      { role: 'extender', duty: 'primary', locations: ['west'], ...span },
    ]);
  });

  test('is none where the shipped practice is whole', () => {
    expect(
      gapsOf(lakeside.staff, named, { from: '2026-11-29T12:00:00.000Z', until: '2027-03-01T00:00:00.000Z' }),
    ).toEqual([]);
  });
});

describe('a backup who is first already', () => {
  // Okoye has the week of 30 November, Lindqvist is its backup; the other way round the week after.
  const from = '2026-11-29T12:00:00.000Z';
  const week = { from: '2026-11-30T14:00:00.000Z', until: '2026-12-14T14:00:00.000Z' };
  const gapsWith = (...changes: RotaChange[]) =>
    gapsOf({ ...lakeside.staff, changes }, [], { from, until: '2026-12-20T00:00:00.000Z' });

  test('is told as a gap of the backup: the delegate of whoever is absent', () => {
    const gaps = gapsWith(change({ kind: 'absence', of: 'okoye', delegate: 'lindqvist', ...week }));
    expect(gaps).toEqual([
      {
        role: 'physician',
        duty: 'backup',
        locations: ['downtown', 'west'],
        schedule: 'physicians-backup',
        ...week,
        alsoFirst: 'lindqvist',
      },
    ]);
  });

  test('also by an override of the first turn alone', () => {
    const day = { from: '2026-12-02T00:00:00.000Z', until: '2026-12-03T00:00:00.000Z' };
    const gaps = gapsWith(change({ kind: 'override', schedule: 'physicians', staff: 'lindqvist', ...day }));
    expect(gaps).toMatchObject([{ duty: 'backup', ...day, alsoFirst: 'lindqvist' }]);
  });

  test('is none where another stands in', () => {
    const third = { ...lakeside.staff.members.find(({ id }) => id === 'okoye'), id: 'third' } as StaffMember;
    const staff = {
      ...lakeside.staff,
      members: [...lakeside.staff.members, third],
      changes: [change({ kind: 'absence', of: 'okoye', delegate: 'third', ...week })],
    };
    expect(gapsOf(staff, [], { from, until: '2026-12-20T00:00:00.000Z' })).toEqual([]);
  });

  test('begins where the first turn changes hands, though the backup does not', () => {
    const turns = Schedule.parse({
      ...weekdays,
      layers: [
        {
          name: 'days',
          people: ['okoye', 'lindqvist'],
          from: '2026-11-16T08:00',
          turn: { every: 1, unit: 'day' },
        },
      ],
    });
    const staff = {
      ...lakeside.staff,
      onCall: [{ role: 'physician' as const, primary: 'okoye', backup: 'okoye' }],
      schedules: [turns],
    };
    const gaps = gapsOf(staff, [], { from: '2026-11-30T14:00:00.000Z', until: '2026-12-03T14:00:00.000Z' });
    expect(gaps.map(({ from: start, until, alsoFirst }) => [start, until, alsoFirst])).toEqual([
      ['2026-11-30T14:00:00.000Z', '2026-12-01T14:00:00.000Z', 'okoye'],
      ['2026-12-02T14:00:00.000Z', '2026-12-03T14:00:00.000Z', 'okoye'],
    ]);
  });
});

describe('whoever has left', () => {
  const span = { from: '2026-11-30T00:00:00.000Z', until: '2026-12-21T00:00:00.000Z' };
  const callable = (...changes: RotaChange[]) =>
    whoIsOnCall(
      { ...lakeside.staff, changes },
      'physician',
      { location: 'downtown', now: '2026-12-02T18:00:00.000Z' },
      'primary',
    ).map(({ id }) => id);

  test('leaves their override to the layers below', () => {
    const without = callable();
    expect(callable(change({ kind: 'override', schedule: 'physicians', staff: 'gone', ...span }))).toEqual(
      without,
    );
    expect(callable(change({ kind: 'override', schedule: 'physicians', staff: 'marlow', ...span }))).toEqual(
      without,
    );
  });

  test('stands in for nobody: the standing entry holds, or the gap is told', () => {
    const away = ['okoye', 'lindqvist'].map((of) =>
      change({ kind: 'absence', of, delegate: 'gone', ...span }),
    );
    expect(callable(...away)).toEqual([]);
    const gaps = gapsOf({ ...lakeside.staff, changes: away }, [], {
      from: '2026-11-29T12:00:00.000Z',
      until: span.until,
    });
    expect(gaps.map(({ duty, from, until }) => [duty, from, until])).toEqual([
      ['primary', span.from, span.until],
      ['backup', span.from, span.until],
    ]);
  });
});

/** Zones and days on which their clocks are changed, over midnight too, by an hour or half of one. */
const clockChanges = [
  ['America/Chicago', '2026-11-01T07:00:00Z'],
  ['America/Chicago', '2026-03-08T08:00:00Z'],
  ['America/Santiago', '2026-04-05T03:00:00Z'],
  ['America/Santiago', '2026-09-06T04:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Asia/Beirut', '2026-03-28T22:00:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00:00Z'],
] as const;
const times = ['23:30', '00:00', '00:30', '01:15', '01:30', '01:45', '02:15', '02:45', '03:00'] as const;
const minute = 60_000;

test('shifts and gaps are what whoever is asked says, minute by minute, also while clocks are changed', () => {
  const schedules = fc
    .record({
      at: fc.constantFrom(...clockChanges),
      from: fc.constantFrom(...times),
      to: fc.constantFrom(...times),
      starts: fc.constantFrom(...times),
      unit: fc.constantFrom('hour' as const, 'day' as const),
      base: fc.boolean(),
    })
    .map(({ at: [zone, instant], from, to, starts, unit, base }) => ({
      instant,
      schedule: Schedule.parse({
        id: 's',
        role: 'physician',
        zone,
        layers: [
          ...(base ? [{ name: 'base', people: ['okoye'], from: '2026-01-01T00:00' }] : []),
          {
            name: 'turns',
            people: ['lindqvist', 'okoye'],
            from: `2026-01-01T${starts}`,
            turn: { every: 1, unit },
            during: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from, to }],
          },
        ],
      }),
    }));
  fc.assert(
    fc.property(schedules, ({ schedule, instant }) => {
      const staff: Staff = { ...lakeside.staff, onCall: [], schedules: [schedule] };
      const roster = { schedules: [schedule], changes: [] };
      const start = Date.parse(instant) - 3 * 60 * minute;
      const until = new Date(start + 6 * 60 * minute).toISOString();
      const from = new Date(start).toISOString();
      const shifts = shiftsOf(schedule, roster, from, until);
      const gaps = gapsOf(staff, [], { from, until });
      for (let at = start; at < Date.parse(until); at += 5 * minute) {
        const now = new Date(at).toISOString();
        const inside = (span: { from: string; until: string }) => span.from <= now && now < span.until;
        const who = onCallBy(schedule, roster, now);
        expect([now, shifts.find(inside)?.staff]).toEqual([now, who]);
        expect([now, gaps.some(inside)]).toEqual([now, who === undefined]);
      }
    }),
    { numRuns: 60 },
  );
});
