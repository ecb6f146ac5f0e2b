import { describe, expect, test } from '@jest/globals';
import type { Arrival } from '../../../domain/inquiry/arrival.ts';
import { callReached } from '../../../domain/inquiry/call-reached.ts';
import { fridayMorning } from '../../support/lakeside.ts';
import { emergencyWords, oneInquiry } from '../../support/one-inquiry.ts';

const ofLevel = (level: 'U' | 'S') => ({ assessment: { level, flags: ['F8'] } });

/** A call from the number that waits; anybody can make its number seem to be that one. */
async function called(text: string, changes: Partial<Arrival>) {
  const { inquiries, ports, now } = await oneInquiry(text, { channel: 'sms', ...changes });
  await callReached(['somebody'], { ...ports, inquiries, now: fridayMorning });
  return now().status;
}

describe('a carrier that says that the caller spoke with somebody', () => {
  test.each([
    ['an emergency', emergencyWords, {}],
    ['what is urgent today', 'It is tender', ofLevel('U')],
    ['an answer to a check-in in words', 'A bit tender', { ...ofLevel('S'), postTreatment: 'watch' }],
    ['a question of whoever was treated lately', 'May I do sports?', { postTreatment: 'watch' }],
  ] as const)('ends no clock of %s', async (_what, text, changes) => {
    expect(await called(text, changes as Partial<Arrival>)).toBe('new');
  });

  test.each([
    ['a question', 'May I book?', {}],
    ['a clinical question of a stranger', 'Does filler hurt?', ofLevel('S')],
  ] as const)('answers %s', async (_what, text, changes) => {
    expect(await called(text, changes as unknown as Partial<Arrival>)).toBe('answered');
  });
});
