import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkMonth, keepDays } from '../../../domain/audit/keep-days.ts';
import { fileOf } from '../../../domain/audit/kept-trail.ts';
import { sha256 } from '../../../lambdas/kit/sha256.ts';
import { auditEntry, memoryAudit, memoryFiles } from '../../support/memory-audit.ts';

const night = '2026-11-24T09:10:00.000Z';

async function kept() {
  const store = memoryAudit();
  const files = memoryFiles();
  const ports = { trail: store.trail, days: store.days, files, sha256 };
  for (const day of ['20', '20', '22'])
    await store.trail.append(
      auditEntry({ id: `e${store.entries.size}`, at: `2026-11-${day}T16:00:0${store.entries.size}.000Z` }),
    );
  await store.trail.append(auditEntry({ id: 'today', at: '2026-11-24T01:00:00.000Z' }));
  const count = await keepDays(ports, night);
  return { store, files, ports, count };
}

describe('every night the trail', () => {
  test('is written for each day that is over, from the first with an entry on, empty ones too', async () => {
    const { store, files, ports, count } = await kept();
    expect(count).toBe(4);
    expect([...files.texts.keys()]).toEqual(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23']);
    expect((await store.days.between('2026-11-20', '2026-11-30')).map(({ entries }) => entries)).toEqual([
      2, 0, 1, 0,
    ]);
    expect(await keepDays(ports, night)).toBe(0);
    expect(await keepDays(ports, '2026-11-25T09:10:00.000Z')).toBe(1);
    expect(files.texts.get('2026-11-24')).toContain('"id":"today"');
  });

  test('chains each day to the one before', async () => {
    const { store, files } = await kept();
    const days = await store.days.between('2026-11-20', '2026-11-30');
    expect(days.map(({ previous }) => previous)).toEqual(['', ...days.slice(0, -1).map((one) => one.sha256)]);
    for (const { day, sha256: sum, previous } of days) {
      const text = files.texts.get(day) ?? '';
      expect(sha256(text)).toBe(sum);
      expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ day, previous });
    }
  });

  test('goes on where its record failed, with the same file', async () => {
    const { store, ports, files } = await kept();
    const days = { ...store.days, keep: async () => Promise.reject(new Error('the table is away')) };
    await expect(keepDays({ ...ports, days }, '2026-11-25T09:10:00.000Z')).rejects.toThrow('away');
    const first = files.texts.get('2026-11-24');
    expect(await keepDays(ports, '2026-11-25T09:20:00.000Z')).toBe(1);
    expect(files.texts.get('2026-11-24')).toBe(first);
  });

  test('is read by pages, however many entries a day has', async () => {
    const store = memoryAudit();
    const files = memoryFiles();
    for (let n = 0; n < 1234; n += 1) await store.trail.append(auditEntry({ id: `e${n}` }));
    await keepDays({ trail: store.trail, days: store.days, files, sha256 }, '2026-11-21T09:10:00.000Z');
    expect((files.texts.get('2026-11-20') ?? '').trim().split('\n')).toHaveLength(1235);
  });
});

test('the file of a day is the same in whatever order its entries and their fields come', () => {
  const entry = fc.record({
    id: fc.uuid(),
    at: fc.constantFrom('2026-11-20T16:00:00.000Z', '2026-11-20T16:00:01.000Z'),
    staff: fc.string(),
    operation: fc.string(),
    subject: fc.string(),
    outcome: fc.constantFrom('done' as const, 'refused' as const),
    requestId: fc.string(),
  });
  const turned = <T extends object>(one: T): T => Object.fromEntries(Object.entries(one).reverse()) as T;
  const entries = fc.uniqueArray(entry, { selector: ({ id }) => id });
  fc.assert(
    fc.property(entries, (given) => {
      const other = given.map(turned).toReversed();
      expect(fileOf('2026-11-20', other, 'p')).toBe(fileOf('2026-11-20', given, 'p'));
    }),
  );
});

describe('a check of a month', () => {
  const problems = async (harm: (at: Awaited<ReturnType<typeof kept>>) => unknown) => {
    const all = await kept();
    await harm(all);
    return (await checkMonth(all.ports, '2026-11')).problems;
  };

  test('finds nothing where nothing was touched, and says the seal', async () => {
    const { ports, store } = await kept();
    const newest = await store.days.newest();
    expect(await checkMonth(ports, '2026-11')).toEqual({
      days: 4,
      entries: 3,
      head: newest?.sha256,
      problems: [],
    });
    expect(await checkMonth(ports, '2026-10')).toMatchObject({ days: 0, problems: [] });
  });

  test('follows the chain from one month into the next', async () => {
    const { ports } = await kept();
    await keepDays(ports, '2026-12-03T09:10:00.000Z');
    expect(await checkMonth(ports, '2026-12')).toMatchObject({ days: 2, problems: [] });
    expect(await checkMonth(ports, '2026-11')).toMatchObject({ days: 11, problems: [] });
  });

  test.each([
    ['an entry that was changed in the table', 'table-changed', '2026-11-22'],
    ['an entry that was taken out of the table', 'table-changed', '2026-11-22'],
  ])('finds %s', async (which, what, day) => {
    const found = await problems(({ store }) => {
      const [key = '', entry] = [...store.entries].find(([at]) => at.startsWith(day)) ?? [];
      if (which.includes('taken')) store.entries.delete(key);
      else if (entry) store.entries.set(key, { ...entry, staff: 'somebody else' });
    });
    expect(found).toEqual([{ day, what }]);
  });

  test('finds a file that was written again, although the table was changed with it', async () => {
    const found = await problems(({ store, files }) => {
      const [key = '', entry] = [...store.entries].find(([at]) => at.startsWith('2026-11-22')) ?? [];
      const text = files.texts.get('2026-11-22') ?? '';
      files.texts.set('2026-11-22', text.replace('marlow', 'nobody'));
      if (entry) store.entries.set(key, { ...entry, staff: 'nobody' });
    });
    expect(found).toEqual([{ day: '2026-11-22', what: 'file-changed' }]);
  });

  test('finds a day that was forged with its record, by the day after', async () => {
    const found = await problems(async (all) => {
      const days = await all.store.days.between('2026-11-01', '2026-11-30');
      const text = (all.files.texts.get('2026-11-22') ?? '').replace('marlow', 'nobody');
      all.files.texts.set('2026-11-22', text);
      const forged = days.map((one) => (one.day === '2026-11-22' ? { ...one, sha256: sha256(text) } : one));
      all.ports.days.between = async () => forged;
    });
    expect(found).toEqual([
      { day: '2026-11-22', what: 'table-changed' },
      { day: '2026-11-23', what: 'chain-broken' },
    ]);
  });

  test('finds a file that is gone, and a day without a record', async () => {
    expect(await problems(({ files }) => files.texts.delete('2026-11-21'))).toEqual([
      { day: '2026-11-21', what: 'file-missing' },
    ]);
    const found = await problems(async ({ store, ports }) => {
      const left = (await store.days.between('2026-11-01', '2026-11-30')).filter(
        ({ day }) => day !== '2026-11-21',
      );
      ports.days.between = async () => left;
    });
    expect(found).toEqual([
      { day: '2026-11-21', what: 'not-kept' },
      { day: '2026-11-22', what: 'chain-broken' },
    ]);
  });

  test('finds a file that is no file of the trail', async () => {
    const found = await problems(({ files }) => files.texts.set('2026-11-21', 'not json'));
    expect(found.map(({ what }) => what)).toEqual(['file-changed', 'chain-broken', 'table-changed']);
  });
});
