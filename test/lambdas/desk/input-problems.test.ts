import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { CampaignContent } from '../../../domain/campaign/campaign.ts';
import { inputProblems } from '../../../lambdas/desk/input-problems.ts';
import { campaignContent } from '../../support/memory-campaigns.ts';

const Body = z.strictObject({
  outcome: z.enum(['booked', 'declined']),
  on: z.optional(z.iso.date()),
  at: z.optional(z.iso.datetime()),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 10),
  names: z.optional(z.array(z.string().check(z.minLength(2))).check(z.maxLength(2))),
  id: z.optional(z.nullable(z.string().check(z.regex(/^[a-z]{1,8}$/)))),
  time: z.optional(z.string().check(z.regex(/^\d\d:\d\d$/, 'write a time as HH:MM'))),
  either: z.optional(z.union([z.literal('all'), z.int()])),
  headers: z.optional(z.record(z.string(), z.string())),
});
const good = { outcome: 'booked' };

function said(schema: z.ZodMiniType, value: unknown): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) throw new Error('nothing is wrong with it');
  return inputProblems(schema, value, parsed.error.issues, 'body');
}

describe('what is wrong with a request', () => {
  test.each([
    [{ outcome: 'sekrit' }, 'outcome must be one of: booked, declined'],
    [{}, 'outcome is missing: it must be one of: booked, declined'],
    [{ ...good, on: 'sekrit' }, 'on must be a date such as 2026-11-20'],
    [{ ...good, at: 'sekrit' }, 'at must be an instant such as 2026-11-20T16:05:00Z'],
    [{ ...good, limit: 101 }, 'limit must be at most 100'],
    [{ ...good, limit: 'sekrit' }, 'limit must be a number'],
    [{ ...good, names: ['ab', 's'] }, 'names.1 must have at least 2 letters'],
    [{ ...good, names: ['ab', 'cd', 'ef'] }, 'names must have at most 2 entries'],
    [{ ...good, names: 'sekrit' }, 'names must be a list'],
    [{ ...good, id: 'Sekrit' }, 'id must be written as ^[a-z]{1,8}$'],
    [{ ...good, time: 'sekrit' }, 'time is not right: write a time as HH:MM'],
    [{ ...good, either: 'sekrit' }, 'either must be one of: all, or must be a number'],
    [{ ...good, headers: { sekrit: 1 } }, 'headers.(a name of yours) must be text'],
    [
      { ...good, sekrit: 1 },
      'body has a field or value that is not known; there are outcome, on, at, limit, names, id, time, either, headers',
    ],
    ['sekrit', 'body must be an object'],
  ])('%j: %s', (body, words) => {
    expect(said(Body, body)).toBe(`Correct the body: ${words}.`);
    expect(said(Body, body)).not.toMatch(/sekrit/i);
  });

  test('is told of a campaign’s audience as well', () => {
    const content = { ...campaignContent, audience: { all: [{ is: 'sekrit' }] } };
    expect(said(CampaignContent, content)).toMatch(
      /audience\.all\.0 has a field or value that is not known; there are is \(.*treated, .*booked.*\), .*, all, any/,
    );
    expect(said(CampaignContent, content)).not.toContain('sekrit');
  });
});
