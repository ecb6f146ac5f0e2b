import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readKey } from '../../../domain/escalation/notice-key.ts';
import { house } from '../../support/house.ts';

const minute = 60_000;
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 400; turn += 1) await Promise.resolve();
};
const words = {
  E0: 'I cannot see with my left eye',
  E1: 'my lip turned white and it hurts',
  U: 'I have a fever of 101 since the injection',
  R: 'How much is a consultation?',
} as const;
type Level = keyof typeof words;
type House = ReturnType<typeof house>;
/** Friday at 10:05, and on Friday at 21:05. */
const open = '2026-11-20T16:05:00.000Z';
const night = '2026-11-21T03:05:00.000Z';

interface Story {
  readonly level: Level;
  readonly at?: string;
  /** Milliseconds after the message. */
  readonly after: number;
  readonly does: (run: House) => Promise<unknown>;
  readonly minutes?: number;
}

/** When each person was told by each way, in minutes after the message. */
async function told({ level, at = open, after, does, minutes = 60 }: Story): Promise<Map<string, number[]>> {
  const startAt = Date.parse(at);
  const run = house({ startAt, gate: async () => {} });
  const until = async (limit: number): Promise<void> => {
    while (run.nextTimer(limit)) await turns();
  };
  await run.register(run.arrival('1', words[level]));
  if (after > 0) await turns();
  await until(startAt + after);
  await does(run);
  await turns();
  await until(startAt + minutes * minute);
  expect(run.inquiries.all()[0]?.level).toBe(level);
  const found = new Map<string, number[]>();
  for (const { key, at: when } of run.sent) {
    const notice = readKey(key.split(' ')[1] ?? '');
    if (!('staff' in notice) || notice.kind === 'warning') continue;
    const who = `${notice.staff} ${notice.way}`;
    found.set(who, [...(found.get(who) ?? []), (when - startAt) / minute]);
  }
  return found;
}
const nothing = async (): Promise<void> => {};

describe('handing an emergency over', () => {
  test('to the physician pages on as before, and the physician once more at once', async () => {
    const given = { level: 'E0', after: minute } as const;
    const pages = await told({ ...given, does: (run) => run.handOver('inq_1', 'marlow', 'physician') });
    expect(pages.get('okoye call')?.slice(0, 5)).toEqual([0, 1, 2, 4, 5]);
    expect(pages.get('lindqvist sms')?.[0]).toBe(5);
  });

  test('to one person tells them, and keeps the clock of all others', async () => {
    const given = { level: 'E0', after: minute } as const;
    const pages = await told({ ...given, does: (run) => run.handOver('inq_1', 'okoye', 'marlow') });
    expect(pages.get('marlow sms')).toEqual([1]);
    expect(pages.get('okoye call')?.slice(0, 4)).toEqual([0, 1, 2, 4]);
  });

  test('never tells anybody later or less often, whenever and to whomever, claimed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('E0', 'E1', 'U'),
        fc.constantFrom('physician', 'marlow', 'lindqvist', 'sato'),
        fc.constantFrom('nobody', 'marlow', 'okoye'),
        fc.constantFrom(open, night),
        fc.integer({ min: 0, max: 45 * 60 }),
        async (level, to, claimer, at, seconds) => {
          const before = (run: House) =>
            claimer === 'nobody' ? nothing() : run.claim('inq_1', claimer).then(nothing);
          const given = { level: level as Level, at, after: seconds * 1000 };
          const without = await told({ ...given, does: before });
          const pages = await told({
            ...given,
            does: async (run) => {
              await before(run);
              await run.handOver('inq_1', 'marlow', to);
            },
          });
          for (const [who, times] of without) {
            const now = pages.get(who) ?? [];
            times.forEach((time, index) => {
              expect(now[index] ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(time + 0.02);
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('handing an ordinary inquiry over', () => {
  test('to one person tells them alone, and the others when they would have been', async () => {
    const alerts = await told({
      level: 'R',
      after: 2 * minute,
      does: (run) => run.handOver('inq_1', 'marlow', 'okoye'),
      minutes: 6,
    });
    expect(alerts.get('okoye sms')).toEqual([2]);
    expect(alerts.get('marlow email')).toEqual([0, 5]);
  });

  test('by night tells them at once, and the others when the doors open', async () => {
    const given = { level: 'R', at: night, after: minute, minutes: 62 * 60 } as const;
    const without = await told({ ...given, does: nothing });
    const alerts = await told({ ...given, does: (run) => run.handOver('inq_1', 'marlow', 'okoye') });
    expect(alerts.get('okoye sms')?.[0]).toBe(1);
    expect(without.get('marlow email')?.[0]).toBeGreaterThan(60);
    expect(alerts.get('marlow email')?.[0]).toBe(without.get('marlow email')?.[0]);
  });
});

describe('escalating now', () => {
  test('tells the first step by night where none has begun, and the rest when the doors open', async () => {
    const given = { level: 'R', at: night, after: minute, minutes: 62 * 60 } as const;
    const without = await told({ ...given, does: nothing });
    const alerts = await told({ ...given, does: (run) => run.escalateNow('inq_1', 'marlow') });
    const opens = without.get('marlow email')?.[0] ?? 0;
    expect(opens).toBeGreaterThan(60);
    expect(alerts.get('marlow email')?.slice(0, 2)).toEqual([1, opens]);
  });

  test('goes on to the next step, and pages nobody less', async () => {
    const given = { level: 'E0', after: minute } as const;
    const pages = await told({ ...given, does: (run) => run.escalateNow('inq_1', 'marlow') });
    expect(pages.get('okoye call')?.slice(0, 3)).toEqual([0, 1, 3]);
  });
});
