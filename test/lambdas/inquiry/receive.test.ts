import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Delivery } from '../../../domain/inquiry/delivery.ts';
import { longestBody, type ReceivePorts, receive } from '../../../lambdas/inquiry/receive.ts';
import type { HttpEvent } from '../../../lambdas/kit/http.ts';
import { lakeside } from '../../support/lakeside.ts';
import { fixtures, type SenderFixture } from '../../support/sender-fixtures.ts';

const signedAt = 1795190712;

function ports(now = signedAt * 1000) {
  const stored = new Map<string, Delivery>();
  const started: string[] = [];
  const clock = { now };
  const bySource = Object.fromEntries(
    fixtures.map(({ source, secret }) => [source, ['an older secret', secret]]),
  );
  const given: ReceivePorts = {
    deliveries: {
      store: async (delivery) => {
        const known = stored.get(delivery.id);
        if (!known) stored.set(delivery.id, delivery);
        return { stored: !known, registered: false, receivedAt: (known ?? delivery).receivedAt };
      },
      receivedAt: async (id) => {
        const known = stored.get(id);
        return known && { receivedAt: known.receivedAt, registered: false };
      },
    },
    registrations: { start: async (id) => void started.push(id) },
    secrets: {
      of: async (source) => bySource[source] ?? [],
      fresh: async (source) => bySource[source] ?? [],
    },
    sources: lakeside.sources.sources,
    now: () => clock.now,
  };
  return { given, stored, started, clock };
}

function event(
  fixture: SenderFixture,
  changes: { body?: string; headers?: object; query?: string; source?: string } = {},
): HttpEvent {
  const url = new URL(fixture.url);
  return {
    headers: { ...fixture.headers, ...changes.headers },
    rawQueryString: changes.query ?? url.search.slice(1),
    body: Buffer.from(changes.body ?? fixture.rawBody).toString('base64'),
    isBase64Encoded: true,
    pathParameters: { source: changes.source ?? fixture.source },
    requestContext: { http: { method: 'POST' } },
  } as unknown as HttpEvent;
}

const shift = (text: string): string =>
  text.slice(0, -3) + (text.at(-3) === 'a' ? 'b' : 'a') + text.slice(-2);

describe.each(fixtures)('a request of $name', (fixture) => {
  test('is stored and its registration started', async () => {
    const { given, stored, started } = ports();
    expect(await receive(event(fixture), given)).toMatchObject({ statusCode: 200 });
    const [delivery] = stored.values();
    expect(delivery?.body).toBe(fixture.rawBody);
    expect(started).toEqual([delivery?.id]);
  });

  test('is stored once, however often it comes', async () => {
    const { given, stored } = ports();
    for (let time = 0; time < 3; time += 1)
      expect(await receive(event(fixture), given)).toMatchObject({ statusCode: 200 });
    expect(stored.size).toBe(1);
  });

  test('is refused with anything else where the proof should be, and writes nothing', async () => {
    const { given, stored } = ports();
    const bySecret = fixture.source === 'src_gravity' || fixture.source === 'src_elementor';
    const forged = bySecret
      ? event(fixture, { headers: { authorization: 'Bearer something else' }, query: 'token=something-else' })
      : event(fixture, { body: shift(fixture.rawBody) });
    expect(await receive(forged, given)).toMatchObject({ statusCode: 401 });
    expect(stored.size).toBe(0);
  });
});

const fixtureOf = (name: string): SenderFixture =>
  fixtures.find((fixture) => fixture.name === name) as SenderFixture;
const typeform = fixtureOf('typeform');

describe('receiving', () => {
  test.each([-301, 301])('a signature that is %s s off is refused', async (seconds) => {
    const { given } = ports((signedAt + seconds) * 1000);
    expect(await receive(event(fixtureOf('standard-webhooks')), given)).toMatchObject({ statusCode: 401 });
  });

  test('what the reference library of Standard Webhooks signs is taken', async () => {
    const { given } = ports();
    const { secret, source, url } = fixtureOf('standard-webhooks');
    const body = '{"data":{"email":"a@example.com","message":"¿Hola?"}}';
    const signature = new Webhook(secret).sign('msg_1', new Date(signedAt * 1000), body);
    const headers = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(signedAt),
      'webhook-signature': `v1,AAAA ${signature}`,
    };
    const request = { ...event({ ...typeform, source, url, headers: {} }, { body, headers }) };
    expect(await receive(request, given)).toMatchObject({ statusCode: 200 });
  });

  test('an unknown source is answered like a wrong signature', async () => {
    const { given } = ports();
    const unknown = await receive(event(typeform, { source: 'src_nobody' }), given);
    const forged = await receive(event(typeform, { body: '{}' }), given);
    expect(unknown).toEqual(forged);
    expect(unknown.statusCode).toBe(401);
  });

  test('a body of 1 MiB is taken by its size, one byte more is not', async () => {
    const { given } = ports();
    const sized = (length: number) => receive(event(typeform, { body: 'x'.repeat(length) }), given);
    expect((await sized(longestBody)).statusCode).toBe(401);
    expect((await sized(longestBody + 1)).statusCode).toBe(413);
  });

  test('a compressed body is not taken', async () => {
    const { given } = ports();
    expect(
      (await receive(event(typeform, { headers: { 'content-encoding': 'gzip' } }), given)).statusCode,
    ).toBe(415);
    expect(
      (await receive(event(typeform, { headers: { 'content-encoding': 'identity' } }), given)).statusCode,
    ).toBe(200);
  });

  test('an equal body without a key is a new message after ten minutes, not before', async () => {
    const elementor = fixtureOf('elementor-pro');
    const { given, stored, clock } = ports(Date.parse('2026-11-20T16:09:00Z'));
    await receive(event(elementor), given);
    clock.now = Date.parse('2026-11-20T16:18:59Z');
    await receive(event(elementor), given);
    expect(stored.size).toBe(1);
    clock.now = Date.parse('2026-11-20T16:19:01Z');
    await receive(event(elementor), given);
    expect(stored.size).toBe(2);
  });

  test('a stored request is answered 200 even if its registration does not start', async () => {
    const { given, stored } = ports();
    const broken = { ...given, registrations: { start: () => Promise.reject(new Error('down')) } };
    expect((await receive(event(typeform), broken)).statusCode).toBe(200);
    expect(stored.size).toBe(1);
  });

  test('bytes that are no text are kept as they are', async () => {
    const { given, stored } = ports();
    const bytes = Buffer.from([0x66, 0xff, 0x00]);
    const given_ = { ...event(fixtureOf('elementor-pro')), body: bytes.toString('base64') };
    expect((await receive(given_, given)).statusCode).toBe(200);
    const [delivery] = stored.values();
    expect(Buffer.from(delivery?.body ?? '', 'base64')).toEqual(bytes);
  });

  test('what is answered says nothing about anybody', async () => {
    const { given } = ports();
    for (const reply of [
      await receive(event(typeform), given),
      await receive(event(typeform, { body: '{}' }), given),
    ])
      expect(reply.body).not.toMatch(/Jordan|Avery|filler/);
  });
});
