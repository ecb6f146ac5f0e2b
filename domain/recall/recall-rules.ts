import * as z from 'zod/mini';

/** Calendar duration of ISO 8601 in one unit: P3M, P4W, P90D, P1Y. */
const Duration = z.string().check(z.regex(/^P\d{1,3}[YMWD]$/, 'write an interval as P3M, P4W, P90D or P1Y'));
const TimeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as HH:MM, 24 hours'));
const days = z.int().check(z.minimum(0), z.maximum(3660));

export const TreatmentType = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{2,40}$/)),
  /** As exports of practice systems name it. */
  names: z.array(z.string()),
  interval: Duration,
  /** Hard clinical floor: nobody is asked to come sooner after the last one. */
  minimumGapDays: days,
  /** How long before the due day contact starts. */
  leadDays: days,
  /** Days after it on which any message is urgent, and on which any message is a clinical question (R64). */
  hotDays: z.optional(days),
  watchDays: z.optional(days),
});
export type TreatmentType = z.infer<typeof TreatmentType>;
export const Treatments = z.strictObject({ treatments: z.array(TreatmentType) });
export type Treatments = z.infer<typeof Treatments>;

export const outreachChannels = ['email', 'call'] as const;
export type OutreachChannel = (typeof outreachChannels)[number];
export const messageClasses = ['care', 'recall', 'marketing'] as const;
export type MessageClass = (typeof messageClasses)[number];
export const recallTypes = ['due', 'lapsed'] as const;
export type RecallType = (typeof recallTypes)[number];

const Attempt = z.strictObject({
  /** Days after the attempt before; the first counts from the day contact starts. */
  afterDays: days,
  /** In order of preference; the first that is allowed is taken. */
  channels: z.array(z.enum(outreachChannels)).check(z.minLength(1)),
  template: z.string(),
});
const Sequence = z.strictObject({
  class: z.enum(messageClasses),
  attempts: z.array(Attempt).check(z.minLength(1)),
});

export const importFields = [
  'id',
  'firstName',
  'lastName',
  'email',
  'phone',
  'region',
  'zone',
  'language',
  'location',
  'birthDate',
  'treatment',
  'treatedOn',
  'appointmentOn',
  'emailConsent',
  'callConsent',
  'consentOn',
  'consentHow',
] as const;
export type ImportField = (typeof importFields)[number];

export const RecallRules = z.strictObject({
  lapsedAfterMonths: z.int().check(z.minimum(1)),
  sweepAt: TimeOfDay,
  shards: z.int().check(z.minimum(1), z.maximum(40)),
  /** Touches of all kinds and channels per patient, in a local day, in 7 and in 30 days (R5). */
  caps: z.strictObject({ day: z.int(), week: z.int(), month: z.int() }),
  sendBetween: z.strictObject({ from: TimeOfDay, to: TimeOfDay }),
  sequences: z.strictObject({ due: Sequence, lapsed: Sequence }),
  import: z.strictObject({ columns: z.record(z.enum(importFields), z.array(z.string())) }),
});
export type RecallRules = z.infer<typeof RecallRules>;
