import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import type { Verifier } from '../../../domain/practice/verifier.ts';
import type { Signed } from '../../../lambdas/verification/signed.ts';
import { verify } from '../../../lambdas/verification/verify.ts';

const now = 1795190712;
const web = { certificate: async () => undefined };

const request = (changes: Partial<Signed> = {}): Signed => ({
  method: 'POST',
  url: 'https://intake.example.com/v1/hooks/src_x?a=1',
  headers: {},
  query: new URLSearchParams('a=1'),
  body: Buffer.from('{"message":"¿Duele?"}'),
  field: async () => '',
  ...changes,
});
const verdict = (verifier: Verifier, given: Signed, secrets: readonly string[], at = now) =>
  verify(verifier, given, secrets, { now: at, web });

describe('HubSpot’s third version', () => {
  const verifier: Verifier = {
    kind: 'hmac',
    header: 'x-hubspot-signature-v3',
    timestampHeader: 'x-hubspot-request-timestamp',
    timestampUnit: 'ms',
    template: '{method}{url}{body}{ts}',
    algorithm: 'sha256',
    encoding: 'base64',
    toleranceSeconds: 300,
  };
  const sign = ({ method, url, body }: Signed, at: number): Signed['headers'] => ({
    'x-hubspot-request-timestamp': String(at * 1000),
    'x-hubspot-signature-v3': createHmac('sha256', 'client secret')
      .update(`${method}${url}${body.toString()}${at * 1000}`)
      .digest('base64'),
  });

  test('covers method, public URL, body and time', async () => {
    const headers = sign(request(), now);
    expect(await verdict(verifier, request({ headers }), ['client secret'])).toBe('verified');
    expect(await verdict(verifier, request({ headers, method: 'PUT' }), ['client secret'])).toBe('mismatch');
    expect(
      await verdict(verifier, request({ headers, url: 'https://intake.example.com/v1/hooks/src_x' }), [
        'client secret',
      ]),
    ).toBe('mismatch');
    expect(await verdict(verifier, request({ headers, body: Buffer.from('{}') }), ['client secret'])).toBe(
      'mismatch',
    );
    expect(await verdict(verifier, request({ headers }), ['client secret'], now + 301)).toBe('time');
    expect(await verdict(verifier, request({ headers }), [])).toBe('no-secret');
    expect(await verdict(verifier, request(), ['client secret'])).toBe('missing');
  });

  test('either of two live secrets is right, while one is being replaced', async () => {
    const headers = sign(request(), now);
    expect(await verdict(verifier, request({ headers }), ['the newest', 'client secret'])).toBe('verified');
  });
});

describe('a token as the whole body', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const verifier: Verifier = { kind: 'jose', in: 'body', algorithm: 'RS256', requires: ['exp'] };
  const token = async (expiry: number | undefined): Promise<Signed> => {
    const jwt = new SignJWT({ data: '{}' }).setProtectedHeader({ alg: 'RS256' });
    if (expiry !== undefined) jwt.setExpirationTime(expiry);
    return request({ body: Buffer.from(`${await jwt.sign(privateKey)}\n`) });
  };

  test('is taken while it lasts', async () => {
    const given = await token(now + 60);
    expect(await verdict(verifier, given, [pem])).toBe('verified');
    expect(await verdict(verifier, given, [pem], now + 61)).toBe('time');
  });

  test('is not taken without an end, with another key, or with the public key as a shared secret', async () => {
    expect(await verdict(verifier, await token(undefined), [pem])).toBe('mismatch');
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    const otherPem = other.export({ type: 'spki', format: 'pem' }).toString();
    expect(await verdict(verifier, await token(now + 60), [otherPem])).toBe('mismatch');
    const confused = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(now + 60)
      .sign(new TextEncoder().encode(pem));
    expect(await verdict(verifier, request({ body: Buffer.from(confused) }), [pem])).toBe('mismatch');
    expect(await verdict(verifier, await token(now + 60), ['no key at all'])).toBe('mismatch');
  });
});

describe('a token with the hash of the body', () => {
  const verifier: Verifier = {
    kind: 'jose',
    in: 'header',
    header: 'x-webhook-signature',
    algorithm: 'HS256',
    issuer: 'netlify',
    bodyHashClaim: 'sha256',
  };
  const sign = (issuer: string, body: Buffer): Promise<string> =>
    new SignJWT({ sha256: createHash('sha256').update(body).digest('hex') })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(issuer)
      .sign(new TextEncoder().encode('the secret'));

  test('is right only for that body and that issuer', async () => {
    const { body } = request();
    const withToken = (token: string, changes: Partial<Signed> = {}) =>
      verdict(verifier, request({ headers: { 'x-webhook-signature': token }, ...changes }), ['the secret']);
    expect(await withToken(await sign('netlify', body))).toBe('verified');
    expect(await withToken(await sign('netlify', body), { body: Buffer.from('{}') })).toBe('mismatch');
    expect(await withToken(await sign('somebody', body))).toBe('mismatch');
  });
});

test('a secret in a field of the body', async () => {
  const verifier: Verifier = { kind: 'shared-secret', in: 'field', name: 'google_key' };
  const holding = (value: string) => request({ field: async (path) => (path === 'google_key' ? value : '') });
  expect(await verdict(verifier, holding('the key'), ['the key'])).toBe('verified');
  expect(await verdict(verifier, holding('the kex'), ['the key'])).toBe('mismatch');
  expect(await verdict(verifier, holding(''), ['the key'])).toBe('missing');
});
