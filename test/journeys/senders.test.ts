import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { fixtures, type SenderFixture } from '../support/sender-fixtures.ts';

describe('senders', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({
      at: new Date(1795190712 * 1000).toISOString(),
      arguments: ['--public-url', 'https://intake.example.com'],
    });
    practice = practiceAt(local);
    for (const { source, secret } of fixtures) expect(await practice.giveSecret(source, secret)).toBe(204);
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
  const [typeform] = fixtures as [SenderFixture];

  test.each(fixtures)(
    '$name is taken, mapped and joined to the one inquiry of its person',
    async (fixture) => {
      const reply = await send(fixture);
      expect([reply.status, await reply.json()]).toEqual([200, { received: true }]);
      expect((await send(fixture)).status).toBe(200);
      await local.advance(1);
      const inquiries = await practice.inquiries();
      expect(inquiries).toHaveLength(1);
      const { contact, messages } = await practice.inquiry(inquiries[0]?.id ?? '');
      const { message, ...person } = fixture.expect;
      expect(contact).toEqual(person);
      expect(messages.at(-1)?.text).toBe(message);
      expect(messages).toHaveLength(fixtures.indexOf(fixture) + 1);
    },
  );

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
    const elementor = fixtures.find(({ name }) => name === 'elementor-pro') as SenderFixture;
    const body = elementor.rawBody.replace('Jordan', 'Jordana');
    expect((await send(elementor, { body })).status).toBe(503);
    expect((await send(elementor, { body })).status).toBe(200);
    await local.advance(1);
    const [inquiry] = await practice.inquiries();
    expect(inquiry?.messageCount).toBe(fixtures.length + 1);
  });

  test('a body that cannot be read goes to the review queue, under the same clock', async () => {
    const gravity = fixtures.find(({ name }) => name === 'gravity-forms') as SenderFixture;
    expect((await send(gravity, { body: '{"broken' })).status).toBe(200);
    await local.advance(1);
    const review = (await practice.inquiries()).find(({ priority }) => priority === 'other');
    const { messages } = await practice.inquiry(review?.id ?? '');
    expect(messages[0]?.text).toBe('{"broken');
    expect((await practice.sentTo('staff')).some(({ about }) => about.inquiryId === review?.id)).toBe(true);
  });
});
