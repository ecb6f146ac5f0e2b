import { describe, expect, test } from '@jest/globals';
import type { Review } from '../../../domain/audit/review.ts';
import { tellReviewers } from '../../../lambdas/audit/tell-reviewers.ts';
import { lakeside, staffMember } from '../../support/lakeside.ts';
import { auditEntry, memoryAudit } from '../../support/memory-audit.ts';

const made = '2026-12-01T09:10:00.000Z';
const review: Review = {
  month: '2026-11',
  madeAt: made,
  summary: {
    counts: [],
    lines: {
      export: [auditEntry({ operation: 'exportPatient', why: 'Rowan asked' })],
      override: [],
      erasure: [],
      configuration: [],
    },
    outsideCare: [],
    notJudged: 0,
    strangers: 0,
    unlisted: 0,
  },
  trail: { days: 30, entries: 4321, head: 'a1b2c3', problems: [] },
};

async function house() {
  const { reviews } = memoryAudit();
  await reviews.add(review);
  const sent: { to: string; subject: string; text: string }[] = [];
  const state = { fails: false };
  const ports = {
    reviews,
    members: async () => [
      ...lakeside.staff.members,
      {
        ...staffMember('bell'),
        id: 'second',
        language: 'es' as const,
        reach: [
          { way: 'sms' as const, address: '+15125550188' },
          { way: 'email' as const, address: 'second@lakeside.example.com' },
        ],
      },
    ],
    practice: lakeside.identity,
    templates: lakeside['staff-templates'],
    mailer: {
      send: async ({ to, subject, text }: { to: string; subject: string; text: string }) => {
        if (state.fails) throw new Error('down');
        sent.push({ to, subject, text });
        return { state: 'accepted' as const, providerId: '1' };
      },
    },
  };
  return { sent, state, reviews, at: (now: string) => tellReviewers({ ...ports, now }) };
}

describe('whoever reviews', () => {
  test('is told by mail of what waits, in their language, by counts and nothing of a patient', async () => {
    const { sent, at } = await house();
    expect(await at(made)).toBe(1);
    expect(sent.map(({ to }) => to)).toEqual([
      'robin.bell@lakeside-aesthetics.example.com',
      'second@lakeside.example.com',
    ]);
    const [english, spanish] = sent.map(({ subject, text }) => `${subject}\n${text}`);
    for (const words of ['2026-11', '4321 entries', 'Exports: 1', 'a1b2c3', 'audit sign-off 2026-11'])
      expect(english).toContain(words);
    expect(english).not.toMatch(/reminder|pat_|Rowan|marlow/);
    expect(spanish).toContain('Exportaciones: 1');
  });

  test('is reminded each week until somebody has signed', async () => {
    const { sent, at, reviews } = await house();
    await at(made);
    expect(await at('2026-12-02T09:10:00.000Z')).toBe(0);
    expect(await at('2026-12-08T09:10:00.000Z')).toBe(1);
    expect(sent.at(-2)?.subject).toContain('reminder: ');
    expect(await at('2026-12-09T09:10:00.000Z')).toBe(0);
    await reviews.sign('2026-11', { by: 'bell', at: made, note: 'fine', alone: false });
    expect(await at('2026-12-25T09:10:00.000Z')).toBe(0);
  });

  test('is told by the next run where no mail was taken', async () => {
    const { sent, at, state } = await house();
    state.fails = true;
    expect(await at(made)).toBe(0);
    state.fails = false;
    expect(await at('2026-12-02T09:10:00.000Z')).toBe(1);
    expect(sent).toHaveLength(2);
    expect(sent[0]?.subject).not.toContain('reminder');
  });
});
