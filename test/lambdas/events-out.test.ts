import { describe, expect, test } from '@jest/globals';
import type { EventOut, FailedEvent } from '../../domain/practice/events-out.ts';
import { retrySeconds } from '../../domain/practice/events-out.ts';
import { type DeliverPorts, deliverEvent } from '../../lambdas/events/deliver-event.ts';
import { fridayMorning } from '../support/lakeside.ts';

const event: EventOut = {
  tool: 'crm',
  inquiryId: 'inq_1',
  announcement: { id: 'inq_1.1.received', type: 'received', at: fridayMorning },
};
const tool = {
  id: 'crm',
  url: 'https://crm.example.com/',
  events: ['received' as const],
  content: 'ids' as const,
};

function setting(status: number | undefined, changes: Partial<DeliverPorts> = {}) {
  const waits: number[] = [];
  const given: FailedEvent[] = [];
  const ports: DeliverPorts = {
    tools: [tool],
    secret: async () => 'whsec_c2VjcmV0',
    inquiry: async () => undefined,
    post: async () => status,
    postpone: async (seconds) => void waits.push(seconds),
    giveUp: async (failure) => void given.push(failure),
    now: () => fridayMorning,
    ...changes,
  };
  return { ports, waits, given };
}

describe('telling another tool', () => {
  test('waits longer and longer, and gives up after the last try', async () => {
    for (const [index, seconds] of retrySeconds.entries()) {
      const { ports, waits, given } = setting(500);
      expect(await deliverEvent(event, index + 1, ports)).toBe(false);
      expect([waits, given]).toEqual([[seconds], []]);
    }
    const { ports, waits, given } = setting(undefined);
    expect(await deliverEvent(event, retrySeconds.length + 1, ports)).toBe(true);
    expect(waits).toEqual([]);
    expect(given[0]).toMatchObject({ tool: 'crm', reason: 'no-answer' });
    expect(retrySeconds.reduce((sum, seconds) => sum + seconds)).toBeGreaterThan(60 * 3600);
  });

  test.each([
    ['a redirect is no success', 302, false],
    ['204 is', 204, true],
  ])('%s', async (_what, status, done) => {
    expect(await deliverEvent(event, 1, setting(status).ports)).toBe(done);
  });

  test('without a secret nothing leaves, and it comes again', async () => {
    const { ports, waits } = setting(200, {
      secret: async () => undefined,
      post: () => Promise.reject(new Error('sent')),
    });
    expect(await deliverEvent(event, 1, ports)).toBe(false);
    expect(waits).toHaveLength(1);
  });

  test('a tool that is not configured any more is given up at once', async () => {
    const { ports, given } = setting(200, { tools: [] });
    expect(await deliverEvent(event, 1, ports)).toBe(true);
    expect(given[0]?.reason).toBe('no-such-tool');
  });
});
