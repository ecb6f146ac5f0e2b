import { expect, test } from '@jest/globals';
import type { Review } from '../../domain/audit/review.ts';
import { contract, pages } from '../support/contract.ts';
import { type AuditStore, auditEntry, memoryAudit } from '../support/memory-audit.ts';

const adapter = async () => {
  const records = await import('../../lambdas/adapters/audit-records.ts');
  const { auditTrail } = await import('../../lambdas/adapters/practice-table.ts');
  return (table: string): AuditStore => ({
    trail: auditTrail(table),
    days: records.keptDays(table),
    reviews: records.auditReviews(table),
    seen: records.seenVersions(table),
    signIns: records.signIns(table),
  });
};
const review = (month: string): Review => ({
  month,
  madeAt: '2026-12-01T09:10:00.000Z',
  summary: {
    counts: [],
    lines: { export: [], override: [], erasure: [], configuration: [] },
    outsideCare: [],
    notJudged: 0,
    strangers: 0,
    unlisted: 0,
  },
  trail: { days: 1, entries: 1, head: 'abc', problems: [] },
});

contract<AuditStore>('the audit trail', { table: 'Practice', adapter, memory: memoryAudit }, (fresh) => {
  test('is appended to and never changed, and listed by day, the newest first', async () => {
    const { trail } = await fresh();
    const first = auditEntry({ from: '192.0.2.1', why: 'the patient asked' });
    const second = auditEntry({ id: 'e2', at: '2026-11-20T17:00:00.000Z', others: ['pat_b'] });
    for (const one of [second, first, auditEntry({ id: 'e3', at: '2026-11-21T00:00:00.000Z' })])
      await trail.append(one);
    await trail.append({ ...first, staff: 'somebody else' });
    const list = (query: { cursor?: string | undefined; limit: number }) =>
      trail.list({ day: '2026-11-20', ...query });
    expect((await pages(list, 1)).flat()).toEqual([second, first]);
  });

  test('says which days were written, each once', async () => {
    const { days } = await fresh();
    expect(await days.newest()).toBeUndefined();
    expect(await days.oldest()).toBeUndefined();
    const kept = (day: string, sha256: string) => ({ day, entries: 1, sha256, previous: '' });
    await days.keep(kept('2026-11-30', 'b'));
    await days.keep(kept('2026-11-29', 'a'));
    await days.keep(kept('2026-12-01', 'c'));
    await days.keep(kept('2026-12-01', 'another'));
    expect(await days.newest()).toEqual(kept('2026-12-01', 'c'));
    expect(await days.oldest()).toEqual(kept('2026-11-29', 'a'));
    expect(await days.between('2026-11-29', '2026-11-30')).toEqual([
      kept('2026-11-29', 'a'),
      kept('2026-11-30', 'b'),
    ]);
  });

  test('has one review a month, which is signed once', async () => {
    const { reviews } = await fresh();
    const signed = { by: 'bell', at: '2026-12-02T10:00:00.000Z', note: 'nothing odd', alone: false };
    expect(await reviews.sign('2026-11', signed)).toBe(false);
    await reviews.noteTold('2026-11', '2026-12-01T09:10:00.000Z');
    expect(await reviews.find('2026-11')).toBeUndefined();
    for (const month of ['2026-10', '2026-11', '2026-09']) await reviews.add(review(month));
    await reviews.noteTold('2026-11', '2026-12-01T09:10:00.000Z');
    await reviews.add(review('2026-11'));
    expect(await reviews.sign('2026-11', signed)).toBe(true);
    expect(await reviews.sign('2026-11', { ...signed, by: 'okoye' })).toBe(false);
    expect(await reviews.find('2026-11')).toEqual({
      ...review('2026-11'),
      toldAt: '2026-12-01T09:10:00.000Z',
      signed,
    });
    expect((await pages(reviews.list, 2)).map((page) => page.map(({ month }) => month))).toEqual([
      ['2026-11', '2026-10'],
      ['2026-09'],
    ]);
  });

  test('knows the configuration that was noted last', async () => {
    const { seen } = await fresh();
    expect(await seen.current()).toBeUndefined();
    await seen.keep({ recall: 'v1' }, '2026-11-20T16:00:00.000Z');
    await seen.keep({ recall: 'v2', staff: 'v1' }, '2026-11-20T17:00:00.000Z');
    expect(await seen.current()).toEqual({ recall: 'v2', staff: 'v1' });
  });

  test('knows the first request of a sign-in', async () => {
    const { signIns } = await fresh();
    const until = '2027-01-01T00:00:00.000Z';
    expect(await signIns.begin('s1#a', until)).toBe(true);
    expect(await signIns.begin('s1#a', until)).toBe(false);
    expect(await signIns.begin('s1#b', until)).toBe(true);
  });
});
