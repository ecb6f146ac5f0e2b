import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { reads } from '../support/call-sites.ts';
import { faultFlow, isWell } from '../support/fault-flow.ts';

/**
 * Every call of the flow fails once, on an inquiry of its own each: a read before its effect, a write after it, which is the harder case. The
 * writes before their effect, and every call throttled, are tried by `npm run explore -- --full`.
 */
describe('an inquiry, while one call fails', () => {
  let run: Awaited<ReturnType<typeof faultFlow>>;
  beforeAll(async () => {
    run = await faultFlow();
  });
  afterAll(() => run.end());

  test('has call sites', () => {
    expect(run.sites.length).toBeGreaterThan(25);
  });

  test('is neither lost nor told too often', async () => {
    for (const site of run.sites) {
      const outcome = await run.disturbed(site, reads(site) ? 'before' : 'after');
      expect({ ...outcome, well: isWell(outcome) }).toEqual({ ...outcome, well: true });
    }
    // All are answered: whatever is told after this is told too often.
    expect(await run.toldLater(20)).toBe(0);
  }, 240_000);
});
