import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { VerifierOf } from '../../domain/practice/verifier.ts';
import { type Signed, sameText, type Verdict } from './signed.ts';

type Jose = VerifierOf<'jose'>;

/** `HS…` takes the secret as text; the others a public key in PEM. */
function keyOf({ algorithm }: Jose, secret: string): Uint8Array | KeyObject {
  return algorithm.startsWith('HS') ? new TextEncoder().encode(secret) : createPublicKey(secret);
}

function tokenOf(verifier: Jose, { headers, body }: Signed): string {
  if (verifier.in === 'body') return body.toString().trim();
  return (headers[verifier.header?.toLowerCase() ?? ''] ?? '').replace(/^Bearer /i, '');
}

/** A signed token (RFC 7515, 7519), in a header or as the whole body, with the algorithm of the configuration and no other. */
export async function jose(verifier: Jose, request: Signed, secret: string, now: number): Promise<Verdict> {
  const token = tokenOf(verifier, request);
  if (!token) return 'missing';
  try {
    const { payload } = await jwtVerify(token, keyOf(verifier, secret), {
      algorithms: [verifier.algorithm],
      currentDate: new Date(now * 1000),
      ...(verifier.issuer ? { issuer: verifier.issuer } : {}),
      ...(verifier.requires ? { requiredClaims: [...verifier.requires] } : {}),
    });
    if (!verifier.bodyHashClaim) return 'verified';
    const claimed = payload[verifier.bodyHashClaim];
    const sum = createHash('sha256').update(request.body).digest('hex');
    return typeof claimed === 'string' && sameText(claimed.toLowerCase(), sum) ? 'verified' : 'mismatch';
  } catch (error) {
    // A key that is none is a mistake of the practice's: no token is right with it, and `sources try` says so.
    return error instanceof errors.JWTExpired ? 'time' : 'mismatch';
  }
}
