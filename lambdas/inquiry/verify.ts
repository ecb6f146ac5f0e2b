import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Verifier } from '../../domain/practice/source.ts';

/** A request as verification sees it: header names in lower case, the bytes as they came. */
export interface Signed {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

type Of<K extends Verifier['kind']> = Extract<Verifier, { kind: K }>;

/** Standard Webhooks: five minutes either way, as its reference libraries allow. */
const standardToleranceSeconds = 300;

/** Compares without telling by its time how much was right. */
function same(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function recent(
  timestamp: string | undefined,
  unit: 's' | 'ms',
  tolerance: number | undefined,
  now: number,
): boolean {
  if (tolerance === undefined) return true;
  const seconds = Number(timestamp) / (unit === 'ms' ? 1000 : 1);
  return timestamp !== undefined && Math.abs(now - seconds) <= tolerance;
}

function signedBytes(template: string, timestamp: string, body: Buffer): Buffer {
  const parts = template.split(/(\{ts\}|\{body\})/);
  return Buffer.concat(
    parts.map((part) => (part === '{body}' ? body : Buffer.from(part === '{ts}' ? timestamp : part))),
  );
}

function hmac(verifier: Of<'hmac'>, request: Signed, secret: string, now: number): boolean {
  const header = request.headers[verifier.header.toLowerCase()] ?? '';
  const prefix = verifier.prefix ?? '';
  if (!header.startsWith(prefix)) return false;
  const timestamp = verifier.timestampHeader && request.headers[verifier.timestampHeader.toLowerCase()];
  if (!recent(timestamp, verifier.timestampUnit ?? 's', verifier.toleranceSeconds, now)) return false;
  const given = Buffer.from(header.slice(prefix.length), verifier.encoding);
  const bytes = signedBytes(verifier.template ?? '{body}', timestamp ?? '', request.body);
  return same(given, createHmac(verifier.algorithm, secret).update(bytes).digest());
}

/** https://github.com/standard-webhooks/standard-webhooks: base64 HMAC-SHA256 of id.timestamp.body, several allowed. */
function standardWebhooks(
  verifier: Of<'standard-webhooks'>,
  request: Signed,
  secret: string,
  now: number,
): boolean {
  const id = request.headers['webhook-id'];
  const timestamp = request.headers['webhook-timestamp'];
  if (!id || !recent(timestamp, 's', verifier.toleranceSeconds ?? standardToleranceSeconds, now))
    return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(request.body).digest();
  return (request.headers['webhook-signature'] ?? '')
    .split(' ')
    .slice(0, 16)
    .map((signature) => signature.split(','))
    .some(([version, value = '']) => version === 'v1' && same(Buffer.from(value, 'base64'), expected));
}

function sharedSecret(verifier: Of<'shared-secret'>, request: Signed, secret: string): boolean {
  const given =
    verifier.in === 'query'
      ? (request.query.get(verifier.name) ?? '')
      : (request.headers[verifier.name.toLowerCase()] ?? '').replace(/^Bearer /i, '');
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  // Digests are of one length, so that the secret's own length stays unknown.
  return given !== '' && same(digest(given), digest(secret));
}

/** Whether a request is from its source: signed, or carrying the secret, with one of the live secrets. `now` in epoch seconds. */
export function verify(
  verifier: Verifier,
  request: Signed,
  secrets: readonly string[],
  now: number,
): boolean {
  return secrets.some((secret) => {
    if (secret === '') return false;
    if (verifier.kind === 'hmac') return hmac(verifier, request, secret, now);
    if (verifier.kind === 'standard-webhooks') return standardWebhooks(verifier, request, secret, now);
    return sharedSecret(verifier, request, secret);
  });
}
