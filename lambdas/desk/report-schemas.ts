import * as z from 'zod/mini';
import { recallTypes } from '../../domain/recall/recall-rules.ts';

const Credited = z.object({ bookings: z.int(), lost: z.int(), visits: z.int(), revenue: z.int() });
const ArmCount = z.object({ patients: z.int(), households: z.int(), visits: z.int(), cents: z.int() });
/** `difference`, `low` and `high`: shares for visits, cents for revenue. */
const Lift = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('measured'),
    contacted: ArmCount,
    heldOut: ArmCount,
    difference: z.number(),
    low: z.number(),
    high: z.number(),
  }),
  z.object({
    state: z.literal('not enough data'),
    contacted: ArmCount,
    heldOut: ArmCount,
    why: z.enum(['no holdout', 'few households', 'few visits', 'few without a visit']),
  }),
]);

/** Money is in whole cents. */
export const ReportRowView = z.object({
  type: z.enum(['all', ...recallTypes]),
  location: z.string(),
  eligible: z.int(),
  heldOut: z.int(),
  touches: z.int(),
  attributed: Credited,
  influenced: Credited,
  /** Bookings after a touch of which it is not known when they were made: attributed and influenced are too low by as many, at most. */
  bookingDayUnknown: z.int(),
  incremental: z.object({ visits60: Lift, visits90: Lift, revenue90: Lift, waiting: z.int() }),
  return: z.object({ revenue: z.int(), cost: z.int(), net: z.int(), ratio: z.nullable(z.number()) }),
});

export const CohortView = z.object({
  month: z.string(),
  treatment: z.string(),
  patients: z.int(),
  months: z.array(z.object({ after: z.int(), active: z.int(), returned: z.int() })),
});
