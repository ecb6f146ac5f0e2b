import type { Verifier } from '../../domain/practice/verifier.ts';
import { hmac } from './hmac.ts';
import { sharedSecret } from './shared-secret.ts';
import type { Signed, Verdict } from './signed.ts';
import type { SnsWeb } from './sns.ts';
import { standardWebhooks } from './standard-webhooks.ts';

// The rarer ones are loaded when a source first needs them, so that the function starts fast.
async function verifyWith(
  verifier: Exclude<Verifier, { kind: 'sns' | 'own-topic' | 'hosted-form' }>,
  request: Signed,
  secret: string,
  now: number,
): Promise<Verdict> {
  switch (verifier.kind) {
    case 'hmac':
      return hmac(verifier, request, secret, now);
    case 'standard-webhooks':
      return standardWebhooks(verifier, request, secret, now);
    case 'shared-secret':
      return sharedSecret(verifier, request, secret);
    case 'twilio':
      return (await import('./twilio.ts')).twilio(request, secret);
    case 'jose':
      return (await import('./jose.ts')).jose(verifier, request, secret, now);
  }
}

/**
 * Whether a request is from its source: signed, or carrying the secret, with one of the live secrets. `now` in epoch seconds. Of
 * several refusals the one that came nearest counts, so that an old request is told from a forged one.
 */
export async function verify(
  verifier: Verifier,
  request: Signed,
  secrets: readonly string[],
  { now, web }: { readonly now: number; readonly web: SnsWeb },
): Promise<Verdict> {
  if (verifier.kind === 'sns') return (await import('./sns.ts')).sns(verifier, request, web, now);
  if (verifier.kind === 'own-topic' || verifier.kind === 'hosted-form') return 'not-allowed';
  let verdict: Verdict = 'no-secret';
  for (const secret of secrets.filter(Boolean)) {
    const found = await verifyWith(verifier, request, secret, now);
    if (found === 'verified') return found;
    if (verdict !== 'time') verdict = found;
  }
  return verdict;
}
