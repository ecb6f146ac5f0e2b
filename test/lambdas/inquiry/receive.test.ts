import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Delivery } from '../../../domain/inquiry/delivery.ts';
import { longestBody, type ReceivePorts, receive } from '../../../lambdas/inquiry/receive.ts';
import type { HttpEvent } from '../../../lambdas/kit/http.ts';
import { lakeside } from '../../support/lakeside.ts';
import { fixtureOf, fixtures, recorded, type SenderFixture } from '../../support/sender-fixtures.ts';

const signedAt = 1795190712;
/** Stands in for what AWS serves at SigningCertURL. */
const certificates = recorded.find(({ certPem }) => certPem)?.certPem ?? '';

function ports(now = signedAt * 1000) {
  const stored = new Map<string, Delivery>();
  const started: string[] = [];
  const confirmed: string[] = [];
  const clock = { now };
  const bySource = Object.fromEntries(
    recorded.map(({ source, secret, signature }) => [
      signature.scheme === 'meta-challenge' ? `${source}.handshake` : source,
      ['an older secret', secret],
    ]),
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
    web: {
      certificate: async () => certificates,
      confirm: async (url) => void confirmed.push(url),
    },
    publicUrl: 'https://intake.example.com',
    now: () => clock.now,
  };
  return { given, stored, started, confirmed, clock };
}

function event(
  fixture: SenderFixture,
  changes: { body?: string; headers?: object; query?: string; source?: string } = {},
): HttpEvent {
  const url = new URL(fixture.url);
  return {
    headers: { ...fixture.headers, ...changes.headers },
    rawPath: url.pathname,
    rawQueryString: changes.query ?? url.search.slice(1),
    body: Buffer.from(changes.body ?? fixture.rawBody).toString('base64'),
    isBase64Encoded: true,
    pathParameters: { source: changes.source ?? fixture.source, proxy: fixture.path },
    requestContext: { http: { method: fixture.method } },
  } as unknown as HttpEvent;
}

const shift = (text: string): string =>
  text.slice(0, -3) + (text.at(-3) === 'a' ? 'b' : 'a') + text.slice(-2);

const bySecret = ({ signature: { scheme } }: SenderFixture): boolean =>
  scheme === 'shared-header' || scheme === 'url-token';

/** The same request with one byte changed, where the proof is: of the body, or of the secret. */
function forgedOf(fixture: SenderFixture): HttpEvent {
  if (!bySecret(fixture)) return event(fixture, { body: shift(fixture.rawBody) });
  const header = fixture.signature.header ?? 'none';
  return event(fixture, {
    headers: { [header]: shift(fixture.headers[header] ?? '') },
    query: `token=${shift(fixture.secret)}`,
  });
}

