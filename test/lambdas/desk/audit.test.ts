import { describe, expect, test } from '@jest/globals';
import type * as z from 'zod/mini';
import { keepDays } from '../../../domain/audit/keep-days.ts';
import { makeReview } from '../../../domain/audit/monthly.ts';
import { auditOperations } from '../../../lambdas/desk/operations/audit.ts';
import { sha256 } from '../../../lambdas/kit/sha256.ts';
import { lakeside, staffMember } from '../../support/lakeside.ts';
import { auditEntry, memoryAudit, memoryFiles } from '../../support/memory-audit.ts';

const now = '2026-12-01T09:10:00.000Z';

async function house(practice = lakeside.identity) {
  const store = memoryAudit();
  const trail = { trail: store.trail, days: store.days, files: memoryFiles(), sha256 };
  await store.trail.append(auditEntry({ operation: 'exportPatient', staff: 'okoye' }));
  await keepDays(trail, now);
  await makeReview({ ...trail, reviews: store.reviews, judge: async () => undefined }, '2026-11', now);
  const operations = auditOperations({
    trail,
    reviews: store.reviews,
    staff: { current: async () => lakeside.staff },
    practice,
  });
  const call = async (id: string, given: object = {}) => {
    const found = operations.find((one) => one.id === id);
    if (!found) throw new Error(id);
    const reply = await found.run({
      member: staffMember('bell'),
      parameters: { month: '2026-11' },
      now,
      ...given,
    } as never);
    // What is answered is what the document says.
    (found.success.schema as z.ZodMiniType).parse(reply.body);
    return reply.body as Record<string, unknown>;
  };
  return { call, operations };
}

describe('the monthly review in the API', () => {
  test('is listed, shown and signed, and stays as it was signed', async () => {
    const { call } = await house();
    expect(await call('listAuditReviews', { query: { limit: 10 } })).toEqual({
      items: [{ month: '2026-11', madeAt: now, toldAt: null, signed: null }],
    });
    expect(await call('getAuditReview')).toMatchObject({
      signed: null,
      allYours: false,
      lines: { export: [{ staff: 'okoye' }] },
      trail: { days: 11, entries: 1, problems: [] },
    });
    const note = { body: { note: 'asked Dr. Okoye' } };
    const signed = await call('signOffAuditReview', note);
    expect(signed.signed).toEqual({ by: 'bell', at: now, note: 'asked Dr. Okoye', alone: false });
    expect(await call('signOffAuditReview', { ...note, now: '2026-12-05T09:10:00.000Z' })).toEqual(signed);
  });

  test('is not there for a month that has none', async () => {
    const { call } = await house();
    await expect(call('getAuditReview', { parameters: { month: '2026-10' } })).rejects.toThrow('no review');
  });

  test('says whether a month is as it was written', async () => {
    const { call } = await house();
    expect(await call('verifyAudit', { query: { month: '2026-11' } })).toMatchObject({
      days: 11,
      problems: [],
    });
  });

  test('is for managers, or whoever the practice names', async () => {
    const { operations } = await house();
    for (const { roles } of operations) expect(roles).toEqual(['manager']);
    const audit = { reviewers: ['physician' as const], lock: 'governance' as const };
    for (const { roles } of (await house({ ...lakeside.identity, audit })).operations)
      expect(roles).toEqual(['physician']);
  });
});
