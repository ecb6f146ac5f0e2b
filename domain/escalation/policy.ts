import * as z from 'zod/mini';
import { staffRoles } from '../practice/practice.ts';

/** Whom a step alerts. `onCall` and `backup` are resolved when the step fires. */
export const Audience = z.union([
  z.strictObject({ roles: z.array(z.enum(staffRoles)) }),
  z.strictObject({ onCall: z.enum(staffRoles) }),
  z.strictObject({ backup: z.enum(staffRoles) }),
  z.strictObject({ person: z.string() }),
  z.strictObject({ everyone: z.literal(true) }),
]);
export type Audience = z.infer<typeof Audience>;

export const Step = z.strictObject({
  name: z.string(),
  notify: z.array(Audience).check(z.minLength(1)),
  via: z.array(z.enum(['email', 'sms', 'call', 'topic'])).check(z.minLength(1)),
  /** Minutes before the next step; business minutes where the step runs during opening hours only. */
  waitMinutes: z.number().check(z.minimum(1)),
  during: z.enum(['opening-hours', 'always']),
});
export type Step = z.infer<typeof Step>;
/** By which clock a step waits. */
export const clockOf = ({ during }: Step): 'business' | 'wall' =>
  during === 'opening-hours' ? 'business' : 'wall';

export const policyNames = [
  'E0',
  'E1',
  'U',
  'asks-for-physician',
  'post-treatment',
  'new-lead',
  'other',
] as const;
export type PolicyName = (typeof policyNames)[number] | 'review';

/** Steps in order; the last repeats at its own wait for ever, so a chain never ends in silence. */
export const Policy = z.strictObject({
  /** Minutes within which a human answers: business minutes, wall minutes for E0, E1 and U. */
  targetMinutes: z.number().check(z.minimum(1)),
  steps: z.array(Step).check(z.minLength(1)),
});
export type Policy = z.infer<typeof Policy>;

export const EscalationRules = z.strictObject({
  /** Minutes a claim silences the alerts. */
  leaseMinutes: z.strictObject({ E0: z.number(), E1: z.number(), default: z.number() }),
  /** A message within these days of closing reopens the inquiry. */
  reopenWithinDays: z.number(),
  policies: z.strictObject({
    E0: Policy,
    E1: Policy,
    U: Policy,
    'asks-for-physician': Policy,
    'post-treatment': Policy,
    'new-lead': Policy,
    other: Policy,
    /** The review queue: what could not be read, and suspected spam. As `other` without it. */
    review: z.optional(Policy),
  }),
});
export type EscalationRules = z.infer<typeof EscalationRules>;
