import * as z from 'zod/mini';

const HmacVerifier = z.strictObject({
  kind: z.literal('hmac'),
  header: z.string(),
  algorithm: z.enum(['sha1', 'sha256', 'sha512']),
  encoding: z.enum(['hex', 'base64']),
  /** Text before the signature in its header. */
  prefix: z.optional(z.string()),
  /** For a header of several values: `t={ts},v={signature}` names the members that hold them. */
  members: z.optional(z.strictObject({ timestamp: z.optional(z.string()), signature: z.string() })),
  /** What is signed, of `{body}` (the raw bytes), `{ts}`, `{method}`, `{url}` (the public one) and `{header:NAME}`. */
  template: z.optional(z.string()),
  /** How the secret is written: the text itself, or bytes in base64 or hex. */
  secretEncoding: z.optional(z.enum(['text', 'base64', 'hex'])),
  timestampHeader: z.optional(z.string()),
  timestampUnit: z.optional(z.enum(['s', 'ms', 'iso'])),
  toleranceSeconds: z.optional(z.number()),
});
const StandardWebhooksVerifier = z.strictObject({
  kind: z.literal('standard-webhooks'),
  toleranceSeconds: z.optional(z.number()),
});
const TwilioVerifier = z.strictObject({ kind: z.literal('twilio') });
const SnsVerifier = z.strictObject({
  kind: z.literal('sns'),
  /** The topics whose messages are taken; a signature proves only that AWS sent it, not for whom. */
  topics: z
    .array(z.string().check(z.regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/)))
    .check(z.minLength(1)),
  toleranceSeconds: z.optional(z.number()),
});
const OwnTopicVerifier = z.strictObject({
  kind: z.literal('own-topic'),
  /** A topic of the deployment itself; its messages come by a queue that nobody else may write to, never by HTTP. */
  topic: z.enum(['mail', 'texts']),
});
/** Heard's own form, which stores by itself; nothing comes by HTTP. */
const HostedFormVerifier = z.strictObject({ kind: z.literal('hosted-form') });
const JoseVerifier = z.strictObject({
  kind: z.literal('jose'),
  /** Where the token stands: a header, or the whole body. */
  in: z.enum(['header', 'body']),
  header: z.optional(z.string()),
  algorithm: z.enum(['HS256', 'HS384', 'HS512', 'RS256', 'PS256', 'ES256', 'EdDSA']),
  issuer: z.optional(z.string()),
  /** Claim that holds the hex SHA-256 of the body. */
  bodyHashClaim: z.optional(z.string()),
  requires: z.optional(z.array(z.string())),
});
const SharedSecretVerifier = z.strictObject({
  kind: z.literal('shared-secret'),
  /** A header (with or without `Bearer `), HTTP Basic (`user:password`), a parameter of the URL, or a field of the body. */
  in: z.enum(['header', 'basic', 'query', 'field']),
  name: z.optional(z.string()),
});

/** How a request proves that it is from its source. */
export const Verifier = z.discriminatedUnion('kind', [
  HmacVerifier,
  StandardWebhooksVerifier,
  TwilioVerifier,
  SnsVerifier,
  OwnTopicVerifier,
  HostedFormVerifier,
  JoseVerifier,
  SharedSecretVerifier,
]);
export type Verifier = z.infer<typeof Verifier>;
export type VerifierOf<K extends Verifier['kind']> = Extract<Verifier, { kind: K }>;

/** What a sender asks before it sends: `GET ?token=...&challenge=...`, answered with the challenge where the token is right. */
export const Handshake = z.strictObject({
  kind: z.literal('get-challenge'),
  token: z.string(),
  challenge: z.string(),
  /** Parameters that must have these values. */
  expect: z.optional(z.record(z.string(), z.string())),
});
export type Handshake = z.infer<typeof Handshake>;
