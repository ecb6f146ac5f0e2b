import * as z from 'zod/mini';
import { consentActions, consentMethods, consentPurposes } from '../../domain/consent/consent-event.ts';
import { relationships } from '../../domain/patient/guardian.ts';
import { Interval } from '../../domain/recall/interval.ts';
import { outreachChannels } from '../../domain/recall/recall-rules.ts';
import { PatientView, RecallItemView } from './recall-schemas.ts';

const Postal = z.strictObject({
  lines: z.array(z.string().check(z.minLength(1), z.maxLength(200))).check(z.minLength(1), z.maxLength(3)),
  city: z.string().check(z.minLength(1), z.maxLength(100)),
  postalCode: z.string().check(z.minLength(1), z.maxLength(20)),
});
const day = z.iso.date();
const name = z.string().check(z.maxLength(100));
const cents = z.int().check(z.minimum(0), z.maximum(100_000_000));
/** An id of the practice's own system, or one that the caller makes up: the same again is the same entry. */
const EntryId = z.optional(z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,80}$/)));
const reason = z.string().check(z.minLength(3), z.maxLength(500));

const personal = {
  firstName: name,
  lastName: name,
  email: z.string().check(z.maxLength(254)),
  phone: z.string().check(z.maxLength(40)),
  language: z.enum(['en', 'es']),
  location: z.string().check(z.maxLength(40)),
  region: z.string().check(z.regex(/^[A-Z]{2}$/, 'write the state as TX')),
  country: z.string().check(z.regex(/^[A-Z]{2}$/, 'write the country as US')),
  postal: Postal,
  zone: z.string().check(z.maxLength(60)),
  birthDate: day,
  provider: name,
};
const optional = <T extends z.ZodMiniType>(schema: T) => z.optional(schema);
const removable = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));

export const NewPatient = z.strictObject({
  ...personal,
  externalId: optional(z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,80}$/))),
  lastName: optional(personal.lastName),
  email: optional(personal.email),
  phone: optional(personal.phone),
  language: optional(personal.language),
  location: optional(personal.location),
  region: optional(personal.region),
  country: optional(personal.country),
  postal: optional(personal.postal),
  zone: optional(personal.zone),
  birthDate: optional(personal.birthDate),
  provider: optional(personal.provider),
});
export type NewPatient = z.infer<typeof NewPatient>;

/** `null` takes something away. */
export const PatientChanges = z.strictObject({
  firstName: optional(personal.firstName),
  lastName: optional(personal.lastName),
  language: optional(personal.language),
  location: optional(personal.location),
  email: removable(personal.email),
  phone: removable(personal.phone),
  region: removable(personal.region),
  country: removable(personal.country),
  postal: removable(personal.postal),
  zone: removable(personal.zone),
  birthDate: removable(personal.birthDate),
  provider: removable(personal.provider),
  deceased: optional(z.boolean()),
});
export type PatientChanges = z.infer<typeof PatientChanges>;

export const NewTreatment = z.strictObject({
  type: name,
  on: day,
  elsewhere: optional(z.boolean()),
  product: optional(name),
  provider: optional(name),
  price: optional(cents),
});
export const Checkout = z.strictObject({ treatment: name, on: day, nextOn: day });
export const NewPurchase = z.strictObject({
  id: EntryId,
  product: name,
  on: day,
  quantity: z._default(z.int().check(z.minimum(1), z.maximum(1000)), 1),
  price: optional(cents),
});
const outcome = z.enum(['open', 'went-ahead', 'not-suitable', 'declined']);
const whyNot = z.enum(['price', 'fear', 'time', 'second-opinion']);
export const NewConsultation = z.strictObject({
  id: EntryId,
  on: day,
  about: optional(name),
  outcome: z._default(outcome, 'open'),
  reason: optional(whyNot),
  quote: optional(cents),
  quoteUntil: optional(day),
  provider: optional(name),
});
export const ConsultationOutcome = z.strictObject({ outcome, reason: optional(whyNot) });
export const NewSeries = z.strictObject({
  id: EntryId,
  type: name,
  sessions: z.int().check(z.minimum(2), z.maximum(20)),
  startedOn: day,
  paid: z._default(z.boolean(), false),
});

export const Override = z.strictObject({
  item: name,
  dueOn: removable(day),
  interval: removable(Interval),
  reason,
});
export const Snooze = z.strictObject({ item: name, snoozedUntil: z.nullable(day), reason });
export const Disabling = z.strictObject({ item: name, disabled: z.boolean(), reason });

const nothing = <T extends z.ZodMiniType>(schema: T) => z.nullable(schema);
/** Everything of a patient, as it stands. */
export const RecordView = z.object({
  patient: z.extend(PatientView, {
    region: nothing(z.string()),
    country: nothing(z.string()),
    postal: nothing(z.object({ lines: z.array(z.string()), city: z.string(), postalCode: z.string() })),
    zone: nothing(z.string()),
    birthDate: nothing(day),
    deceased: z.boolean(),
    inactive: z.boolean(),
    provider: nothing(z.string()),
    mergedFrom: z.array(z.string()),
  }),
  treatments: z.array(z.looseObject({ id: z.string(), type: z.string(), on: day })),
  purchases: z.array(z.looseObject({ id: z.string(), product: z.string(), on: day, quantity: z.number() })),
  consultations: z.array(z.looseObject({ id: z.string(), on: day, outcome })),
  series: z.array(
    z.looseObject({ id: z.string(), type: z.string(), sessions: z.int(), startedOn: day, paid: z.boolean() }),
  ),
  appointments: z.array(z.looseObject({ id: z.string(), on: day, status: z.string() })),
  settings: z.array(z.looseObject({ id: z.string(), reason: z.string(), by: z.string(), at: z.string() })),
  retractions: z.array(z.looseObject({ id: z.string(), reason: z.string(), by: z.string(), at: z.string() })),
  consents: z.array(
    z.looseObject({
      id: z.string(),
      channel: z.string(),
      purpose: z.enum([...consentPurposes, 'all']),
      action: z.enum(consentActions),
      occurredAt: z.string(),
      method: z.enum(consentMethods),
      actor: z.string(),
    }),
  ),
  items: z.array(RecallItemView),
  preferences: nothing(z.looseObject({ channel: optional(z.enum(outreachChannels)) })),
  care: nothing(z.looseObject({ nervous: z.boolean() })),
  guardian: nothing(z.looseObject({ name: z.string(), relationship: z.enum(relationships), by: z.string() })),
  minorMark: nothing(z.looseObject({ at: z.string(), by: z.string() })),
  directions: z.array(z.looseObject({ treatment: z.string(), reason: z.string(), by: z.string() })),
});
