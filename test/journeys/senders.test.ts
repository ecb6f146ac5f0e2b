import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { fixtureOf, fixtures, recorded, type SenderFixture } from '../support/sender-fixtures.ts';

describe('senders', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({
      at: new Date(1795190712 * 1000).toISOString(),
      arguments: ['--public-url', 'https://intake.example.com'],
    });
    practice = practiceAt(local);
    for (const { source, secret, certPem, rawBody, signature } of recorded)
      if (certPem !== undefined) await practice.trust(String(JSON.parse(rawBody).SigningCertURL), certPem);
      else if (signature.scheme === 'meta-challenge')
        expect(await practice.giveSecret(source, secret, 'handshake')).toBe(204);
      else expect(await practice.giveSecret(source, secret)).toBe(204);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const send = (fixture: SenderFixture, changes: RequestInit = {}, path?: string): Promise<Response> => {
    const url = new URL(fixture.url);
    return local.call(path ?? url.pathname + url.search, {
      method: fixture.method,
      headers: fixture.headers,
      body: fixture.rawBody,
      ...changes,
    });
  };
  const typeform = fixtureOf('typeform');

  const named = fixtures.filter(({ expect: { email, phone } = {} }) => email ?? phone);
  const spoken = named.filter(({ expect: { message } = {} }) => message);

  test.each(spoken)('$name is taken, mapped and joined to the inquiry of its person', async (fixture) => {
    const { status } = await send(fixture);
    expect(status).toBe(200);
    expect((await send(fixture)).status).toBe(200);
    await local.advance(1);
    const { message, ...person } = fixture.expect ?? {};
    const found = (await practice.inquiries()).filter(({ channel }) => channel !== 'messenger');
    expect(found).toHaveLength(1);
    const { messages } = await practice.inquiry(found[0]?.id ?? '');
    // What a form names is kept with its message: it becomes no address of a conversation that is there already.
    expect(messages.filter(({ text }) => text === message)).toContainEqual(
      expect.objectContaining({ from: expect.objectContaining(person) }),
    );
    const before = messages.length;
    await send(fixture);
    await local.advance(1);
    expect((await practice.inquiry(found[0]?.id ?? '')).messages).toHaveLength(before);
  });

  test('a person of whom a page knows only an id has an inquiry of their own', async () => {
    const messenger = fixtureOf('meta-messenger');
    expect((await send(messenger)).status).toBe(200);
    expect((await send(messenger)).status).toBe(200);
    await local.advance(1);
    const [inquiry] = (await practice.inquiries()).filter(({ channel }) => channel === 'messenger');
    const { messages, contact } = await practice.inquiry(inquiry?.id ?? '');
    expect(messages.map(({ text }) => text)).toEqual([messenger.expect?.message]);
    expect([contact.email, contact.phone]).toEqual([null, null]);
  });

  test('handshakes are answered as their senders want', async () => {
    const challenge = await send(fixtureOf('meta-verification-get'), { body: null });
    expect([challenge.status, await challenge.text()]).toEqual([200, '1158201444']);
    expect((await send(fixtureOf('sns-subscription-confirmation'))).status).toBe(200);
  });

  test('also takes a path behind the source', async () => {
    expect((await send(typeform, {}, '/v1/hooks/src_typeform/consultation')).status).toBe(200);
  });

  test.each([
    ['an unknown source', '/v1/hooks/src_nobody', {}, 401],
    ['a wrong signature', '/v1/hooks/src_typeform', { body: '{}' }, 401],
    ['a body over 1 MiB', '/v1/hooks/src_typeform', { body: 'x'.repeat(1024 * 1024 + 1) }, 413],
    ['a compressed body', '/v1/hooks/src_typeform', { headers: { 'content-encoding': 'gzip' } }, 415],
  ])('%s is refused with a short error', async (_name, path, changes, status) => {
    const reply = await send(typeform, changes, path);
    expect(reply.status).toBe(status);
    expect(Object.keys((await reply.json()) as object)).toEqual(['error']);
  });

  test('our own fault is 503, and the sender may try again', async () => {
    await practice.faults([
      { service: 'dynamodb', operation: 'PutItem', caller: 'ReceiveDelivery', what: 'before' },
    ]);
    const elementor = fixtureOf('elementor-pro');
    const body = elementor.rawBody.replace('Jordan', 'Jordana');
    expect((await send(elementor, { body })).status).toBe(503);
    expect((await send(elementor, { body })).status).toBe(200);
    await local.advance(1);
    const [inquiry] = (await practice.inquiries()).filter(({ channel }) => channel !== 'messenger');
    const { messages } = await practice.inquiry(inquiry?.id ?? '');
    expect(inquiry?.messageCount).toBe(messages.filter(({ direction }) => direction === 'in').length);
    expect(messages.filter(({ text }) => text === elementor.expect?.message)).toHaveLength(
      spoken.filter(({ expect: { message } = {} }) => message === elementor.expect?.message).length + 1,
    );
  });

  test('a body that cannot be read goes to the review queue, under the same clock', async () => {
    const gravity = fixtureOf('gravity-forms');
    expect((await send(gravity, { body: '{"broken' })).status).toBe(200);
    await local.advance(1);
    const review = (await practice.inquiries()).find(({ priority }) => priority === 'other');
    const { messages } = await practice.inquiry(review?.id ?? '');
    expect(messages[0]?.text).toBe('{"broken');
    expect((await practice.sentTo('staff')).some(({ about }) => about.inquiryId === review?.id)).toBe(true);
  });

  test('what could not be read becomes an inquiry like any other when staff say who it is from', async () => {
    const gravity = fixtureOf('gravity-forms');
    expect((await send(gravity, { body: '{"broken too' })).status).toBe(200);
    await local.advance(1);
    const held = (await practice.inquiries()).find(({ review }) => review !== null);
    const say = (body: object): Promise<Response> =>
      local.as('coordinator', `/v1/inquiries/${held?.id}/contact`, {
        method: 'PUT',
        body: JSON.stringify(body),
      });
    expect((await say({ name: 'Ash' })).status).toBe(400);
    expect((await say({ name: 'Ash Okafor', email: 'Ash.Okafor@example.com' })).status).toBe(200);
    expect(await practice.inquiry(held?.id ?? '')).toMatchObject({
      review: null,
      contact: { name: 'Ash Okafor', email: 'ash.okafor@example.com' },
    });
    expect((await practice.act('coordinator', held?.id ?? '', 'reply', { text: 'Hello Ash' })).status).toBe(
      200,
    );
    expect((await practice.sentTo('patient')).at(-1)).toMatchObject({ to: 'ash.okafor@example.com' });
  });
});
