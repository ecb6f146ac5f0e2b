import { expect, test } from '@jest/globals';
import { interleaveRecall } from '../../support/recall-interleave.ts';

test('in sixty seeded orders of sweeps, sends, bookings, STOPs and calls, with faults and without, nobody is contacted twice, after STOP, or forgotten', async () => {
  for (let seed = 1; seed <= 30; seed += 1)
    expect([...(await interleaveRecall(seed)), ...(await interleaveRecall(seed, 0))]).toEqual([]);
}, 60_000);
