import { createHmac } from 'node:crypto';
import type { VerifierOf } from '../../domain/practice/verifier.ts';
import { near, type Signed, same, type Verdict } from './signed.ts';

/** Five minutes either way, as the reference libraries allow. */
const toleranceSeconds = 300;

/** https://github.com/standard-webhooks/standard-webhooks: base64 HMAC-SHA256 of id.timestamp.body, several allowed. */
export function standardWebhooks(
  verifier: VerifierOf<'standard-webhooks'>,
  request: Signed,
  secret: string,
  now: number,
): Verdict {
  const id = request.headers['webhook-id'];
  const timestamp = request.headers['webhook-timestamp'] ?? '';
  const signatures = request.headers['webhook-signature'] ?? '';
  if (!id || !signatures || !/^\d{1,12}$/.test(timestamp)) return 'missing';
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(request.body).digest();
  const right = signatures
    .split(' ')
    .slice(0, 16)
    .map((signature) => signature.split(','))
    .some(([version, value = '']) => version === 'v1' && same(Buffer.from(value, 'base64'), expected));
  if (!right) return 'mismatch';
  return near(Number(timestamp), verifier.toleranceSeconds ?? toleranceSeconds, now) ? 'verified' : 'time';
}
