import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { mime } from '../support/mail.ts';

const victim = '+15125550101';
const mallory = 'mallory@evil.example';

describe('somebody who knows a patient’s number', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  let id = '';
  beforeAll(async () => {
    local = await startLocal({
      at: '2026-11-20T16:05:00.000Z',
      arguments: ['--public-url', 'https://intake.example.com'],
    });
    practice = practiceAt(local);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const sentTo = async (to: string) => (await practice.sentTo('patient')).filter((sent) => sent.to === to);
  const pageOf = async (to: string): Promise<string> =>
    /https:\/\/intake\.example\.com(\/i\/\S+)/.exec((await sentTo(to)).at(-1)?.text ?? '')?.[1] ?? '';
  const posts = (path: string, fields: Record<string, string>): Promise<Response> =>
    local.call(path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  const formIsSent = async (fields: Record<string, string>): Promise<void> => {
    const html = await (await local.call('/f/downtown')).text();
    const token = /name="token" value="([^"]*)"/.exec(html)?.[1] ?? '';
    await local.advance(20);
    expect((await posts('/f/downtown', { token, name: 'Rowan', ...fields })).status).toBe(303);
    await local.advance(1);
  };

  test('and types it into the form beside an address of theirs joins the conversation for staff only', async () => {
    const text = JSON.stringify({
      from: victim,
      to: '+15125550110',
      text: 'Is the bruise on my chin normal?',
    });
    await local.call('/_local/sms', { method: 'POST', body: text });
    await local.advance(1);
    id = (await practice.inquiries())[0]?.id ?? '';
    await formIsSent({ phone: victim, email: mallory, message: 'hello' });
    const inquiry = await practice.inquiry(id);
    expect(inquiry).toMatchObject({ messageCount: 2, contact: { phone: victim, email: null } });
    expect(inquiry.messages.at(-1)).toMatchObject({
      from: { email: mallory, proved: false, beside: true },
    });
    const [acknowledged] = await sentTo(mallory);
    expect(acknowledged?.headers['Reply-To'] ?? '').not.toContain('+');
  });

  test('sees nothing of it, and ends nothing', async () => {
    const path = await pageOf(mallory);
    const html = await (await local.call(path)).text();
    expect(html).toContain('hello');
    expect(html).not.toMatch(/bruise|clinical team/);
    expect((await posts(path, { act: 'withdraw' })).status).toBe(303);
    await local.advance(1);
    expect((await practice.inquiry(id)).closeReason).toBeNull();
    const own = await (await local.call(await pageOf(victim))).text();
    expect(own).toContain('bruise');
  });

  test('gets no answer: it goes to the number that wrote', async () => {
    expect((await practice.act('coordinator', id, 'reply', { text: 'Yes, it is.' })).status).toBe(200);
    expect((await sentTo(victim)).at(-1)?.text).toContain('Yes, it is.');
    expect((await practice.act('coordinator', id, 'reply', { text: 'x', channel: 'email' })).status).toBe(
      422,
    );
    expect(await sentTo(mallory)).toHaveLength(1);
    await local.call('/_local/mail', {
      method: 'POST',
      body: mime({ id: 'm1', from: mallory, text: 'Well?' }),
    });
    await local.advance(1);
    expect((await practice.inquiry(id)).messageCount).toBe(2);
  });

  test('a patient’s form, text and mail are one conversation, each answered where it came from', async () => {
    const [phone, email] = ['+15125550177', 'noor@example.com'];
    await formIsSent({ phone, email, message: 'May I book?' });
    const text = JSON.stringify({ from: phone, to: '+15125550110', text: 'Tuesday, please' });
    await local.call('/_local/sms', { method: 'POST', body: text });
    await local.advance(1);
    const noor = (await practice.inquiries()).find(
      ({ messageCount, channel }) => channel === 'web-form' && messageCount === 2,
    );
    expect((await practice.act('coordinator', noor?.id ?? '', 'reply', { text: 'Ten?' })).status).toBe(200);
    expect((await sentTo(phone)).at(-1)?.text).toContain('Ten?');
    const replyTo = (await sentTo(email))[0]?.headers['Reply-To'] ?? '';
    const mail = mime({ id: 'm2', from: email, to: replyTo, text: 'Ten is fine' });
    await local.call('/_local/mail', { method: 'POST', body: mail });
    await local.advance(1);
    expect((await practice.inquiry(noor?.id ?? '')).messageCount).toBe(3);
    expect((await practice.act('coordinator', noor?.id ?? '', 'reply', { text: 'Good' })).status).toBe(200);
    expect((await sentTo(email)).at(-1)?.text).toContain('Good');
  });
});
