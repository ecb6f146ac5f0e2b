import * as z from 'zod/mini';
import { itemTypes, outreachChannels } from '../../domain/recall/recall-rules.ts';
import { taskOutcomes } from '../../domain/recall/touch.ts';

export const PatientView = z.object({
  id: z.string(),
  externalId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  language: z.enum(['en', 'es']),
  location: z.string(),
  email: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  invalid: z.array(z.string()),
});

export const RecallItemView = z.object({
  id: z.string(),
  patientId: z.string(),
  type: z.enum(itemTypes),
  treatment: z.nullable(z.string()),
  lastOn: z.iso.date(),
  dueOn: z.iso.date(),
  nextOn: z.nullable(z.iso.date()),
  attempts: z.int(),
  state: z.enum(['open', 'booked', 'exhausted', 'stopped', 'done']),
});

export const CallTaskView = z.object({
  id: z.string(),
  patientId: z.string(),
  location: z.string(),
  dueOn: z.iso.date(),
  /** Of the revocation that has to be settled: within three business days (R8). */
  revokedAt: z.nullable(z.iso.datetime()),
  kind: z.enum(['call', 'social', 'address', 'review', 'refill']),
  why: z.string(),
  script: z.nullable(z.string()),
  bestTime: z.nullable(z.enum(['morning', 'afternoon', 'evening'])),
  assignee: z.nullable(z.string()),
  state: z.enum(['open', 'done']),
  outcome: z.nullable(z.enum(taskOutcomes)),
  reason: z.nullable(z.string()),
  /** Why it may not be done just now, such as the hours. */
  notNow: z.nullable(z.string()),
});

export const PauseView = z.object({
  paused: z.boolean(),
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
});

export const SweepView = z.object({
  id: z.string(),
  zone: z.string(),
  on: z.iso.date(),
  from: z.iso.date(),
  state: z.enum(['open', 'closed']),
  openedAt: z.iso.datetime(),
  closedAt: z.nullable(z.iso.datetime()),
  contacted: z.nullable(z.int()),
  considered: z.nullable(z.int()),
});

/** What somebody is due for: the item, its kind, the treatment or product by name, since when, and why in words. */
export const DueView = z.object({
  item: z.string(),
  type: z.enum(itemTypes),
  what: z.nullable(z.string()),
  dueOn: z.iso.date(),
  why: z.array(z.string()),
});

export const DecisionView = z.object({
  patientId: z.string(),
  outcome: z.enum(['contact', 'held-out', 'not-now', 'not-due']),
  channel: z.nullable(z.enum(outreachChannels)),
  sendAt: z.nullable(z.iso.datetime()),
  reason: z.string(),
  rules: z.array(z.string()),
  items: z.array(z.string()),
  template: z.nullable(z.string()),
  /** What stands in the way of the channels that come before the one that is taken. */
  notBy: z.nullable(z.string()),
});

/** What a sweep decided on a patient; or, where it did not look at them, what held when it was made, from when to when. */
export const AnswerView = z.extend(DecisionView, {
  on: z.iso.date(),
  holds: z.nullable(z.object({ from: z.iso.datetime(), until: z.nullable(z.iso.date()) })),
});

/** A decision with the patient's name, what is due, and what became of the message since. */
export const NamedDecisionView = z.extend(DecisionView, {
  name: z.string(),
  location: z.string(),
  due: z.array(DueView),
  state: z.nullable(z.string()),
});

/** The next sweep of a zone, and what today's decided once it is made. */
export const SweepDayView = z.object({
  zone: z.string(),
  nextOn: z.iso.date(),
  doneOn: z.nullable(z.iso.date()),
  done: z.array(NamedDecisionView),
  /** Today's sweep decided on more than are told here: the list of its decisions has all. */
  more: z.boolean(),
});

const Told = z.object({ line: z.optional(z.int()), entry: z.optional(z.int()), reason: z.string() });

export const ImportReport = z.object({
  importId: z.string(),
  rows: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Of a file its line, of a bundle the index of its entry. */
  errors: z.array(Told),
  /** Rows that were taken without something that cannot be: an address that reaches nobody, a date in the future. */
  warnings: z.array(Told),
  /** Entries of a bundle that are none of ours, or say themselves that they count for nothing. */
  ignored: z.int(),
  /** Consents to marketing texts whose words name no brand: in the US none of these counts (R2). */
  namingNobody: z.int(),
  /** Services that practice/treatments.yaml does not know, with the rows that have them; the most frequent first, at most 20. */
  unknownServices: z.array(z.object({ name: z.string(), rows: z.int() })),
  /** Appointments without a day on which they were made: recall reports cannot count them as attributed or influenced. */
  bookingDayUnknown: z.int(),
  /** Which system's names the columns were read by, and the columns that nothing was taken from. */
  system: z.string(),
  unused: z.array(z.string()),
});
