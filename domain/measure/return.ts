import * as z from 'zod/mini';
import type { TouchFact } from './facts.ts';

const cents = z.int().check(z.minimum(0));

/** What contacting costs, in whole cents: list prices of messages, and what a practice pays for the rest. */
export const Prices = z.strictObject({
  emailsPerThousand: cents,
  /** Per 1,000 segments. */
  textsPerThousand: cents,
  /** One piece: paper, print, envelope and postage. Postage that is told of each piece stands on its touch, and then not in here. */
  letter: cents,
  postcard: cents,
  staffHour: cents,
});
export type Prices = z.infer<typeof Prices>;

/** What of a contact costs something. */
export type Contact = Pick<TouchFact, 'channel' | 'segments' | 'postage' | 'staffMinutes' | 'cost'>;

/** Thousandths of a cent: an e-mail costs a hundredth of one, and must not be lost by rounding. */
function thousandths(touch: Contact, prices: Prices): number {
  const { channel, segments = 1, postage = 0, staffMinutes = 0, cost } = touch;
  if (cost !== undefined) return Math.round(cost * 1000);
  const piece: Readonly<Record<TouchFact['channel'], number>> = {
    email: prices.emailsPerThousand,
    text: prices.textsPerThousand * segments,
    call: 0,
    social: 0,
    letter: prices.letter * 1000,
    postcard: prices.postcard * 1000,
  };
  return piece[channel] + postage * 1000 + Math.round((staffMinutes * prices.staffHour * 1000) / 60);
}

/** What these touches cost together, in whole cents; rounded once, at the end. */
export function costOf(touches: readonly TouchFact[], prices: Prices): number {
  return Math.round(touches.reduce((sum, touch) => sum + thousandths(touch, prices), 0) / 1000);
}

/** What one contact costs, in cents with fractions; a text leaves by `segments`, a person is busy for `staffMinutes`. */
export const centsOf = (contact: Contact, prices: Prices): number => thousandths(contact, prices) / 1000;

/** Whole cents. */
export interface Return {
  readonly revenue: number;
  readonly cost: number;
  readonly net: number;
  /** Cents of revenue for each cent of cost, to a hundredth; null where nothing was spent. */
  readonly ratio: number | null;
}

/** What came back of what was spent; whole cents in, whole cents out. */
export function returnOf(revenue: number, cost: number): Return {
  return {
    revenue,
    cost,
    net: revenue - cost,
    ratio: cost === 0 ? null : Math.round((revenue / cost) * 100) / 100,
  };
}
