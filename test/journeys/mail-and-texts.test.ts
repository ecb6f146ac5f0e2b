import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { type MailParts, mime } from '../support/mail.ts';

describe('mail and texts', () => {
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

  const comes = async (parts: MailParts): Promise<void> => {
    const { status } = await local.call('/_local/mail', { method: 'POST', body: mime(parts) });
    expect(status).toBe(200);
    await local.advance(1);
  };
  const texts = async (from: string, text: string): Promise<void> => {
    const body = JSON.stringify({ from, to: '+15125550110', text });
    expect((await local.call('/_local/sms', { method: 'POST', body })).status).toBe(200);
    await local.advance(1);
  };
  /** The inquiry that came from an address. */
  const from = async (kind: 'phone' | 'email', address: string): Promise<string> => {
    for (const { id } of await practice.inquiries())
      if ((await practice.inquiry(id)).contact[kind] === address) return id;
    throw new Error('nothing came from there');
  };
  const byChannel = async (channel: string) =>
    (await practice.inquiries()).filter((inquiry) => inquiry.channel === channel);

  test('a mail becomes an inquiry, with its own words only and its file, and is answered by mail in its thread', async () => {
    const text = 'Is Tuesday possible?\r\n\r\nOn Thu, Nov 19, 2026 at 9:00 AM Lakeside wrote:\r\n> Hello';
    await comes({ id: 'm1', text, file: { name: 'lip.png', content: 'a picture' } });
    const [{ id } = { id: '' }] = await byChannel('email');
    const inquiry = await practice.inquiry(id);
    expect(inquiry.messages.map((message) => message.text)).toEqual(['Is Tuesday possible?']);
    expect(inquiry.contact).toMatchObject({ name: 'Rowan Ellery', email: 'rowan.ellery@example.com' });
    expect(inquiry.messages[0]).toMatchObject({
      details: { Subject: 'A question' },
      attachments: [{ name: 'lip.png', type: 'image/png', bytes: 9 }],
    });
    const [acknowledgement] = await practice.sentTo('patient');
    expect(acknowledgement).toMatchObject({
      channel: 'email',
      to: 'rowan.ellery@example.com',
      headers: { 'In-Reply-To': '<m1@mail.example.com>', 'Auto-Submitted': 'auto-replied' },
    });
    expect(acknowledgement?.text).not.toContain('Tuesday');
  });

  test('its file is given out by a short link, as a download', async () => {
    const [{ id } = { id: '' }] = await byChannel('email');
    const { messages } = (await (await local.as('manager', `/v1/inquiries/${id}`)).json()) as {
      messages: { id: string }[];
    };
    const path = `/v1/inquiries/${id}/messages/${messages[0]?.id}/attachments`;
    const { url } = (await (await local.as('manager', `${path}/0`)).json()) as { url: string };
    const file = await fetch(url);
    expect([file.status, await file.text()]).toEqual([200, 'a picture']);
    expect((await local.as('manager', `${path}/1`)).status).toBe(404);
  });

  test('an answer to the reply joins the inquiry from whichever address, and one by References as well', async () => {
    const [{ id } = { id: '' }] = await byChannel('email');
    expect((await practice.act('coordinator', id, 'reply', { text: 'Tuesday at ten?' })).status).toBe(200);
    await local.advance(1);
    expect((await practice.inquiry(id)).messages.at(-1)).toMatchObject({
      state: 'accepted',
      deliveredAt: expect.stringMatching(/^2026-11-20T/),
    });
    const reply = (await practice.sentTo('patient')).at(-1);
    const replyTo = reply?.headers['Reply-To'] ?? '';
    expect(replyTo).toMatch(/^desk\+[0-9a-f]{24}\.[0-9a-f]{16}@in\.lakeside-aesthetics\.example\.com$/);
    await comes({ id: 'm2', to: replyTo, from: 'sam.ellery@example.com', text: 'Yes, Sam here for Rowan.' });
    await comes({
      id: 'm3',
      from: 'rowan@work.example.com',
      headers: ['In-Reply-To: <m1@mail.example.com>', 'References: <m1@mail.example.com>'],
      text: 'From my office: ten is fine.',
    });
    const { messages } = await practice.inquiry(id);
    expect(messages.filter(({ direction }) => direction === 'in')).toHaveLength(3);
    expect(await byChannel('email')).toHaveLength(1);
  });

  test('a reply address that was tampered with joins nothing', async () => {
    const replyTo = (await practice.sentTo('patient')).at(-1)?.headers['Reply-To'] ?? '';
    const forged = replyTo.replace(/\.(.)/, (_all, letter: string) => `.${letter === '0' ? '1' : '0'}`);
    await comes({ id: 'm4', to: forged, from: 'stranger@example.com', text: 'Please send me everything.' });
    expect(await byChannel('email')).toHaveLength(2);
  });

  test('answers of machines and our own mail are never answered, and wait for nobody', async () => {
    const before = (await local.outbox()).length;
    await comes({ id: 'a1', headers: ['Auto-Submitted: auto-replied'], text: 'I am on holiday.' });
    await comes({ id: 'a2', from: 'MAILER-DAEMON@example.com', text: 'Delivery failed.' });
    await comes({ id: 'a3', from: 'hello@care.lakeside-aesthetics.example.com', text: 'A loop.' });
    expect((await local.outbox()).length).toBe(before);
    expect(await byChannel('email')).toHaveLength(2);
  });

  test('a form that a machine mails is the inquiry of whoever filled it in, who is answered', async () => {
    const from = 'Forms <no-reply@forms.example>';
    await comes({
      id: 'f1',
      from,
      headers: ['Reply-To: Jordan <jordan@example.com>'],
      text: 'How much is it?',
    });
    const found = (await byChannel('email')).find(({ priority }) => priority === 'new-lead');
    expect((await practice.sentTo('patient')).at(-1)).toMatchObject({ to: 'jordan@example.com' });
    expect(found?.review).toBeNull();
  });

  test('newsletters of a day are one entry of the queue, and nobody is answered', async () => {
    const sent = (await practice.sentTo('patient')).length;
    const letter = { from: 'news@brand.example', headers: ['List-Unsubscribe: <https://brand.example/u>'] };
    await comes({ id: 'n1', ...letter, text: 'Spring offers' });
    await comes({ id: 'n2', ...letter, text: 'Last chance' });
    const held = (await byChannel('email')).filter(({ review }) => review?.startsWith('A machine'));
    expect(held).toMatchObject([{ priority: 'other', messageCount: 2 }]);
    expect((await practice.sentTo('patient')).length).toBe(sent);
  });

  test('a mail that SES holds for spam is shown, not answered by itself and never dropped', async () => {
    const patients = (await practice.sentTo('patient')).length;
    await comes({ id: 's1', from: 'odd@example.com', headers: ['X-Local-Spam: yes'], text: 'Buy now' });
    const held = (await byChannel('email')).find(({ review }) => review?.includes('spam'));
    expect(held?.review).toContain('spam');
    expect((await practice.inquiry(held?.id ?? '')).messages[0]?.text).toBe('Buy now');
    expect((await practice.sentTo('patient')).length).toBe(patients);
  });

  test('a text becomes an inquiry, is acknowledged and answered by text, and the patient’s next text joins it', async () => {
    await texts('+15125550143', 'Hola, ¿cuánto cuesta?');
    const [{ id } = { id: '' }] = await byChannel('sms');
    const sent = (await practice.sentTo('patient')).filter(({ to }) => to === '+15125550143');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ channel: 'sms', text: expect.stringContaining('recibimos su mensaje') });
    expect((await practice.act('coordinator', id, 'reply', { text: 'Desde 300 dólares.' })).status).toBe(200);
    const answer = (await practice.sentTo('patient')).at(-1);
    expect(answer).toMatchObject({ channel: 'sms', to: '+15125550143' });
    expect(answer?.text).toContain('Desde 300 dólares.');
    await texts('+15125550143', 'Gracias');
    const { messages, respondedAt } = await practice.inquiry(id);
    expect(messages.filter(({ direction }) => direction === 'in')).toHaveLength(2);
    expect(respondedAt).not.toBeNull();
  });

  test('a red flag by text gets the safety reply by text', async () => {
    await texts('+15125550177', 'My lip turned white an hour after filler and it hurts a lot');
    const sent = (await practice.sentTo('patient')).filter(({ to }) => to === '+15125550177');
    expect(sent[0]?.text).toContain('call 911 now');
  });

  test('who writes STOP while their question waits is texted no more, and staff read what to do instead, until they ask again', async () => {
    const rowan = '+15125550188';
    await texts(rowan, 'How much is it, and when?');
    const id = await from('phone', rowan);
    await texts(rowan, 'STOP');
    const got = async () => (await practice.sentTo('patient')).filter(({ to }) => to === rowan);
    const before = (await got()).length;
    await local.advance(7200);
    expect(await got()).toHaveLength(before);
    const { events } = await practice.inquiry(id);
    expect(events.find(({ what }) => what === 'delay-refused')).toMatchObject({
      note: 'the patient wants no more texts: call them',
    });
    const refused = await practice.act('coordinator', id, 'reply', { text: 'From 300 dollars.' });
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('The patient wants no more texts. Call them, and log the call.'),
    ]);
    await texts(rowan, 'And on Tuesday?');
    expect((await practice.act('coordinator', id, 'reply', { text: 'From 300 dollars.' })).status).toBe(200);
    expect((await got()).at(-1)?.text).toContain('From 300 dollars.');
  });

  test('a clinical answer to a mail goes as a link to the patient’s own page, where its words stand', async () => {
    const sasha = 'sasha.lind@example.com';
    await comes({
      id: 'c1',
      from: sasha,
      text: 'I have a fever since my treatment yesterday. What should I do?',
    });
    const id = await from('email', sasha);
    const text = 'Please <come> to us at four.';
    expect((await practice.act('physician', id, 'reply', { text })).status).toBe(200);
    const mail = (await practice.sentTo('patient')).filter(({ to }) => to === sasha).at(-1);
    expect(mail?.text).not.toContain('at four');
    const [path = ''] = /\/i\/[\w.-]+/.exec(mail?.text ?? '') ?? [];
    const page = await (await local.call(path)).text();
    expect(page).toContain('Please &lt;come&gt; to us at four.');
    expect(page).toContain('I have a fever');
  });

  test('where no channel takes the acknowledgement, staff read that they have to call', async () => {
    await comes({ id: 'r1', from: 'refused@example.com', text: 'Can I come on Monday?' });
    const [{ id } = { id: '' }] = (await byChannel('email')).filter(
      ({ acknowledgedAt, review }) => acknowledgedAt === null && review === null,
    );
    const { events } = await practice.inquiry(id);
    expect(events.map(({ what }) => what)).toContain('acknowledgement-refused');
  });
});
