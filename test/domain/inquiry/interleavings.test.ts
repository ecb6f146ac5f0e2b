import { describe, expect, test } from '@jest/globals';
import { house } from '../../support/house.ts';
import { interleave } from '../../support/interleave.ts';

const startAt = Date.parse('2026-11-20T16:05:00.000Z');
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 400; turn += 1) await Promise.resolve();
};

/** A house in which something happens, once, at the moment an operation begins. */
function houseWhere(operation: string, happens: (run: ReturnType<typeof house>) => Promise<unknown>) {
  let pending = true;
  const run = house({
    startAt,
    gate: async (name) => {
      if (name !== operation || !pending) return;
      pending = false;
      await happens(run);
    },
  });
  return run;
}

describe('what happens at the same moment', () => {
  test('answered while the next alert is being sent: only the call in flight may still leave', async () => {
    const run = houseWhere('send', (at) => at.logCall('inq_1', 'sato', 1));
    await run.register(run.arrival('1', 'How much is a consultation?'));
    await turns();
    expect(run.sent).toHaveLength(1);
    expect(run.inquiries.all()[0]).toMatchObject({ status: 'answered' });
    expect(run.inquiries.all()[0]?.dueAt).toBeUndefined();
  });

  test('a red flag written while a plan is being made is paged for at once', async () => {
    const run = houseWhere('plan', (at) => at.register(at.arrival('2', 'my lip turned white and it hurts')));
    await run.register(run.arrival('1', 'How much is a consultation?'));
    await turns();
    const kinds = run.sent.map(({ key }) => run.kindOf(key));
    expect(kinds[0]).toBe('safety');
    expect(kinds).toContain('page');
    expect(run.now()).toBe(startAt);
    expect(run.inquiries.all()).toHaveLength(1);
  });

  test('a red flag written while the ordinary alerts are being sent stops them and is paged for', async () => {
    const run = houseWhere('send', (at) => at.register(at.arrival('2', 'I cannot see with my left eye')));
    await run.register(run.arrival('1', 'How much is a consultation?'));
    await turns();
    const kinds = run.sent.map(({ key }) => run.kindOf(key));
    expect(kinds.filter((kind) => kind === 'alert')).toEqual([]);
    expect(kinds).toContain('page');
  });

  test('in a hundred seeded orders, with and without faults, nothing is lost, late or told too often', async () => {
    for (let seed = 10_001; seed <= 10_100; seed += 1)
      expect([...(await interleave(seed)), ...(await interleave(seed, 0))]).toEqual([]);
  });
});
