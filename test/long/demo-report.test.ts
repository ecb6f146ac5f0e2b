import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalRun, startLocal } from '../support/local-run.ts';

const at = '2026-11-20T16:05:00.000Z';

describe('the report of the demo', () => {
  let local: LocalRun;
  beforeAll(async () => {
    local = await startLocal({ at, arguments: ['--demo', '--demo-days', '1'] });
  }, 400_000);
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  test('shows what recall brought against those who were held out, and says where there is not enough data', async () => {
    const day = (ago: number): string =>
      new Date(Date.parse(at) - ago * 86_400_000).toISOString().slice(0, 10);
    const reply = await local.as('manager', `/v1/reports/recall?from=${day(110)}&to=${day(80)}&afresh=true`);
    const { items } = (await reply.json()) as {
      items: {
        type: string;
        location: string;
        heldOut: number;
        attributed: { visits: number };
        incremental: { visits60: { state: string; difference?: number }; revenue90: { state: string } };
      }[];
    };
    const whole = items.find(({ type, location }) => type === 'all' && location === 'all');
    expect(whole?.heldOut).toBeGreaterThanOrEqual(30);
    expect(whole?.attributed.visits).toBeGreaterThan(0);
    expect(whole?.incremental.visits60.state).toBe('measured');
    expect(whole?.incremental.visits60.difference).toBeGreaterThan(0);
    expect(items.map(({ incremental }) => incremental.visits60.state)).toContain('not enough data');
  });
});
