import * as z from 'zod/mini';
import { contactChannels } from '../consent/question.ts';
import { ImportSystem } from '../patient/import-columns.ts';
import { Interval, IntervalOrNone } from './interval.ts';
import { ContactPrices, listPrices } from './prices.ts';

const TimeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as HH:MM, 24 hours'));
const days = z.int().check(z.minimum(0), z.maximum(3660));

const Entry = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{2,40}$/)),
  /** As exports of practice systems name it. */
  names: z.array(z.string()),
  /** Codes that stand for it in FHIR bundles. */
  codings: z.optional(z.array(z.strictObject({ system: z.string(), code: z.string() }))),
  interval: Interval,
  /** Hard clinical floor: nobody is asked to come sooner after the last one. */
  minimumGapDays: z.optional(days),
  minimumGap: z.optional(IntervalOrNone),
  /** How long before the due day contact starts. */
  leadDays: z.optional(days),
  lead: z.optional(IntervalOrNone),
  /** Toxin or filler (R36): not for people under 18 in England but under a physician's direction. Absent: its names say. */
  cosmeticInjection: z.optional(z.boolean()),
  /** Days after it on which any message is urgent, and on which any message is a clinical question (R64). */
  hotDays: z.optional(days),
  watchDays: z.optional(days),
  /**
   * Days after it on which the patient is asked how they are (R66; a treatment has a date and no hour), and hours without an answer after which a
   * person calls; nobody does without them.
   */
  checkIn: z.optional(
    z.strictObject({
      afterDays: z.array(z.int().check(z.minimum(1), z.maximum(90))).check(z.minLength(1), z.maxLength(6)),
      callAfterHours: z.optional(z.int().check(z.minimum(1), z.maximum(72))),
    }),
  ),
  /** A course: so many sessions, one every so often; then the maintenance of `interval`. */
  series: z.optional(
    z.strictObject({ sessions: z.int().check(z.minimum(2), z.maximum(20)), every: Interval }),
  ),
  /** Bounds of an interval learned from a patient's own visits; nothing is learned without them. */
  personal: z.optional(z.strictObject({ min: Interval, max: Interval })),
  /** Who books the next visit: the patient, by the practice's link, unless it says `with-provider`; then messages ask to call or write. */
  booking: z.optional(z.enum(['self-service', 'with-provider'])),
  /** Nobody is asked to come back for it: done once, or decided in person. */
  noRecall: z.optional(z.boolean()),
});

const once = (days: unknown, interval: unknown): boolean => (days === undefined) !== (interval === undefined);
/** A treatment as the catalogue has it; the minimum gap and the lead each once, in days or as an interval. */
export const TreatmentType = Entry.check(
  z.refine(({ minimumGapDays, minimumGap }) => once(minimumGapDays, minimumGap), {
    path: ['minimumGapDays'],
    error: 'say it once: minimumGapDays: 90, or minimumGap: P3M',
  }),
  z.refine(({ leadDays, lead }) => once(leadDays, lead), {
    path: ['leadDays'],
    error: 'say it once: leadDays: 14, or lead: P2W',
  }),
);
export type TreatmentType = z.infer<typeof TreatmentType>;

/** A product for use at home: how long one package lasts is computed, then learned from the patient's own purchases. */
export const Product = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{2,40}$/)),
  names: z.array(z.string()),
  /** Amount in a package and amount of one use, in one unit (grams, millilitres, tablets). */
  size: z.number().check(z.positive()),
  perUse: z.number().check(z.positive()),
  usesPerDay: z.number().check(z.positive(), z.maximum(10)),
  /** Refilling it is a clinician's task, never a promotion. */
  prescription: z.optional(z.boolean()),
});
export type Product = z.infer<typeof Product>;

export const Treatments = z.strictObject({
  treatments: z.array(TreatmentType),
  products: z._default(z.array(Product), []),
});
export type Treatments = z.infer<typeof Treatments>;

