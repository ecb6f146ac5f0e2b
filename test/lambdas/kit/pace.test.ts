import { describe, expect, test } from '@jest/globals';
import { mailsPerSecond } from '../../../lambdas/adapters/ses-rate.ts';
import { pacing } from '../../../lambdas/kit/pace.ts';

function clock() {
  let at = 0;
  return {
    now: () => at,
    sleep: async (milliseconds: number) => {
      at += milliseconds;
    },
    pass: (milliseconds: number) => {
      at += milliseconds;
    },
  };
}

describe('the pace of messages', () => {
  test('is no faster than the rate of their channel, and waits no longer than that', async () => {
    const time = clock();
    const pace = pacing({ email: async () => 2, text: async () => 0.5 }, time);
    const at: number[] = [];
    for (const channel of ['email', 'email', 'text', 'email', 'text'] as const) {
      await pace(channel);
      at.push(time.now());
    }
    expect(at).toEqual([0, 500, 500, 1000, 2500]);
    time.pass(10_000);
    await pace('text');
    expect(time.now()).toBe(12_500);
  });

  test('asks for a rate once, and only where a message leaves', async () => {
    let asked = 0;
    const pace = pacing(
      {
        email: async () => {
          asked += 1;
          return 10;
        },
      },
      clock(),
    );
    await pace('letter');
    expect(asked).toBe(0);
    await pace('email');
    await pace('email');
    expect(asked).toBe(1);
  });

  test('of mail is what SES allows, and a new account’s where it does not say', async () => {
    expect(await mailsPerSecond(async () => ({ SendQuota: { MaxSendRate: 14 } }))).toBe(14);
    expect(await mailsPerSecond(async () => ({}))).toBe(1);
    expect(await mailsPerSecond(() => Promise.reject(new Error('denied')))).toBe(1);
  });
});
