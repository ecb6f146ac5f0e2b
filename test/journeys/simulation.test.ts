import { describe, expect, test } from '@jest/globals';
import { agree, responseFrom } from '../../domain/report/timeline.ts';
import { readLog, syntheticMonth } from '../../simulation/past-inquiries.ts';
import { replayed, simulated, told } from '../support/replay.ts';

describe('the simulation', () => {
  const log = readLog(
    [
      'received,channel,priority,location',
      '2026-11-20T16:05:00Z,web-form,new-lead,downtown',
      '2026-11-20T16:20:00Z,web-form,asks-for-physician,downtown',
      '2026-11-20T17:00:00Z,web-form,E1,downtown',
    ].join('\n'),
    ['downtown'],
  );

  test('agrees event for event with the embedded engines', async () => {
    const outcome = await simulated(log, 3, 60);
    const there = await replayed(log, outcome);
    for (const { id } of log) {
      const here = await told(outcome, `inq_${id}`);
      expect(here.length).toBeGreaterThan(4);
      expect(there.get(`inq_${id}`)).toEqual(here);
    }
  });

  test('of the same scenario gives the same outcome, of another seed another', async () => {
    const month = syntheticMonth(60, '2026-11-01T00:00:00.000Z', ['downtown', 'west'], 1);
    const [first, second, other] = [
      await simulated(month, 1),
      await simulated(month, 1),
      await simulated(month, 2),
    ];
    expect(second.deeds).toEqual(first.deeds);
    expect(second.sent).toEqual(first.sent);
    expect(other.deeds).not.toEqual(first.deeds);
  });

  test('loses nobody, and pages every emergency at once', async () => {
    const month = syntheticMonth(200, '2026-11-01T00:00:00.000Z', ['downtown', 'west'], 5);
    const { responses, sent, timeline } = await simulated(month, 5);
    expect(responses).toHaveLength(200);
    expect(responses.filter(({ respondedAt }) => respondedAt === undefined)).toEqual([]);
    // What a report would say goes by the timeline, and is the same.
    for (const own of responses) {
      const told = responseFrom(own.id, await timeline(own.id));
      expect([own.id, told && agree(told, own)]).toEqual([own.id, true]);
    }
    for (const { id, at, priority } of month.filter(
      (past) => past.priority === 'E0' || past.priority === 'E1',
    ))
      expect([
        priority,
        sent.some((one) => one.inquiry === `inq_${id}` && one.kind === 'page' && one.at === at),
      ]).toEqual([priority, true]);
  });

  test('a log that cannot be read names its line', () => {
    const places = ['downtown'];
    expect(() => readLog('received,channel,priority\n2026-11-20T16:05:00Z,fax,new-lead', places)).toThrow(
      'Line 2: "fax" is no channel',
    );
    const elsewhere = 'received,channel,priority,location\n2026-11-20T16:05:00Z,sms,review,dwontown';
    expect(() => readLog(elsewhere, places)).toThrow(
      'Line 2: "dwontown" is no location; there are downtown.',
    );
  });
});