/** `call` is a call that a person makes, `social` a direct message that a person writes: both are tasks; letters wait to be printed. */
export const outreachChannels = contactChannels;
export type OutreachChannel = (typeof outreachChannels)[number];
export const messageClasses = ['care', 'recall', 'marketing', 'education'] as const;
export type MessageClass = (typeof messageClasses)[number];
export const recallTypes = ['due', 'series', 'consult', 'restock', 'lapsed', 'campaign'] as const;
export type RecallType = (typeof recallTypes)[number];
/** What a patient has items of: reasons to come back, and the reminders of a visit that is booked. */
export const itemTypes = [...recallTypes, 'reminder'] as const;
export type ItemType = (typeof itemTypes)[number];

const Attempt = z.strictObject({
  /** Days after the attempt before; the first counts from the day contact starts. A consultation's add up from it, whenever an attempt was made. */
  afterDays: days,
  /** In order of preference; the patient's own comes first, then the first that is allowed is taken. */
  channels: z.array(z.enum(outreachChannels)).check(z.minLength(1)),
  /** Days before a visit, for its reminders: they count from the visit, and not from one another. */
  beforeDays: z.optional(days),
  template: z.string(),
});
export const Sequence = z.strictObject({
  class: z.enum(messageClasses),
  /** Attempts that may leave by themselves, and attempts in all; persons make what is left between the two. */
  automaticMaximum: z.optional(z.int().check(z.minimum(0), z.maximum(20))),
  attempts: z.array(Attempt).check(z.minLength(1), z.maxLength(20)),
});
export type Sequence = z.infer<typeof Sequence>;

/** Reminders of booked visits: care, each so many days before the visit. */
const Reminders = z.pipe(
  z.strictObject({
    class: z.literal('care'),
    attempts: z
      .array(
        z.strictObject({
          beforeDays: days,
          channels: z.array(z.enum(outreachChannels)).check(z.minLength(1)),
          template: z.string(),
        }),
      )
      .check(z.maxLength(5)),
  }),
  z.transform(({ class: purpose, attempts }) => ({
    class: purpose,
    attempts: attempts
      .toSorted((a, b) => b.beforeDays - a.beforeDays)
      .map((attempt) => ({ ...attempt, afterDays: 0 })),
  })),
);

export const RecallRules = z.strictObject({
  lapsedAfterMonths: z.int().check(z.minimum(1)),
  sweepAt: TimeOfDay,
  shards: z.int().check(z.minimum(1), z.maximum(40)),
  /** Contacts per patient in a local day, in 7 and in 30 days: of every kind and channel (R5), and of care alone (R3). */
  caps: z.strictObject({
    marketing: z.strictObject({ day: z.int(), week: z.int(), month: z.int() }),
    care: z.strictObject({ day: z.int(), week: z.int() }),
  }),
  sendBetween: z
    .strictObject({ from: TimeOfDay, to: TimeOfDay })
    .check(
      z.refine(
        ({ from, to }) => from < to,
        'from is not before to: nothing would ever be sent; hours do not go over midnight',
      ),
    ),
  /** Touches that leave by themselves in one local day of the practice, over all zones: a guard against a mistake. */
  dailyCeiling: z._default(z.int().check(z.minimum(1)), 500),
  /** Share of households that are not contacted, so that the effect of contacting can be measured; 0 measures nothing. */
  holdout: z._default(
    z.strictObject({ share: z.number().check(z.minimum(0), z.maximum(0.5)), salt: z.string() }),
    { share: 0, salt: '' },
  ),
  /** What contacting costs, in whole cents: the cost side of "did it work?". */
  prices: z._default(ContactPrices, listPrices),
  sequences: z.strictObject({
    due: Sequence,
    series: Sequence,
    consult: Sequence,
    restock: Sequence,
    lapsed: Sequence,
    campaign: Sequence,
    reminder: z._default(Reminders, { class: 'care', attempts: [] }),
  }),
  /** Exports of practice systems: those that Heard knows, and the practice's own. */
  import: z.strictObject({ systems: z.array(ImportSystem) }),
});
export type RecallRules = z.infer<typeof RecallRules>;
