import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decode } from '../../../domain/inquiry/decode.ts';
import type { Delivery } from '../../../domain/inquiry/delivery.ts';
import { mapRequest } from '../../../domain/inquiry/map-request.ts';
import { Sources } from '../../../domain/practice/source.ts';
import { type ReceivePorts, receive } from '../../../lambdas/inquiry/receive.ts';
import type { HttpEvent } from '../../../lambdas/kit/http.ts';
import { readYaml } from '../../support/read-yaml.ts';

const { sources } = Sources.parse(readYaml('test/fixtures/sources/invented.yaml'));
const sourceOf = (id: string) => {
  const found = sources.find((source) => source.id === id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
};
const now = Date.parse('2026-11-20T16:05:00Z');

function ports(secret: string) {
  const stored: Delivery[] = [];
  const given: ReceivePorts = {
    deliveries: {
      store: async (delivery) => {
        const known = stored.find(({ id }) => id === delivery.id);
        if (!known) stored.push(delivery);
        return { stored: !known, registered: false, receivedAt: delivery.receivedAt };
      },
      receivedAt: async () => undefined,
    },
    registrations: { start: async () => undefined },
    secrets: { of: async () => [secret], fresh: async () => [secret] },
    sources,
    web: { certificate: async () => undefined, confirm: async () => undefined },
    publicUrl: 'https://intake.example.com',
    now: () => now,
  };
  return { given, stored };
}

const eventOf = (source: string, body: string, headers: object, query = ''): HttpEvent =>
  ({
    headers,
    rawPath: `/v1/hooks/${source}`,
    rawQueryString: query,
    pathParameters: { source },
    requestContext: { http: { method: 'POST' } },
    body,
    isBase64Encoded: false,
  }) as unknown as HttpEvent;

async function mapped(source: ReturnType<typeof sourceOf>, delivery: Delivery | undefined) {
  if (!delivery) throw new Error('Nothing was stored.');
  const request = await decode(source, { ...delivery, body: Buffer.from(delivery.body, delivery.encoding) });
  return mapRequest(source, request, 'US');
}

describe('a sender that nobody thought of, from YAML alone', () => {
  const bookish = sourceOf('src_bookish');
  const secret = '00ff10a7';
  const form = (name: string, extra: object) =>
    JSON.stringify({
      person: { given: name, family: 'Avery' },
      contacts: [
        { type: 'mail', value: `${name}@Example.com` },
        { type: 'cell', value: '512 555 0143' },
      ],
      services: [2, 9],
      ...extra,
    });
  const body = JSON.stringify({
    branch: 'North',
    auth: { ticket: 'ticket-123456' },
    catalogue: [
      { code: 1, title: 'Peel' },
      { code: 2, title: 'Filler' },
    ],
    batch: [
      { kind: 'enquiry', ref: { system: 'a', number: 17 }, form: form('jo', { note: 'Is it ok?' }) },
      { kind: 'ping', ref: { system: 'a', number: 18 } },
      {
        kind: 'enquiry',
        ref: { system: 'a', number: 19 },
        form: form('al', { remarks: '', link: 'https://x.example.com/?session=abc123&p=1' }),
      },
    ],
  });
  const seal = (at = now, signedBody = body): string => {
    const value = createHmac('sha512', Buffer.from(secret, 'hex'))
      .update(`POST|shop-1|${at}|${signedBody}`)
      .digest('base64');
    return `at=${at}, s1=ignored, s512=${value}`;
  };
  const headers = (given: string) => ({
    'content-type': 'application/json',
    'x-bookish-shop': 'shop-1',
    'x-bookish-seal': given,
  });

  test('is verified, answered as it wants, scrubbed, and mapped: a batch of two messages and a ping', async () => {
    const { given, stored } = ports(secret);
    const reply = await receive(eventOf('src_bookish', body, headers(seal())), given);
    expect(reply).toMatchObject({ statusCode: 202, headers: { 'content-type': 'text/plain' }, body: 'OK' });
    expect(stored[0]?.body).not.toMatch(/ticket-123456|abc123/);
    const messages = await mapped(bookish, stored[0]);
    const details = { Services: 'Filler, 9', Branch: 'North' };
    expect(messages).toEqual([
      {
        key: 'a/17',
        message: {
          contact: { name: 'jo Avery', email: 'jo@example.com', phone: '+15125550143' },
          text: 'Is it ok?',
          said: 'Is it ok?\nFiller, 9\nNorth',
          language: 'en',
          wantsPhysician: false,
          details,
        },
      },
      { key: 'a/18', ignored: true },
      { key: 'a/19', unreadable: expect.stringContaining('No message'), contact: expect.anything() },
    ]);
  });

  test.each([
    ['another body', headers(seal(now, `${body} `))],
    ['two minutes and a second ago', headers(seal(now - 121_000))],
    ['another shop', { ...headers(seal()), 'x-bookish-shop': 'shop-2' }],
    ['no seal', headers('')],
  ])('%s is refused', async (_what, given_) => {
    const { given, stored } = ports(secret);
    expect(await receive(eventOf('src_bookish', body, given_), given)).toMatchObject({ statusCode: 401 });
    expect(stored).toEqual([]);
  });

  test('another one, with HTTP Basic and a form, is verified and mapped as well', async () => {
    const { given, stored } = ports('agency:s3cret-of-the-agency');
    const authorization = `Basic ${Buffer.from('agency:s3cret-of-the-agency').toString('base64')}`;
    const chat =
      'visitor[fullname]=Ana%7CRuiz&visitor[tel]=%2B34+600+123+456&visitor[doctor]=1&lines=Hola%0ATengo+una+duda';
    const asked = eventOf(
      'src_chatterbox',
      chat,
      { 'content-type': 'application/x-www-form-urlencoded', authorization, 'x-event': '7' },
      'room=12&other=1',
    );
    expect(await receive(asked, given)).toMatchObject({ statusCode: 200 });
    expect(await mapped(sourceOf('src_chatterbox'), stored[0])).toEqual([
      {
        key: '12-7',
        message: {
          contact: { name: 'Ana Ruiz', phone: '+34600123456' },
          text: 'Hola / Tengo una duda',
          said: 'Hola / Tengo una duda',
          language: 'es',
          wantsPhysician: true,
        },
      },
    ]);
    const wrong = { ...asked, headers: { ...asked.headers, authorization: 'Basic YWdlbmN5OnM=' } };
    expect(await receive(wrong as HttpEvent, given)).toMatchObject({ statusCode: 401 });
  });
});
