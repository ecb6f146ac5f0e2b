import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { add } from '../../../domain/escalation/promise.ts';
import { openMinutes } from '../../../domain/practice/opening-hours.ts';
import { missedIn, reportBy, spreadOf } from '../../../domain/report/summary.ts';
import { responseFrom } from '../../../domain/report/timeline.ts';
import { downtown, lakeside } from '../../support/lakeside.ts';
import { byHand, lookedAt, timelines } from '../../support/november.ts';

const month = Object.entries(timelines).flatMap(([id, lines]) => responseFrom(id, lines) ?? []);
const now = lookedAt;
const report = (by: 'channel' | 'location' | 'staff' | 'priority' | 'hour') =>
  reportBy(month, by, lakeside.identity, now);

describe('the report of a month worked by hand (test/fixtures/reports)', () => {
  test('each timeline tells what it tells by hand', () => {
    expect(month).toHaveLength(byHand.length);
    for (const [at, told] of month.entries()) {
      const { acknowledgedAt, claimedAt, respondedAt, closedAt, ...rest } = told;
      const { id, receivedAt, channel, location, priority, deadline, staff, notNeeded } = rest;
      const row = { id, receivedAt, channel, location, priority, deadline, staff, notNeeded };
      expect({ ...row, acknowledgedAt, claimedAt, respondedAt, closedAt }).toEqual(byHand[at]);
    }
    expect(month.map(({ reopened }) => reopened ?? 0)).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
  });

  test('is the same as by hand', () => {
    expect(report('channel')[0]).toEqual({
      of: 'all',
      received: 10,
      notNeeded: 1,
      answered: 7,
      open: 2,
      abandoned: 0,
      wall: { median: 30, p90: 6755 },
      business: { median: 25, p90: 515 },
      toAcknowledgement: { median: 0.1, p90: 0.8 },
      toClaim: { median: 4, p90: 20 },
      withinTarget: 0.625,
      withinTargetWall: 0.5,
      neverAnswered: 0.222,
    });
  });

  test('by location, member and hour of the week in the location’s own time', () => {
    expect(report('location').map(({ of, received, answered }) => [of, received, answered])).toEqual([
      ['all', 10, 7],
      ['downtown', 8, 5],
      ['west', 2, 2],
    ]);
    expect(report('location')[2]).toMatchObject({ wall: { median: 2082.5, p90: 4140 }, withinTarget: 0.5 });
    expect(report('staff').map(({ of }) => of)).toEqual([
      'all',
      'ibarra',
      'marlow',
      'nobody yet',
      'okoye',
      'sato',
    ]);
    expect(report('hour').map(({ of }) => of)).toEqual(
      expect.arrayContaining(['mon 09', 'fri 16', 'fri 22', 'sat 13']),
    );
  });

  test('lists the missed, the longest wait first', () => {
    expect(missedIn(month, now).map(({ id }) => id)).toEqual(['9', '7', '4']);
  });
});

describe('figures', () => {
  test('the middle of nothing is nothing', () => {
    expect(spreadOf([])).toEqual({ median: null, p90: null });
    expect(spreadOf([7])).toEqual({ median: 7, p90: 7 });
    expect(spreadOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual({ median: 5.5, p90: 9 });
  });

  test('open minutes are what a promise counts', () => {
    const instants = fc
      .integer({ min: 0, max: 1_000_000 })
      .map((minutes) => new Date(Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000).toISOString());
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 3000 }), (from, length) => {
        expect(openMinutes(from, add(from, length, downtown, 'business').at, downtown)).toBe(length);
      }),
      { numRuns: 150 },
    );
  });
});
