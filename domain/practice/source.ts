import * as z from 'zod/mini';
import { Condition, FieldRule } from './field-rule.ts';
import { Handshake, Verifier } from './verifier.ts';

export const channels = [
  'web-form',
  'email',
  'sms',
  'phone',
  'messenger',
  'instagram',
  'whatsapp',
  'walk-in',
] as const;

export const decoders = ['json', 'urlencoded', 'multipart', 'jwt', 'sns', 'email', 'auto'] as const;
export type DecoderName = (typeof decoders)[number];

/** A phone call: recordings and transcriptions name it by its id. Unless it reached somebody it is missed, or a voicemail. */
const CallMapping = z.strictObject({
  id: FieldRule,
  reached: z.optional(z.array(Condition)),
  seconds: z.optional(FieldRule),
  recording: z.optional(FieldRule),
  transcript: z.optional(FieldRule),
});

/** An appointment or a purchase, as the practice's own software tells of it. */
const RecordMapping = z.strictObject({
  /** The patient's id in the practice's system; without it the address must be one patient's alone. */
  patient: z.optional(FieldRule),
  id: FieldRule,
  /** Day, or instant; and the time of day, where it stands apart. */
  on: FieldRule,
  at: z.optional(FieldRule),
  status: z.optional(FieldRule),
  /** Day or instant on which an appointment was made. Without it, one that comes as booked was made when the news of it did. */
  bookedAt: z.optional(FieldRule),
  type: z.optional(FieldRule),
  product: z.optional(FieldRule),
  quantity: z.optional(FieldRule),
  price: z.optional(FieldRule),
  /** When it became so: older news never overwrite newer ones. Without it, the order in which they come counts. */
  updatedAt: z.optional(FieldRule),
});

const Mapping = z.strictObject({
  record: z.optional(RecordMapping),
  name: z.optional(FieldRule),
  email: z.optional(FieldRule),
  phone: z.optional(FieldRule),
  message: z.optional(FieldRule),
  /** One of them holds where a picture, a film or a recording came with the message. */
  media: z.optional(z.array(Condition)),
  wantsPhysician: z.optional(FieldRule),
  /** The sender's id of a person who has neither address nor number here, and of the page or number that was written to. */
  person: z.optional(FieldRule),
  page: z.optional(FieldRule),
  /** What else staff should see beside the message, under these labels. */
  details: z.optional(z.record(z.string(), FieldRule)),
  call: z.optional(CallMapping),
  language: z.optional(FieldRule),
  /** Why this may be spam; held for a person, unless a red flag is in it. */
  suspicion: z.optional(FieldRule),
});

/** The exact answer of a request that was taken, and of one that came again. */
const Answer = z.strictObject({
  status: z.optional(z.number().check(z.gte(200), z.lte(299))),
  contentType: z.optional(z.string()),
  body: z.optional(z.string()),
});

/** One way in. `practice/sources.yaml` may take most of it from a preset; the secret is never written there. */
export const Source = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9_-]{3,64}$/, 'use 3 to 64 lower-case letters, digits, - and _')),
  name: z.string(),
  /** The preset it was made from. */
  preset: z.optional(z.string()),
  location: z.string(),
  channel: z.enum(channels),
  language: z.optional(z.enum(['en', 'es'])),
  verifier: Verifier,
  handshake: z.optional(Handshake),
  decoder: z.enum(decoders),
  /** It brings no messages but records of patients, read by `mapping.record`. */
  feeds: z.optional(z.enum(['appointments', 'purchases'])),
  /** Headers and parameters of the URL that are kept with the delivery because the mapping or the key needs them. */
  keepHeaders: z.optional(z.array(z.string())),
  keepQuery: z.optional(z.array(z.string())),
  /** Members that hold JSON as text, parsed in place in this order before anything is read. */
  parseJson: z.optional(z.array(z.string())),
  /** The sender's own key of a delivery, or of each item; without one, the hash of the body serves for 10 minutes. */
  idempotencyKey: z.optional(FieldRule),
  /** A batch: one message for each match of this path, to which every other path is relative (`^` is the match before `[*]`). */
  each: z.optional(z.union([z.string(), z.array(z.string())])),
  /** What is no message: recorded as such, and no inquiry. */
  ignore: z.optional(z.array(Condition)),
  /** What the request only names, fetched before the mapping reads it at `lead`. */
  fetch: z.optional(z.strictObject({ kind: z.literal('meta-lead'), id: FieldRule })),
  /** More messages in a minute than this (of texts: from one number) are held for a person: people do not write so fast, and nobody is mailed in answer. */
  perMinute: z.optional(z.number().check(z.gte(1))),
  mapping: Mapping,
  answer: z.optional(Answer),
  /** Secrets in what is sent: fields, and parameters of URLs, that are removed before anything is stored. */
  scrub: z.optional(
    z.strictObject({
      fields: z.optional(z.array(z.string())),
      parameters: z.optional(z.array(z.string())),
    }),
  ),
});
export type Source = z.infer<typeof Source>;
export const Sources = z.strictObject({ sources: z.array(Source) });
export type Sources = z.infer<typeof Sources>;
