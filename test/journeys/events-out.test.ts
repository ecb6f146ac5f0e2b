import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

const secret = `whsec_${Buffer.from('the secret of the other tool').toString('base64')}`;

interface ToolCall {
  readonly tool: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

describe('events out', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z' });
    practice = practiceAt(local);
    await practice.giveSecret();
    const body = JSON.stringify({ secret });
    expect((await local.as('manager', '/v1/tools/crm/secret', { method: 'PUT', body })).status).toBe(204);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const told = (): Promise<readonly ToolCall[]> => local.json<ToolCall[]>('/_local/tools');
  const types = async (): Promise<readonly string[]> =>
    (await told()).map(({ body }) => (JSON.parse(body) as { type: string }).type);
  const answerWith = (status: number) =>
    local.call('/_local/tools', { method: 'PUT', body: JSON.stringify({ status }) });
  const failed = async (): Promise<readonly { id: string; type: string; reason: string }[]> => {
    const reply = await local.as('manager', '/v1/tools/failed-events');
    return ((await reply.json()) as { items: { id: string; type: string; reason: string }[] }).items;
  };

  test('what happens to an inquiry is told once each, signed, with ids only', async () => {
    await practice.patientWrites('Do you have a consultation?', 'out-1');
    await local.advance(1);
    const [{ id } = { id: '' }] = await practice.inquiries();
    expect(await types()).toEqual(['inquiry.received']);
    await local.advance(1200);
    await practice.act('coordinator', id, 'reply', { text: 'Yes, on Tuesday.' });
    await practice.act('coordinator', id, 'close', { reason: 'answered' });
    await local.advance(601);
    expect(await types()).toEqual([
      'inquiry.received',
      'inquiry.missed',
      'inquiry.answered',
      'inquiry.closed',
    ]);
    for (const { headers, body } of await told()) {
      // The reference library holds the time to its own clock; the signature is the same at any time.
      const at = new Date(Number(headers['webhook-timestamp']) * 1000);
      const again = new Webhook(secret).sign(headers['webhook-id'] ?? '', at, body);
      expect(headers['webhook-signature']).toBe(again);
      expect(Object.keys((JSON.parse(body) as { data: object }).data)).toEqual(['inquiryId']);
      expect(body).not.toMatch(/Rowan|example\.com|Tuesday/);
    }
    expect(await failed()).toEqual([]);
  });

  test('a tool that is down is tried again, under the same id', async () => {
    const before = (await told()).length;
    await answerWith(500);
    await practice.patientWrites('Another question', 'out-2', { email: 'ash@example.com' });
    await local.advance(31);
    await answerWith(200);
    await local.advance(120);
    const tries = (await told()).slice(before);
    expect(tries.length).toBeGreaterThan(1);
    expect(new Set(tries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await failed()).toEqual([]);
  });

  test('one that wants no more is given up and shown, and can be told again', async () => {
    await answerWith(410);
    await practice.patientWrites('A third question', 'out-3', { email: 'noor@example.com' });
    await local.advance(1);
    const [event] = await failed();
    expect(event).toMatchObject({ type: 'inquiry.received', reason: '410' });
    await answerWith(200);
    const before = (await told()).length;
    const retry = `/v1/tools/failed-events/${event?.id}/retry`;
    expect((await local.as('manager', retry, { method: 'POST' })).status).toBe(202);
    await local.advance(1);
    expect((await told()).length).toBe(before + 1);
    expect(await failed()).toEqual([]);
    expect((await local.as('manager', retry, { method: 'POST' })).status).toBe(404);
    expect((await local.as('coordinator', '/v1/tools/failed-events')).status).toBe(403);
  });
});
