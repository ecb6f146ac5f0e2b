import type { Handshake } from '../../domain/practice/verifier.ts';
import type { HttpReply } from '../kit/http.ts';
import { sameText } from './signed.ts';

const plain = (statusCode: number, body: string): HttpReply => ({
  statusCode,
  headers: {
    'content-type': 'text/plain',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  },
  body,
});

const longestChallenge = 300;

/** Answers a challenge where the token is one of the live ones, else 403. */
export function answerChallenge(
  handshake: Handshake,
  query: URLSearchParams,
  secrets: readonly string[],
): HttpReply {
  const expected = Object.entries(handshake.expect ?? {}).every(([name, value]) => query.get(name) === value);
  const token = query.get(handshake.token) ?? '';
  const challenge = query.get(handshake.challenge) ?? '';
  const known = token !== '' && secrets.some((secret) => secret !== '' && sameText(token, secret));
  if (!expected || !known || challenge === '' || challenge.length > longestChallenge)
    return plain(403, 'Forbidden');
  return plain(200, challenge);
}
