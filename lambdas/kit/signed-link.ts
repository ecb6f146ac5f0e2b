import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed link lets one person do with one thing until an instant. */
export interface LinkClaims {
  readonly purpose: 'answer' | 'unsubscribe' | 'preferences' | 'inquiry' | 'form' | 'claim' | 'shown';
  /** The one thing: an inquiry, a touch or a patient. */
  readonly subject: string;
  /** The one person: a member of the staff, or the patient. */
  readonly person: string;
  /** ISO instant; absent for links that must never expire: to unsubscribe (R19), and for a form, which leads to nothing. */
  readonly expiresAt?: string;
  /** Stands for the address that the link was sent to; of a page that was shown, for its words. */
  readonly address?: string;
  /** How many messages of the patient's whoever got it was told of, of a claim. */
  readonly saw?: number;
}

const mac = (key: string, payload: string): Buffer => createHmac('sha256', key).update(payload).digest();

/** Stands in a link for the one address that it was sent to, as `addressText` of domain/inquiry/proved-addresses.ts writes it. */
export const addresseeOf = (key: string, address: string): string =>
  mac(key, `addressee:${address}`).toString('base64url').slice(0, 22);

/** A token for a URL: opaque ids and a signature, nothing about a patient. */
export function signLink(key: string, claims: LinkClaims): string {
  const fields = [
    claims.purpose,
    claims.subject,
    claims.person,
    claims.expiresAt ?? '',
    claims.address ?? '',
    ...(claims.saw === undefined ? [] : [claims.saw]),
  ];
  const payload = Buffer.from(JSON.stringify(fields)).toString('base64url');
  return `${payload}.${mac(key, payload).toString('base64url')}`;
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** What a token may be for that has no expiry. Any other that lacks it was not made here as it should be. */
const neverOver: ReadonlySet<LinkClaims['purpose']> = new Set(['unsubscribe', 'form']);

const isOver = (purpose: LinkClaims['purpose'], expiresAt: string | undefined, now: string): boolean =>
  expiresAt ? expiresAt <= now : !neverOver.has(purpose);

/** The claims of a token that is genuine, meant for `purpose` and not expired at `now` (ISO); otherwise undefined. */
export function readLink(
  key: string,
  token: string,
  purpose: LinkClaims['purpose'],
  now: string,
): LinkClaims | undefined {
  if (token.length > 1024) return undefined;
  const [payload = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = mac(key, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const fields = parse(payload);
  if (!Array.isArray(fields) || fields[0] !== purpose) return undefined;
  const [, subject, person, expiresAt, address] = fields as string[];
  const saw: unknown = fields[5];
  if (!subject || !person || isOver(purpose, expiresAt, now)) return undefined;
  return {
    purpose,
    subject,
    person,
    ...(expiresAt ? { expiresAt } : {}),
    ...(address ? { address } : {}),
    ...(typeof saw === 'number' ? { saw } : {}),
  };
}
