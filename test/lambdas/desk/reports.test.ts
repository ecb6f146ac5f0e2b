import { describe, expect, test } from '@jest/globals';
import { reportOperations } from '../../../lambdas/desk/operations/reports.ts';
import { lakeside, staffMember } from '../../support/lakeside.ts';
import { exportByHand, lookedAt, rollUpPorts } from '../../support/november.ts';

const dates = { from: '2026-11-01', until: '2026-11-30' };
const manager = staffMember('bell');

async function asked(id: string, query: object = {}, member = manager): Promise<unknown> {
  const operations = reportOperations({ ...rollUpPorts().ports, practice: lakeside.identity });
  const found = operations.find((operation) => operation.id === id);
  const call = {
    member,
    query: { ...dates, ...query },
    parameters: {},
    body: {},
    contentType: 'application/json',
    ifVersion: undefined,
  };
  return (await found?.run({ ...call, now: lookedAt, newId: () => 'id' }))?.body;
}

/** Worked by hand: of, received, not needed, answered, open; wall median and p90; business median and p90; within target, on the wall; never. */
type Row = readonly [
  of: string,
  counts: readonly [received: number, notNeeded: number, answered: number, open: number],
  wall: readonly [number, number],
  business: readonly [number, number],
  within: readonly [number | null, number | null],
  never: number,
];
const whole: Row = ['all', [10, 1, 7, 2], [30, 6755], [25, 515], [0.625, 0.5], 0.222];
const byHand: Readonly<Record<string, readonly Row[]>> = {
  channel: [
    whole,
    ['email', [2, 1, 1, 0], [4, 4], [0, 0], [1, 1], 0],
    ['messenger', [1, 0, 0, 1], [30, 30], [30, 30], [null, null], 1],
    ['phone', [1, 0, 1, 0], [90, 90], [90, 90], [0, 0], 0],
    ['sms', [1, 0, 1, 0], [25, 25], [25, 25], [1, 1], 0],
    ['web-form', [5, 0, 4, 1], [3854, 6755], [14, 515], [0.6, 0.4], 0.2],
  ],
  location: [
    whole,
    ['downtown', [8, 1, 5, 2], [30, 6755], [14, 515], [0.667, 0.5], 0.286],
    ['west', [2, 0, 2, 0], [2082.5, 4140], [42.5, 60], [0.5, 0.5], 0],
  ],
  staff: [
    whole,
    ['ibarra', [2, 0, 2, 0], [2076, 4140], [36, 60], [0.5, 0.5], 0],
    ['marlow', [2, 0, 2, 0], [1930, 3854], [10, 14], [1, 0.5], 0],
    ['nobody yet', [3, 1, 0, 2], [3392.5, 6755], [272.5, 515], [0, 0], 1],
    ['okoye', [2, 0, 2, 0], [14.5, 25], [12.5, 25], [1, 1], 0],
    ['sato', [1, 0, 1, 0], [90, 90], [90, 90], [0, 0], 0],
  ],
  priority: [
    whole,
    ['asks-for-physician', [1, 0, 1, 0], [25, 25], [25, 25], [1, 1], 0],
    ['new-lead', [5, 0, 4, 1], [3854, 6755], [14, 515], [0.6, 0.4], 0.2],
    ['other', [3, 1, 1, 1], [60, 90], [60, 90], [0, 0], 0.5],
    ['red-flag', [1, 0, 1, 0], [4, 4], [0, 0], [1, 1], 0],
  ],
};

const line = ([of, counts, wall, business, within, never]: Row) => ({
  of,
  received: counts[0],
  notNeeded: counts[1],
  answered: counts[2],
  open: counts[3],
  abandoned: 0,
  wall: { median: wall[0], p90: wall[1] },
  business: { median: business[0], p90: business[1] },
  withinTarget: within[0],
  withinTargetWall: within[1],
  neverAnswered: never,
});

const csvLine = ([of, counts, wall, business, within, never]: Row): string =>
  [of, ...counts, 0, ...wall, ...business].join(',') +
  `|${within.map((share) => share ?? '').join(',')},${never}`;

