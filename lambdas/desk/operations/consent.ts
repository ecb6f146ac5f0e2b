import * as z from 'zod/mini';
import { brokenAt } from '../../../domain/consent/chain.ts';
import {
  type ConsentEvent,
  consentActions,
  consentChannels,
  consentMethods,
  consentPurposes,
} from '../../../domain/consent/consent-event.ts';
import type { Patients } from '../../../domain/patient/patients.ts';
import { sha256 } from '../../kit/sha256.ts';
import { type Operation, operation } from '../operation.ts';
import { recordOf } from '../record-access.ts';

export interface ConsentPorts {
  readonly patients: Pick<Patients, 'record'>;
}

export const ConsentView = z.object({
  id: z.string(),
  channel: z.enum([...consentChannels, 'all']),
  purpose: z.enum([...consentPurposes, 'all']),
  action: z.enum(consentActions),
  occurredAt: z.string(),
  recordedAt: z.string(),
  method: z.enum(consentMethods),
  actor: z.string(),
  recordedBy: z.nullable(z.string()),
  witness: z.nullable(z.string()),
  until: z.nullable(z.string()),
  address: z.nullable(z.string()),
  seller: z.nullable(z.string()),
  wording: z.nullable(z.string()),
  wordingVersion: z.nullable(z.string()),
  wordingLanguage: z.nullable(z.string()),
  /** Hex. */
  wordingSha256: z.nullable(z.string()),
  source: z.nullable(z.string()),
  /** An act of the person's own, such as an unticked box that was ticked. */
  affirmative: z.boolean(),
  /** Where it was sent from: network address and browser. */
  ip: z.nullable(z.string()),
  userAgent: z.nullable(z.string()),
  /** Id of the pending event that it confirms. */
  confirms: z.nullable(z.string()),
  chain: z.nullable(z.string()),
});

const PreferenceView = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  what: z.enum(['topics', 'language', 'best-time', 'ways-of-contact']),
  from: z.string(),
  to: z.string(),
});

export const consentView = (event: ConsentEvent): z.infer<typeof ConsentView> => ({
  id: event.id,
  channel: event.channel,
  purpose: event.purpose,
  action: event.action,
  occurredAt: event.occurredAt,
  recordedAt: event.recordedAt,
  method: event.method,
  actor: event.actor,
  recordedBy: event.recordedBy ?? null,
  witness: event.witness ?? null,
  until: event.until ?? null,
  address: event.address ?? null,
  seller: event.seller ?? null,
  wording: event.wording?.text ?? null,
  wordingVersion: event.wording?.version ?? null,
  wordingLanguage: event.wording?.language ?? null,
  wordingSha256: event.wording?.sha256 ?? null,
  source: event.wording?.source ?? null,
  affirmative: event.affirmative ?? false,
  ip: event.ip ?? null,
  userAgent: event.userAgent ?? null,
  confirms: event.confirms ?? null,
  chain: event.chain ?? null,
});

/** What a patient agreed to and took back, in the order in which it was written down. */
export const consentOperations = ({ patients }: ConsentPorts): readonly Operation[] => [
  operation({
    id: 'patientConsent',
    method: 'GET',
    path: '/v1/patients/{id}/consent',
    summary:
      'Every consent event of a patient, oldest first, whether the chain of them holds, how their preferences changed, and contact details they stated',
    success: {
      status: 200,
      schema: z.object({
        items: z.array(ConsentView),
        chainHolds: z.boolean(),
        /** Changes of topics, language, best time and ways of contact, oldest first. */
        preferences: z.array(PreferenceView),
        /** The first event that is not as it was written. */
        brokenAt: z.nullable(z.string()),
        stated: z.nullable(
          z.object({ email: z.nullable(z.string()), phone: z.nullable(z.string()), at: z.string() }),
        ),
      }),
    },
    run: async ({ parameters }) => {
      const record = await recordOf({ patients }, parameters.id);
      const at = brokenAt(record.consents, sha256);
      const stated = record.preferences?.stated;
      return {
        body: {
          items: record.consents.map(consentView),
          chainHolds: at === undefined,
          preferences: (record.preferenceEvents ?? []).map(({ at: changedAt, by, what, from, to }) => ({
            at: changedAt,
            by,
            what,
            from,
            to,
          })),
          brokenAt: at === undefined ? null : (record.consents[at]?.id ?? null),
          stated: stated ? { email: stated.email ?? null, phone: stated.phone ?? null, at: stated.at } : null,
        },
      };
    },
  }),
];
