import * as z from 'zod/mini';

const HmacVerifier = z.strictObject({
  kind: z.literal('hmac'),
  header: z.string(),
  algorithm: z.enum(['sha1', 'sha256']),
  encoding: z.enum(['hex', 'base64']),
  prefix: z.optional(z.string()),
  /** What is signed, of `{body}`, `{ts}`, `{method}`, `{url}`; the raw bytes stand for `{body}`. */
  template: z.optional(z.string()),
  timestampHeader: z.optional(z.string()),
  timestampUnit: z.optional(z.enum(['s', 'ms'])),
  toleranceSeconds: z.optional(z.number()),
});
const StandardWebhooksVerifier = z.strictObject({
  kind: z.literal('standard-webhooks'),
  toleranceSeconds: z.optional(z.number()),
});
const SharedSecretVerifier = z.strictObject({
  kind: z.literal('shared-secret'),
  /** Where the secret stands: a header (with or without `Bearer `) or a parameter of the URL. */
  in: z.enum(['header', 'query']),
  name: z.string(),
});
export const Verifier = z.discriminatedUnion('kind', [
  HmacVerifier,
  StandardWebhooksVerifier,
  SharedSecretVerifier,
]);
export type Verifier = z.infer<typeof Verifier>;

/**
 * One value of a field: a path such as `form_response.answers[field.ref=email].email`, or the first that is not empty
 * of several, or several joined, or a constant.
 */
export type FieldRule =
  | string
  | { readonly first: readonly FieldRule[] }
  | { readonly join: readonly FieldRule[]; readonly with?: string | undefined }
  | { readonly constant: string };
export const FieldRule: z.ZodMiniType<FieldRule> = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({ first: z.array(FieldRule) }),
    z.strictObject({ join: z.array(FieldRule), with: z.optional(z.string()) }),
    z.strictObject({ constant: z.string() }),
  ]),
);

export const Source = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9_-]{3,64}$/)),
  name: z.string(),
  location: z.string(),
  channel: z.enum(['web-form', 'email', 'sms', 'phone', 'social']),
  language: z.optional(z.enum(['en', 'es'])),
  verifier: Verifier,
  decoder: z.enum(['json', 'urlencoded']),
  /** Headers kept with the delivery because the mapping or the key needs them, lower case. */
  keepHeaders: z.optional(z.array(z.string())),
  /** The sender's own key of a delivery; without one, the hash of the body serves for 10 minutes. */
  idempotencyKey: z.optional(FieldRule),
  mapping: z.strictObject({
    name: z.optional(FieldRule),
    email: z.optional(FieldRule),
    phone: z.optional(FieldRule),
    message: z.optional(FieldRule),
    wantsPhysician: z.optional(FieldRule),
  }),
});
export type Source = z.infer<typeof Source>;
export const Sources = z.strictObject({ sources: z.array(Source) });
export type Sources = z.infer<typeof Sources>;
