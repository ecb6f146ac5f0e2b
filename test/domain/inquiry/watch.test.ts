import { describe, expect, test } from '@jest/globals';
import { type Delivery, nextRun } from '../../../domain/inquiry/delivery.ts';
import { registerEach, registerOrHold } from '../../../domain/inquiry/register-or-hold.ts';
import { watch } from '../../../domain/inquiry/watch.ts';
import { house } from '../../support/house.ts';

const startAt = Date.parse('2026-11-20T16:05:00.000Z');
const minute = 60_000;
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 400; turn += 1) await Promise.resolve();
};

async function beats(run: ReturnType<typeof house>, minutes: number): Promise<void> {
  for (let beat = 0; beat < minutes; beat += 1) {
    const limit = run.now() + minute;
    while (run.nextTimer(limit)) await turns();
    await run.watch();
    await turns();
  }
}

describe('a delivery whose registration failed for ever', () => {
  test('is registered by the watch once the fault has passed, as one inquiry, and paged', async () => {
    const run = house({ startAt, gate: async () => {} });
    await run.outage(3 * minute);
    await run.deliver(run.arrival('1', 'my lip turned white and it hurts'));
    await turns();
    expect(run.inquiries.all()).toEqual([]);
    await beats(run, 2);
    expect(run.unregistered()).toHaveLength(1);
    await beats(run, 2);
    expect(run.unregistered()).toEqual([]);
    expect(run.inquiries.all()).toHaveLength(1);
    expect(run.sent.map(({ key }) => run.kindOf(key))).toContain('page');
    const runs = run.registrationRuns();
    await beats(run, 5);
    expect(run.registrationRuns()).toBe(runs);
  });

  const received: Omit<Delivery, 'id' | 'body'> = {
    schema: 1,
    source: 'src',
    receivedAt: '2026-11-20T16:00:00.000Z',
    contentType: 'text/plain',
    headers: {},
    encoding: 'utf8',
  };
  test.each([
    ['a minute after it was stored', {}, '2026-11-20T16:01:00.000Z', 2],
    ['not at once', {}, '2026-11-20T16:00:20.000Z', undefined],
    [
      'a minute after its last run',
      { registrationRun: 3, registrationAt: '2026-11-20T16:03:00.000Z' },
      '2026-11-20T16:04:00.000Z',
      4,
    ],
    [
      'not while its last run may still be going on',
      { registrationRun: 3, registrationAt: '2026-11-20T16:03:00.000Z' },
      '2026-11-20T16:03:30.000Z',
      undefined,
    ],
    [
      'after many runs every five minutes, for as long as it takes',
      { registrationRun: 900, registrationAt: '2026-11-20T16:00:00.000Z' },
      '2026-11-20T16:05:00.000Z',
      901,
    ],
    [
      'after many runs no sooner',
      { registrationRun: 900, registrationAt: '2026-11-20T16:00:00.000Z' },
      '2026-11-20T16:04:00.000Z',
      undefined,
    ],
    [
      'never once it is registered',
      { registeredAt: '2026-11-20T16:00:30.000Z' },
      '2026-11-21T16:00:00.000Z',
      undefined,
    ],
  ])('begins again %s', (_when, now, at, run) => {
    expect(nextRun({ ...received, ...now }, at)).toBe(run);
  });

  test('does not keep the watch from the others', async () => {
    const started: string[] = [];
    const ports = {
      now: '2026-11-20T16:05:00.000Z',
      deliveries: {
        unregistered: async () => [
          { id: 'a', receivedAt: '2026-11-20T15:59:00.000Z' },
          { id: 'b', receivedAt: '2026-11-20T16:03:00.000Z' },
        ],
        takeOver: async () => 2,
      },
      registrations: {
        start: async (id: string, run?: number) => {
          if (id === 'a') throw new Error('throttled');
          started.push(`${id}-${run}`);
        },
      },
      inquiries: { overdue: async () => [], find: async () => undefined, takeOver: async () => undefined },
      escalations: { start: async () => {} },
    };
    await expect(watch(ports)).rejects.toThrow('throttled');
    expect(started).toEqual(['b-2']);
    const calm = { ...ports, registrations: { start: async () => {} } };
    expect(await watch(calm)).toEqual({ deliveries: 2, inquiries: 0, stuck: 1 });
  });
});

describe('a registration that fails again and again', () => {
  const fails = async (): Promise<void> => {
    throw new Error('broken');
  };
  async function outcome(
    delivery: { readonly registrationRun?: number; readonly inquiryIds?: readonly string[] },
    register: (came: (id: string) => void) => Promise<void>,
  ): Promise<readonly string[]> {
    const said: string[] = [];
    await registerOrHold(delivery, {
      register,
      hold: async () => void said.push('held'),
      note: async (ids) => void said.push(`in ${ids.join(' ')}`),
    }).catch(() => said.push('fails'));
    return said;
  }

  test('is tried, then held for a person', async () => {
    expect(await outcome({}, fails)).toEqual(['fails']);
    expect(await outcome({ registrationRun: 3 }, fails)).toEqual(['fails']);
    expect(await outcome({ registrationRun: 4 }, fails)).toEqual(['held']);
  });

  test('is held also where the function itself ends each time', async () => {
    const ends = () => new Promise<void>(() => {});
    expect(await outcome({ registrationRun: 6 }, ends)).toEqual(['held']);
  });

  test('opens no second inquiry for a message that is in one', async () => {
    const half = async (came: (id: string) => void): Promise<void> => {
      came('inq_1');
      throw new Error('broken');
    };
    expect(await outcome({ registrationRun: 4 }, half)).toEqual(['in inq_1', 'fails']);
    expect(await outcome({ registrationRun: 9, inquiryIds: ['inq_1'] }, half)).toEqual(['fails']);
    expect(await outcome({ registrationRun: 9, inquiryIds: ['inq_1'] }, fails)).toEqual(['fails']);
  });

  test('brings every message before a person, without what cannot be read of its sender', async () => {
    const done: string[] = [];
    const each = (run: number) =>
      registerEach(['a', 'b'], run, {
        fully: async (one) => {
          if (one === 'a') throw new Error('broken');
          done.push(`${one} fully`);
        },
        plainly: async (one) => void done.push(`${one} plainly`),
      });
    await expect(each(3)).rejects.toThrow('broken');
    expect(done).toEqual([]);
    await expect(each(4)).rejects.toThrow('broken');
    expect(done).toEqual(['a plainly', 'b fully']);
  });
});
