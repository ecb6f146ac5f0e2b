import type { VerifierOf } from '../../domain/practice/verifier.ts';
import { type Signed, sameText, type Verdict } from './signed.ts';

async function given(verifier: VerifierOf<'shared-secret'>, request: Signed): Promise<string> {
  const name = verifier.name ?? 'authorization';
  if (verifier.in === 'query') return request.query.get(name) ?? '';
  if (verifier.in === 'field') return request.field(name);
  const header = request.headers[name.toLowerCase()] ?? '';
  if (verifier.in === 'basic') return Buffer.from(header.replace(/^Basic /i, ''), 'base64').toString();
  return header.replace(/^Bearer /i, '');
}

/** The secret itself, in the request. */
export async function sharedSecret(
  verifier: VerifierOf<'shared-secret'>,
  request: Signed,
  secret: string,
): Promise<Verdict> {
  const value = await given(verifier, request);
  if (value === '') return 'missing';
  return sameText(value, secret) ? 'verified' : 'mismatch';
}
