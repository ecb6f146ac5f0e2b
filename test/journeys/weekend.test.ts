import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

describe('a form on the Friday evening before the clocks go back', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  // Friday, 30 October 2026, 16:57 in Chicago (summer time); downtown closes at 17:00.
  beforeAll(async () => {
    // Nothing has to be repaired here: without the watch's beats a weekend takes no time.
    local = await startLocal({ at: '2026-10-30T21:57:00.000Z', arguments: ['--resting'] });
    practice = practiceAt(local);
    await local.call('/_local/fire?target=Watch', { method: 'POST' });
    await practice.giveSecret();
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const alerts = () => practice.sentTo('staff');

  test('is promised for Monday morning, by the clock of the wall', async () => {
    await practice.patientWrites('Do you do consultations?', 'weekend-1');
    const [inquiry] = await practice.inquiries();
    expect(inquiry?.deadline).toBe('2026-11-02T15:12:00.000Z');
    const [acknowledgement] = await practice.sentTo('patient');
    expect(acknowledgement?.text).toContain('9:12 AM on Monday, November 2');
    expect(await alerts()).toHaveLength(3);
  });

  test('rests while the doors are closed', async () => {
    await local.advance(3 * 60);
    const onFriday = (await alerts()).length;
    // To Monday, 8:59 in Chicago, winter time by then.
    await local.advance(65 * 3600 - 60);
    expect(await alerts()).toHaveLength(onFriday);
  });

  test('goes on where it stood when they open', async () => {
    await local.advance(4 * 60);
    const steps = (await alerts()).map(({ at }) => at);
    expect(steps.at(-1)).toBe('2026-11-02T15:02:00.000Z');
    await local.advance(6 * 60);
    expect((await alerts()).some(({ about }) => about.staffId === 'okoye')).toBe(true);
  });
});
