import * as z from 'zod/mini';
import {
  type AddressConsent,
  type ConsentEvent,
  consentChannels,
  consentPurposes,
} from '../../../domain/consent/consent-event.ts';
import {
  counts,
  type Evidence,
  recordedAuthorization,
  recordedConsent,
  recordedMethods,
} from '../../../domain/consent/recorded-consent.ts';
import { withContactWishes } from '../../../domain/patient/contact-wishes.ts';
import type { PatientRecord } from '../../../domain/patient/patient.ts';
import { preferenceEvents } from '../../../domain/patient/preference-events.ts';
import { refreshItems } from '../../../domain/patient/refresh-items.ts';
import { localDay } from '../../../domain/recall/local-day.ts';
import { outreachChannels } from '../../../domain/recall/recall-rules.ts';
import { zoneOf } from '../../../domain/recall/zones.ts';
import { sha256 } from '../../kit/sha256.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { changed, livingOf, type RecordPorts, recordOf } from '../record-access.ts';
import { RecordView } from '../record-schemas.ts';
import { shown } from '../shown.ts';
import { ConsentView, consentView } from './consent.ts';

const words = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));

const evidence = {
  /** Yours, so that the same request again records nothing twice. */
  id: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_.:-]{1,80}$/))),
  /** When it was said or signed: a local date, or an instant where a revocation of the same day must be told apart. */
  on: z.union([z.iso.date(), z.iso.datetime()]),
  method: z.enum(recordedMethods),
  givenBy: z._default(z.enum(['patient', 'guardian']), 'patient'),
  /** The very words, as they were read or heard. */
  wording: z.strictObject({
    text: words(4000),
    version: z.optional(words(100)),
    language: z.enum(['en', 'es']),
  }),
  paper: z.optional(words(300)),
  witness: z.optional(words(200)),
};

/** As the document shows it. */
const signed = {
  on: '2026-11-02',
  method: 'paper',
  wording: { text: 'I agree to …', version: 'form-7', language: 'en' },
  paper: 'binder 3, sheet 12',
};

const Recorded = z.object({
  event: ConsentView,
  /** False: something that was said later takes it back. */
  counts: z.boolean(),
});

type Given = Omit<Evidence, 'id'> & { readonly id?: string | undefined };

/** Appends what `event` makes, once; what takes back holds for whoever shares the address (R69). */
async function record<T extends Given>(
  ports: RecordPorts,
  { parameters, body, member, now, newId }: Call<unknown, T>,
  event: (
    known: PatientRecord,
    told: T & { readonly id: string },
    recording: Parameters<typeof recordedConsent>[2],
  ) => ConsentEvent,
) {
  const known = await livingOf(ports, parameters.id);
  const today = localDay(now, zoneOf(known.patient, ports.practice));
  const recording = { by: member.id, seller: ports.practice.name, sha256, now, today };
  const made = event(known, { ...body, id: body.id ?? newId() }, recording);
  await ports.patients.addConsent(made);
  if (made.action === 'revoke') await byAddress(ports, known, made);
  await refreshItems({ ...ports, now }, known.patient.id);
  const after = await recordOf(ports, parameters.id);
  const kept = after.consents.find(({ id }) => id === made.id) ?? made;
  return { body: { event: consentView(kept), counts: counts(after.consents, kept, now) } };
}

/** The addresses that a revocation is about: "everything" is about all that there are. */
function contactsOf({ channel }: ConsentEvent, { email, phone }: { email?: string; phone?: string }) {
  const mail = channel === 'email' || channel === 'all';
  const number = channel === 'text' || channel === 'call' || channel === 'all';
  return [...(mail && email ? [{ email }] : []), ...(number && phone ? [{ phone }] : [])];
}

