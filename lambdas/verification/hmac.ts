import { createHmac } from 'node:crypto';
import type { VerifierOf } from '../../domain/practice/verifier.ts';
import { near, type Signed, same, type Verdict } from './signed.ts';

type Hmac = VerifierOf<'hmac'>;

const placeholder = /(\{ts\}|\{body\}|\{method\}|\{url\}|\{header:[^}]+\})/;

function signedBytes(template: string, timestamp: string, request: Signed): Buffer {
  const parts = template.split(placeholder).map((part): Buffer | string => {
    if (part === '{body}') return request.body;
    if (part === '{ts}') return timestamp;
    if (part === '{method}') return request.method;
    if (part === '{url}') return request.url;
    return part.startsWith('{header:') ? (request.headers[part.slice(8, -1).toLowerCase()] ?? '') : part;
  });
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** `t=1700000000,v=abc,v=def`: the values of one member. */
const membersOf = (header: string, name: string): readonly string[] =>
  header
    .split(',')
    .slice(0, 16)
    .map((member) => member.trim())
    .flatMap((member) => (member.startsWith(`${name}=`) ? [member.slice(name.length + 1)] : []));

interface Found {
  readonly signatures: readonly string[];
  readonly timestamp: string | undefined;
}

function find(verifier: Hmac, request: Signed): Found {
  const header = request.headers[verifier.header.toLowerCase()] ?? '';
  const stamped = verifier.timestampHeader && request.headers[verifier.timestampHeader.toLowerCase()];
  const { members } = verifier;
  if (!members) return { signatures: header ? [header] : [], timestamp: stamped };
  return {
    signatures: membersOf(header, members.signature),
    timestamp: members.timestamp ? membersOf(header, members.timestamp)[0] : stamped,
  };
}

function secondsOf(timestamp: string, unit: 's' | 'ms' | 'iso'): number {
  if (unit === 'iso') return Date.parse(timestamp) / 1000;
  return /^\d{1,16}$/.test(timestamp) ? Number(timestamp) / (unit === 'ms' ? 1000 : 1) : Number.NaN;
}

function timely(verifier: Hmac, timestamp: string | undefined, now: number): boolean {
  if (verifier.toleranceSeconds === undefined) return true;
  const seconds = secondsOf(timestamp ?? '', verifier.timestampUnit ?? 's');
  return near(seconds, verifier.toleranceSeconds, now);
}

/** An HMAC of the body, or of a template with the body in it. `now` in epoch seconds. */
export function hmac(verifier: Hmac, request: Signed, secret: string, now: number): Verdict {
  const { signatures, timestamp } = find(verifier, request);
  const prefix = verifier.prefix ?? '';
  const given = signatures.filter((signature) => signature.startsWith(prefix));
  if (given.length === 0) return 'missing';
  const encoding = verifier.secretEncoding ?? 'text';
  const key = encoding === 'text' ? Buffer.from(secret) : Buffer.from(secret, encoding);
  const bytes = signedBytes(verifier.template ?? '{body}', timestamp ?? '', request);
  const expected = createHmac(verifier.algorithm, key).update(bytes).digest();
  const right = given.some((signature) =>
    same(Buffer.from(signature.slice(prefix.length), verifier.encoding), expected),
  );
  if (!right) return 'mismatch';
  return timely(verifier, timestamp, now) ? 'verified' : 'time';
}
