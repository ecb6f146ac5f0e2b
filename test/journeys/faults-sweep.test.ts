import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CallSite, reads } from '../support/call-sites.ts';
import { isSettled, recallFaults } from '../support/recall-faults.ts';

/** One call in nine fails before its effect, and each write of sender and settler after it; `npm run explore -- --full` tries all, in every way. */
describe('a recall, while one call fails', () => {
  let run: Awaited<ReturnType<typeof recallFaults>>;
  beforeAll(async () => {
    run = await recallFaults('email');
  });
  afterAll(() => run.end());

  const tried = (what: string): readonly CallSite[] =>
    what === 'before'
      ? run.sites.filter((_site, index) => index % 9 === 0)
      : run.sites.filter(
          (site) =>
            /SendTouches|SettleTouches/.test(site.caller) && !reads(site) && site.operation !== 'Publish',
        );

  test('has call sites', () => {
    expect(run.sites.length).toBeGreaterThan(15);
  });

  test.each(['before', 'after'] as const)(
    '%s its effect, contacts nobody twice and leaves nobody unsettled',
    async (what) => {
      for (const site of tried(what)) {
        const outcome = await run.disturbed(site, what);
        expect([outcome, isSettled('email', outcome)]).toEqual([outcome, true]);
      }
    },
    180_000,
  );
});
