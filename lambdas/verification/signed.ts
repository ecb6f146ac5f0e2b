import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request as verification sees it: header names in lower case, the bytes as they came, the URL as the sender knows it. */
export interface Signed {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** A field of the body, for a secret that stands there. */
  readonly field: (path: string) => Promise<string>;
}

/** Why a request is not taken. `missing`: it carries no proof; `mismatch`: a wrong one; `time`: a right one, too old or too new. */
export type Refusal = 'no-secret' | 'missing' | 'mismatch' | 'time' | 'not-allowed';
export type Verdict = 'verified' | Refusal;

/** Compares without telling by its time how much was right. */
export function same(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The same for texts of any length: digests are of one length, so that the secret's own stays unknown. */
export function sameText(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHmac('sha256', 'compare').update(text).digest();
  return same(digest(given), digest(expected));
}

/** Whether an instant (epoch seconds) is within the tolerance of now. */
export const near = (seconds: number, tolerance: number, now: number): boolean =>
  Math.abs(now - seconds) <= tolerance;
