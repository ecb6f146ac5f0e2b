import { DomainError } from '../errors.ts';
import type { MessageClass, RecallRules } from '../recall/recall-rules.ts';

/** Hash of a text as lower-case hexadecimal digits, at least 13 of them; it must be uniform, so SHA-256 or as good. */
export type HexHash = (text: string) => string;

/** What decides whether somebody may be held out at all. */
export interface Purpose {
  readonly messageClass: MessageClass;
  /** A session of a course that is paid for. */
  readonly paidSeries: boolean;
  /** It is about somebody's safety, whatever its class. */
  readonly safety: boolean;
}

export interface Assignment {
  readonly heldOut: boolean;
  /** Share that was held out of those like this one, 0 to 0.5; to be kept with the event, since the configuration changes. */
  readonly share: number;
}

/** Of 52 bits: as many as a number holds exactly. */
const digits = 13;

/** Where a household stands between 0 (inclusive) and 1: the same for ever under one salt, unrelated under another. */
export function placeOf(household: string, salt: string, hash: HexHash): number {
  const place = Number.parseInt(hash(`holdout:${salt}:${household}`).slice(0, digits), 16) / 16 ** digits;
  if (Number.isNaN(place))
    throw new DomainError(
      'invalid',
      'The hash of a household is not hexadecimal; pass SHA-256 as hexadecimal digits.',
    );
  return place;
}

/**
 * Whether a household is held out of a contact, at the moment at which a patient becomes eligible. All of one household are alike; a greater share
 * only adds households. Care, safety and paid series are never held out: their share is 0. Throws `invalid` for a share outside 0 to 0.5.
 */
export function assign(
  household: string,
  purpose: Purpose,
  { share, salt }: RecallRules['holdout'],
  hash: HexHash,
): Assignment {
  if (!(share >= 0 && share <= 0.5))
    throw new DomainError(
      'invalid',
      'The share of the holdout lies outside 0 to 0.5; correct rules.holdout.share.',
    );
  if (purpose.messageClass === 'care' || purpose.safety || purpose.paidSeries)
    return { heldOut: false, share: 0 };
  return { heldOut: placeOf(household, salt, hash) < share, share };
}