const csvByHand = async (by: string): Promise<readonly string[]> => {
  const [head = '', ...rows] = String(await asked('exportResponses', { by }))
    .trim()
    .split('\n');
  expect(head).toBe(
    'of,received,not_needed,answered,open,abandoned,wall_median,wall_p90,business_median,business_p90,' +
      'to_acknowledgement_median,to_acknowledgement_p90,to_claim_median,to_claim_p90,' +
      'within_target,within_target_wall,never_answered',
  );
  return rows.map((row) => {
    const cells = row.split(',');
    return `${cells.slice(0, 10).join(',')}|${cells.slice(14).join(',')}`;
  });
};

describe('the reports of the API, of a month worked by hand', () => {
  test.each(Object.keys(byHand))('by %s, as JSON and as CSV', async (by) => {
    const rows = byHand[by] ?? [];
    const { items } = (await asked('reportResponses', { by })) as { items: object[] };
    expect(items).toHaveLength(rows.length);
    expect(items).toMatchObject(rows.map(line));
    expect(await csvByHand(by)).toEqual(rows.map(csvLine));
  });

  test('by the hour of the week, in each location’s own time', async () => {
    const { items } = (await asked('reportResponses', { by: 'hour' })) as {
      items: { of: string; received: number; wall: object }[];
    };
    expect(items.map(({ of, received }) => `${of}: ${received}`)).toEqual([
      'all: 10',
      'fri 16: 1',
      'fri 22: 1',
      'mon 09: 2',
      'sat 13: 1',
      'thu 11: 1',
      'thu 14: 1',
      'tue 10: 1',
      'tue 11: 1',
      'wed 16: 1',
    ]);
    // Answered after 6 minutes, and open for 30.
    expect(items[3]?.wall).toEqual({ median: 18, p90: 30 });
    expect((await csvByHand('hour'))[3]).toBe('mon 09,2,0,1,1,0,18,30,18,30|1,1,0.5');
  });

  test('acknowledged and claimed stand beside answered', async () => {
    const beside = { toAcknowledgement: { median: 0.1, p90: 0.8 }, toClaim: { median: 4, p90: 20 } };
    expect(await asked('reportResponses', { by: 'channel' })).toMatchObject({ items: { 0: beside } });
    const [, all] = String(await asked('exportResponses', { by: 'channel' })).split('\n');
    expect(all?.split(',').slice(10, 14)).toEqual(['0.1', '0.8', '4', '20']);
  });

  test('the missed, the longest wait first', async () => {
    const { items } = (await asked('reportMissed')) as { items: object[] };
    expect(items).toEqual([
      {
        id: '9',
        receivedAt: '2026-11-25T22:55:00.000Z',
        deadline: '2026-11-27T15:10:00.000Z',
        respondedAt: null,
        channel: 'web-form',
        location: 'downtown',
        priority: 'new-lead',
        staff: null,
        wallMinutes: 6755,
        businessMinutes: 515,
      },
      expect.objectContaining({ id: '7', staff: 'ibarra', wallMinutes: 4140, businessMinutes: 60 }),
      expect.objectContaining({ id: '4', staff: 'sato', wallMinutes: 90, businessMinutes: 90 }),
    ]);
  });

  test('every inquiry as a row', async () => {
    expect(await asked('exportResponses')).toBe(exportByHand);
  });

  test('a manager of one location sees no other', async () => {
    const west = { ...manager, locations: ['west'] };
    const { items } = (await asked('reportResponses', { by: 'location' }, west)) as { items: object[] };
    expect(items).toMatchObject([
      { of: 'all', received: 2 },
      { of: 'west', received: 2 },
    ]);
    expect(await asked('reportMissed', {}, west)).toMatchObject({ items: [{ id: '7' }] });
    expect(String(await asked('exportResponses', {}, west)).match(/^\d+/gm)).toEqual(['6', '7']);
  });
});
