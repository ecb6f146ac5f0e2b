import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { practiceTextingBySns } from '../support/practice-copy.ts';

describe('a practice that texts one-way', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({
      at: '2026-11-20T16:05:00.000Z',
      arguments: ['--practice', practiceTextingBySns()],
    });
    practice = practiceAt(local);
    await practice.faults([]);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  test('answers a text by SNS, and never learns whether it arrived', async () => {
    const body = JSON.stringify({ from: '+15125550143', to: '+15125550110', text: 'Is Tuesday possible?' });
    expect((await local.call('/_local/sms', { method: 'POST', body })).status).toBe(200);
    await local.advance(1);
    const [{ id } = { id: '' }] = await practice.inquiries();
    expect((await practice.act('coordinator', id, 'reply', { text: 'Tuesday at ten?' })).status).toBe(200);
    await local.advance(60);
    const { messages, status } = await practice.inquiry(id);
    expect([status, messages.at(-1)?.state]).toEqual(['answered', 'accepted']);
    expect(messages.at(-1)).toMatchObject({ deliveredAt: null });
    const sent = (await practice.sentTo('patient')).filter(({ to }) => to === '+15125550143');
    expect(sent).toHaveLength(2);
    const services = new Set((await practice.calls()).calls.map(({ service }) => service));
    expect([services.has('sns'), services.has('sms-voice')]).toEqual([true, false]);
  });
});
