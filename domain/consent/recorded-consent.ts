import { DomainError } from '../errors.ts';
import type { PatientRecord } from '../patient/patient.ts';
import type { Sha256 } from './chain.ts';
import type { ConsentChannel, ConsentEvent, ConsentPurpose } from './consent-event.ts';
import { grantInForce } from './standing.ts';

/** How staff may have been told: on paper, to their face, on the telephone. */
export const recordedMethods = ['paper', 'verbal', 'call'] as const;

/** What every record of staff says, whatever was agreed to (R68). */
export interface Evidence {
  /** Makes a repeat of the same record the same event. */
  readonly id: string;
  /** ISO instant, or the local date where no more is known. */
  readonly on: string;
  readonly method: (typeof recordedMethods)[number];
  readonly givenBy: 'patient' | 'guardian';
  readonly wording: {
    readonly text: string;
    readonly version?: string | undefined;
    readonly language: 'en' | 'es';
  };
  /** Where the paper, its scan or the recording is. */
  readonly paper?: string | undefined;
  /** Who was there. */
  readonly witness?: string | undefined;
}

export interface Told extends Evidence {
  readonly channel: ConsentChannel | 'all';
  readonly purpose: ConsentPurpose | 'all';
  readonly action: 'grant' | 'revoke';
  /** An act of the person's own: they signed it, or ticked the box themselves. */
  readonly affirmative: boolean;
  readonly only?: 'recall' | undefined;
  /** Local date after which it counts no more. */
  readonly until?: string | undefined;
}

/** What an authorization to use or disclose health information says (R24, 45 CFR 164.508(c)). */
export interface AuthorizationTold extends Evidence {
  readonly description: string;
  readonly discloses: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly until: string;
  readonly remunerationStated: boolean;
}

interface Recording {
  /** Staff member's id. */
  readonly by: string;
  /** The brand that the words name (R2). */
  readonly seller: string;
  readonly sha256: Sha256;
  /** ISO instant, and the local date where the patient belongs. */
  readonly now: string;
  readonly today: string;
}

const invalid = (sentence: string): DomainError => new DomainError('invalid', sentence);

function mustBeEvidence(told: Evidence, { now, today }: Recording): void {
  if (told.on.length === 10 ? told.on > today : told.on > now)
    throw invalid('What is recorded was said before: give the day on which it was.');
  if (told.method === 'paper' && (!told.paper || !told.wording.version))
    throw invalid('Say where the paper is, and which version of the words it has.');
  if (told.method !== 'paper' && !told.witness) throw invalid('Say who heard it.');
}

function common(told: Evidence, { by, sha256, seller, now }: Recording) {
  const { wording, paper, witness } = told;
  return {
    id: `desk#${told.id}`,
    occurredAt: told.on,
    recordedAt: now,
    method: told.method,
    actor: told.givenBy,
    recordedBy: by,
    seller,
    wording: {
      text: wording.text,
      sha256: sha256(wording.text),
      language: wording.language,
      ...(wording.version ? { version: wording.version } : {}),
      ...(paper ? { source: paper } : {}),
    },
    ...(witness ? { witness } : {}),
  } as const;
}

/** The address that a grant is for; undefined for what needs none. Throws where the patient has none. */
export function addressFor(
  { patient: own, guardian }: PatientRecord,
  { channel, givenBy }: Pick<Told, 'channel' | 'givenBy'>,
): string | undefined {
  if (channel === 'all' || channel === 'letter' || channel === 'social') return undefined;
  // What a guardian agrees to is for the guardian's own address (R36), where one is known.
  const patient = givenBy === 'guardian' && guardian ? guardian : own;
  const address = channel === 'email' ? patient.email : patient.phone;
  if (address === undefined)
    throw invalid(
      channel === 'email'
        ? 'The patient, or the guardian who says so, has no e-mail address: note it first, consent is for an address.'
        : 'The patient, or the guardian who says so, has no phone number: note it first, consent is for a number.',
    );
  return address;
}

/**
 * What a patient agreed to, or took back, on paper, in person or on the telephone, as staff record it: an event of the day on which it was
 * said, so whatever was taken back since stands (R69). It is consent in writing only where it was signed on paper by an act of the
 * patient's own (R1). Throws DomainError for a record that is no evidence (R68).
 */
export function recordedConsent(record: PatientRecord, told: Told, recording: Recording): ConsentEvent {
  mustBeEvidence(told, recording);
  const { channel, purpose, action } = told;
  if (action === 'grant' && (channel === 'all' || purpose === 'all'))
    throw invalid('Consent is for one channel and one purpose: record each of them.');
  if (action === 'grant' && purpose === 'authorization')
    throw invalid('Record an authorization with what it must say: POST /v1/patients/{id}/authorizations.');
  const about = { ...common(told, recording), patientId: record.patient.id, channel, purpose, action };
  if (action === 'revoke') return about;
  const address = addressFor(record, told);
  return {
    ...about,
    ...(told.affirmative ? { affirmative: true } : {}),
    ...(address ? { address } : {}),
    ...(told.only ? { only: told.only } : {}),
    ...(told.until ? { until: told.until } : {}),
  };
}

/** An authorization that the patient signed (R23, R24). Throws DomainError for one that is no evidence, or has ended already. */
export function recordedAuthorization(
  record: PatientRecord,
  told: AuthorizationTold,
  recording: Recording,
): ConsentEvent {
  mustBeEvidence(told, recording);
  if (told.method !== 'paper') throw invalid('An authorization is signed: record the paper.');
  if (told.until < recording.today || told.until < told.on.slice(0, 10))
    throw invalid('This authorization has ended: nothing can rest on it.');
  const { description, discloses, recipient, purpose } = told;
  return {
    ...common(told, recording),
    patientId: record.patient.id,
    channel: 'all',
    purpose: 'authorization',
    action: 'grant',
    affirmative: true,
    until: told.until,
    authorization: { description, discloses, recipient, purpose },
    ...(told.remunerationStated ? { remunerationStated: true } : {}),
  };
}

/** Whether a grant that was recorded counts now: something that was said later may have taken it back. */
export function counts(consents: readonly ConsentEvent[], event: ConsentEvent, now: string): boolean {
  const { action, purpose, address, only, id } = event;
  if (action !== 'grant' || purpose === 'all') return action !== 'grant';
  // An authorization is for every channel: any of them tells.
  const channel = event.channel === 'all' ? 'letter' : event.channel;
  const use = only ? { use: only } : {};
  const scope = { channel, purpose, address, anyAddress: address === undefined, now, ...use };
  return grantInForce(consents, scope)?.id === id;
}
