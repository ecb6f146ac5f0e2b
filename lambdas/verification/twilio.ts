import { createHash, createHmac } from 'node:crypto';
import { type Signed, same, type Verdict } from './signed.ts';

/** The URL with and without its port: Twilio signs either. */
function spellings(url: string): readonly string[] {
  const read = new URL(url);
  const port = read.port || (read.protocol === 'https:' ? '443' : '80');
  const rest = url.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const host = `${read.protocol}//${read.hostname}`;
  return [url, `${host}${rest}`, `${host}:${port}${rest}`];
}

/** Every parameter sorted by name, name and value one after the other; values of one name once each, sorted. */
function parameters(body: Buffer): string {
  const form = new URLSearchParams(body.toString());
  const names = [...new Set(form.keys())].sort();
  return names
    .map((name) =>
      [...new Set(form.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
}

/**
 * https://www.twilio.com/docs/usage/security: base64 HMAC-SHA1 of the public URL and every parameter; a body that is no form is
 * signed by its SHA-256 in the URL.
 */
export function twilio(request: Signed, secret: string): Verdict {
  const header = request.headers['x-twilio-signature'];
  if (!header) return 'missing';
  const given = Buffer.from(header, 'base64');
  const bodyHash = request.query.get('bodySHA256');
  const isForm = (request.headers['content-type'] ?? '').includes('x-www-form-urlencoded');
  if (!isForm && request.body.length > 0) {
    const sum = createHash('sha256').update(request.body).digest();
    if (!bodyHash || !same(Buffer.from(bodyHash, 'hex'), sum)) return 'mismatch';
  }
  const signed = isForm ? parameters(request.body) : '';
  const right = spellings(request.url).some((url) =>
    same(
      given,
      createHmac('sha1', secret)
        .update(url + signed)
        .digest(),
    ),
  );
  return right ? 'verified' : 'mismatch';
}