async function byAddress(
  ports: RecordPorts,
  { patient: own, guardian }: PatientRecord,
  made: ConsentEvent,
): Promise<void> {
  const patient = made.actor === 'guardian' && guardian ? guardian : own;
  const { patientId, chain, ...said } = made;
  void [patientId, chain];
  for (const contact of contactsOf(made, patient))
    for (const key of await ports.contactKeys(contact))
      await ports.patients.keepForAddress(key, said satisfies AddressConsent);
}

/** Consent and authorizations that were given to people, and wishes of how to be contacted: as staff write them down. */
export const recordedConsentOperations = (ports: RecordPorts): readonly Operation[] => [
  operation({
    id: 'recordConsent',
    method: 'POST',
    path: '/v1/patients/{id}/consent',
    summary:
      'Record what a patient agreed to, or took back, on paper, in person or on the phone; whatever was taken back since stands',
    body: shown(
      z.strictObject({
        ...evidence,
        channel: z.enum([...consentChannels, 'all']),
        purpose: z.enum([...consentPurposes, 'all']),
        action: z.enum(['grant', 'revoke']),
        /** They signed, or ticked the box themselves. */
        affirmative: z._default(z.boolean(), false),
        only: z.optional(z.literal('recall')),
        until: z.optional(z.iso.date()),
      }),
      { ...signed, channel: 'text', purpose: 'marketing', action: 'grant', affirmative: true },
    ),
    success: { status: 201, schema: Recorded },
    run: (call) => record(ports, call, recordedConsent),
  }),
  operation({
    id: 'recordAuthorization',
    method: 'POST',
    path: '/v1/patients/{id}/authorizations',
    summary:
      'Record a signed authorization with all that it must say (45 CFR 164.508); promotion that somebody pays for rests on nothing else',
    roles: ['manager', 'physician'],
    body: shown(
      z.strictObject({
        ...evidence,
        method: z.literal('paper'),
        paper: words(300),
        /** What information, in words. */
        description: words(1000),
        /** Who uses or discloses it. */
        discloses: words(300),
        recipient: words(300),
        purpose: words(500),
        /** The day it ends; where an event ends it, the day by which you look again whether it has come. */
        until: z.iso.date(),
        /** The paper says that somebody pays for the promotion. */
        remunerationStated: z.boolean(),
        /** The paper says each of these, and the patient has a copy: an authorization without them is none. */
        saysMayBeRevoked: z.literal(true),
        saysNothingDependsOnIt: z.literal(true),
        saysMayBeRedisclosed: z.literal(true),
        copyGiven: z.literal(true),
      }),
      {
        ...signed,
        description: 'that I was treated with a filler',
        discloses: 'Lakeside Aesthetics',
        recipient: 'the maker of the filler',
        purpose: 'offers that the maker pays for',
        until: '2027-11-01',
        remunerationStated: true,
        saysMayBeRevoked: true,
        saysNothingDependsOnIt: true,
        saysMayBeRedisclosed: true,
        copyGiven: true,
      },
    ),
    success: { status: 201, schema: Recorded },
    run: (call) => record(ports, call, recordedAuthorization),
  }),
  operation({
    id: 'noteWaysOfContact',
    method: 'PUT',
    path: '/v1/patients/{id}/ways-of-contact',
    summary: 'Ways by which a patient must never be contacted, or by which alone; two empty lists end it',
    body: shown(
      z.strictObject({
        forbids: z.array(z.enum(outreachChannels)).check(z.maxLength(outreachChannels.length)),
        onlyBy: z.array(z.enum(outreachChannels)).check(z.maxLength(outreachChannels.length)),
      }),
      { forbids: ['call'], onlyBy: [] },
    ),
    success: { status: 200, schema: RecordView },
    run: ({ parameters: { id }, body, member, now, newId }) =>
      changed(ports, { id, now }, async ({ patient, preferences }) => {
        const wishes = withContactWishes(preferences, body, { patientId: patient.id, by: member.id, now });
        for (const one of preferenceEvents(preferences, wishes, newId()))
          await ports.patients.addPreferenceEvent(one);
        await ports.patients.savePreferences(wishes);
      }),
  }),
];
