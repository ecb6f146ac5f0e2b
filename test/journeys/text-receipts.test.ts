import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

/** Numbers that End User Messaging on one machine does not deliver to (local/aws/texts.ts). */
const invalid = '+14255550151';
const unreachable = '+14255550153';

describe('texts, and what became of them', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z' });
    practice = practiceAt(local);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  /** A patient writes by text; gives their inquiry. */
  const texts = async (from: string, text: string): Promise<string> => {
    const body = JSON.stringify({ from, to: '+15125550110', text });
    expect((await local.call('/_local/sms', { method: 'POST', body })).status).toBe(200);
    await local.advance(1);
    const all = await Promise.all((await practice.inquiries()).map(({ id }) => practice.inquiry(id)));
    return all.find(({ contact }) => contact.phone === from)?.id ?? '';
  };
  const sentTo = async (number: string) => (await local.outbox()).filter(({ to }) => to === number);
  const happened = async (id: string) => (await practice.inquiry(id)).events.map(({ what }) => what);

  test('a reply by text leaves by the number for care, and its receipt stands at it', async () => {
    const id = await texts('+15125550143', 'Do you have time on Tuesday?');
    expect((await practice.act('coordinator', id, 'reply', { text: 'Tuesday at ten?' })).status).toBe(200);
    await local.advance(5);
    const { messages, status } = await practice.inquiry(id);
    expect(status).toBe('answered');
    expect(messages.at(-1)).toMatchObject({ state: 'accepted', deliveredAt: expect.stringMatching(/^2026/) });
    expect((await sentTo('+15125550143')).at(-1)).toMatchObject({
      channel: 'sms',
      headers: { From: 'phone-00000000000000000000000000000001', 'Message-Type': 'TRANSACTIONAL' },
    });
  });

  test('a safety reply leaves by a number of its own', async () => {
    await texts('+15125550144', 'My lip turned white an hour after filler and it hurts a lot');
    expect(await sentTo('+15125550144')).toMatchObject([
      { about: { kind: 'safety' }, headers: { From: 'phone-00000000000000000000000000000003' } },
    ]);
  });

  test('a reply that did not arrive opens its inquiry again, and the desk is alerted anew', async () => {
    const id = await texts(unreachable, 'How much is a consultation?');
    expect((await practice.act('coordinator', id, 'reply', { text: '100 dollars.' })).status).toBe(200);
    expect((await practice.inquiry(id)).status).toBe('answered');
    const before = (await practice.sentTo('staff')).length;
    await local.advance(5);
    const again = await practice.inquiry(id);
    expect(again.status).toBe('acknowledged');
    expect(again.messages.at(-1)?.state).toBe('failed');
    expect(await happened(id)).toContain('reply-bounced');
    expect((await practice.sentTo('staff')).length).toBeGreaterThan(before);
  });

  test('an acknowledgement that did not arrive stands in the timeline, and staff are told to call, once', async () => {
    const id = await texts(invalid, 'Hello, are you there?');
    await local.advance(5);
    expect((await practice.inquiry(id)).undelivered).toMatchObject({ kind: 'acknowledgement' });
    const told = (await practice.sentTo('staff')).filter(({ about }) => about.kind === 'undelivered');
    const people = told.map(({ about, to }) => `${about.inquiryId} ${to}`);
    expect(people).toContain(`${id} dana.marlow@lakeside-aesthetics.example.com`);
    expect(new Set(people).size).toBe(people.length);
    expect((await happened(id)).filter((what) => what === 'acknowledgement-undelivered')).toHaveLength(1);
  });

  test('settling met no error on its way', () => {
    const lines = readFileSync(join(local.dataDirectory, 'functions.log'), 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('"ERROR"'))).toEqual([]);
  });
});