describe.each(fixtures)('a request of $name', (fixture) => {
  test('is stored without its secret, its registration started, and answered as its sender wants', async () => {
    const { given, stored, started } = ports();
    const reply = await receive(event(fixture), given);
    expect(reply.statusCode).toBe(200);
    const isTwilio = fixture.name.startsWith('twilio');
    expect(reply.headers?.['content-type']).toBe(isTwilio ? 'text/xml' : 'application/json');
    expect(reply.body).toBe(isTwilio ? '<Response/>' : '{"received":true}');
    const [delivery] = stored.values();
    expect(delivery?.body).toBe(fixture.rawBody.replaceAll(/(?<=webhookURL"\r\n\r\n)[^\r]+/g, 'removed'));
    expect(JSON.stringify(delivery)).not.toContain(fixture.secret);
    expect(started).toEqual([delivery?.id]);
  });

  test('is stored once, however often it comes', async () => {
    const { given, stored } = ports();
    for (let time = 0; time < 3; time += 1)
      expect(await receive(event(fixture), given)).toMatchObject({ statusCode: 200 });
    expect(stored.size).toBe(1);
  });

  test('is refused with one byte changed, and writes nothing', async () => {
    const { given, stored } = ports();
    expect(await receive(forgedOf(fixture), given)).toMatchObject({ statusCode: 401 });
    expect(stored.size).toBe(0);
  });
});

const stamped = fixtures.filter(({ signedAt: at, signature }) => at !== undefined && signature.tolerance);

describe.each(stamped)('the time of $name', (fixture) => {
  const tolerance = fixture.signature.scheme === 'sns' ? 3600 : 300;
  test.each([-tolerance - 2, tolerance + 2])('refused %s s off', async (seconds) => {
    const { given } = ports((signedAt + seconds) * 1000);
    expect(await receive(event(fixture), given)).toMatchObject({ statusCode: 401 });
  });
  test.each([-tolerance + 2, tolerance - 2])('taken %s s off', async (seconds) => {
    const { given } = ports((signedAt + seconds) * 1000);
    expect(await receive(event(fixture), given)).toMatchObject({ statusCode: 200 });
  });
});

describe('handshakes', () => {
  const meta = fixtureOf('meta-verification-get');
  const sns = fixtureOf('sns-subscription-confirmation');

  test('a challenge of Meta’s is answered as it wants', async () => {
    const { given } = ports();
    const { status, contentType, body } = meta.expectedResponse ?? { status: 0, contentType: '', body: '' };
    expect(await receive(event(meta), given)).toMatchObject({
      statusCode: status,
      headers: { 'content-type': contentType },
      body,
    });
  });

  test.each([
    ['hub.mode=subscribe&hub.challenge=1&hub.verify_token=meta_test_verify_tokex', 403],
    ['hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=meta_test_verify_token', 403],
    ['hub.mode=subscribe&hub.verify_token=meta_test_verify_token', 403],
    ['', 403],
  ])('a challenge %s is refused', async (query, statusCode) => {
    const { given } = ports();
    expect(await receive(event(meta, { query }), given)).toMatchObject({ statusCode });
  });

  test('a source without a handshake answers a GET like a wrong signature', async () => {
    const { given } = ports();
    expect(await receive(event(meta, { source: 'src_typeform' }), given)).toMatchObject({ statusCode: 401 });
  });

  test('a topic of our own is confirmed, and stores nothing', async () => {
    const { given, confirmed, stored } = ports();
    expect(await receive(event(sns), given)).toMatchObject({ statusCode: 200 });
    expect(confirmed).toEqual([JSON.parse(sns.rawBody).SubscribeURL]);
    expect(stored.size).toBe(0);
  });

  test.each([
    ['another topic', (body: string) => body.replaceAll(':inbound-sms', ':another')],
    ['another token', (body: string) => body.replace('"Token" : "2', '"Token" : "3')],
    [
      'another host',
      (body: string) =>
        body.replace(
          '"https://sns.us-east-1.amazonaws.com/Simple',
          '"https://sns.us-east-1.amazonaws.com.example.com/Simple',
        ),
    ],
  ])('%s is not', async (_what, change) => {
    const { given, confirmed } = ports();
    const body = change(sns.rawBody);
    expect(body).not.toBe(sns.rawBody);
    expect(await receive(event(sns, { body }), given)).toMatchObject({ statusCode: 401 });
    expect(confirmed).toEqual([]);
  });
});

const typeform = fixtureOf('typeform');

describe('receiving', () => {
  test('what Twilio’s own documentation signs is taken; with another host, scheme or parameter it is not', async () => {
    const { given } = ports();
    const example = { ...fixtureOf('twilio-sms'), source: 'src_twilio_sms', secret: '12345' };
    const signed = (url: string, body: string): HttpEvent =>
      ({
        ...event({ ...example, url }, { body }),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
        },
      }) as HttpEvent;
    const body =
      'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212';
    const at = (publicUrl: string): ReceivePorts => ({
      ...given,
      publicUrl,
      secrets: { of: async () => ['12345'], fresh: async () => ['12345'] },
    });
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    const status = async (publicUrl: string, given_ = body): Promise<number | undefined> =>
      (await receive(signed(url, given_), at(publicUrl))).statusCode;
    expect(await status('https://mycompany.com')).toBe(200);
    expect(await status('https://mycompany.com:443')).toBe(200);
    expect(await status('http://mycompany.com')).toBe(401);
    expect(await status('https://another.example.com')).toBe(401);
    expect(await status('https://mycompany.com', `${body}&More=1`)).toBe(401);
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
