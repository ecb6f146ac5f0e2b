import type { PastContact, Question, Recipient, Suppression } from '../consent/question.ts';
import { grantInForce } from '../consent/standing.ts';
import type { Guardian } from '../patient/guardian.ts';
import type { NumberCheck, PatientRecord } from '../patient/patient.ts';
import type { Practice } from '../practice/practice.ts';
import { type Touch, wasContact } from './touch.ts';

/** What the other half of the system knows: whether a patient waits for an answer, or lives through a clinical case. */
export interface Standing {
  readonly openInquiry: boolean;
  /** A red-flag case that no clinician has closed. */
  readonly openCase: boolean;
  /** Every open one came from addresses that anybody may have typed: it holds back what promotes, and nothing that protects the patient. */
  readonly unprovedCase?: true;
  /** They ask again and again to be told that all is well, and nobody has closed that (R67). */
  readonly seeksReassurance?: true;
  /** Local date on which the last one was closed. */
  readonly adverseEventClosedOn?: string;
  readonly lastInquiryOn?: string;
}

/** Everything that is asked of one patient before a contact, read once. */
export interface Known {
  /** As whoever is written to stands in it: of a minor the guardian, where there is one. */
  readonly record: PatientRecord;
  readonly guardian?: Guardian;
  /** Planned in the last two months, and since the first attempt of each episode that goes on: all that left in the last 31 days. */
  readonly touches: readonly Touch[];
  readonly standing: Standing;
  readonly suppressed: readonly Suppression[];
  /** Contacts of others who share the number (R3). */
  readonly numberContacts: readonly PastContact[];
  readonly heldOut: boolean;
  /** Of the practice's marketing mail in the last 30 days (R21). */
  readonly rates: { readonly complaintRate?: number; readonly bounceRate?: number };
}

const contactOf = ({ startedAt, sendAt, channel, class: purpose, aftercare }: Touch): PastContact => ({
  at: startedAt ?? sendAt,
  channel,
  purpose,
  ...(aftercare ? { aftercare: true } : {}),
});

function checkOf(record: PatientRecord, kind: NumberCheck['kind']): NumberCheck | undefined {
  return record.checks.find((check) => check.kind === kind && check.number === record.patient.phone);
}

function registers(record: PatientRecord): Pick<Recipient, 'doNotCall' | 'reassigned'> {
  const listed = checkOf(record, 'do-not-call');
  const reassigned = checkOf(record, 'reassigned');
  return {
    doNotCall: {
      internal: false,
      ...(listed ? { listed: listed.answer !== 'no', checkedOn: listed.on } : {}),
    },
    ...(reassigned ? { reassigned: { answer: reassigned.answer, askedOn: reassigned.on } } : {}),
  };
}

const newest = (days: readonly string[]): string | undefined => days.toSorted().at(-1);

/** A patient as `decide` asks of them. `ownTouch` is the one that the question is about: it is no earlier contact. */
export function recipientOf(
  { record, guardian, touches, standing, suppressed, numberContacts }: Known,
  practice: Practice,
  ownTouch?: string,
): Recipient {
  const { patient, preferences } = record;
  const lastTreatedOn = newest(record.treatments.filter(({ elsewhere }) => !elsewhere).map(({ on }) => on));
  const { phone, email, region, zone, birthDate } = patient;
  return {
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
    ...(region ? { region } : {}),
    ...(zone ? { statedZone: zone } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(record.minorMark && !record.minorMark.cleared ? { apparentMinor: true } : {}),
    ...(guardian ? { guardian: true } : {}),
    hasPostal: patient.postal !== undefined,
    country: patient.country ?? practice.country,
    deceased: patient.deceased === true,
    forbids: preferences?.forbids ?? [],
    onlyBy: preferences?.onlyBy ?? [],
    topicsOff: preferences?.topicsOff ?? [],
    ...(lastTreatedOn ? { lastTreatedOn } : {}),
    ...(standing.lastInquiryOn ? { lastInquiryOn: standing.lastInquiryOn } : {}),
    wroteFirst: false,
    ...registers(record),
    suppressed,
    contacts: touches.filter((touch) => touch.id !== ownTouch && wasContact(touch)).map(contactOf),
    numberContacts,
  };
}

/** Told of the risk of unencrypted mail, preferred it for this address, and has not taken that back (R27). `now` is an ISO instant. */
export const emailWarned = (
  { consents }: Pick<PatientRecord, 'consents'>,
  address: string | undefined,
  now: string,
): boolean =>
  grantInForce(consents, {
    channel: 'email',
    purpose: 'unencrypted-email',
    address,
    anyAddress: true,
    now,
  }) !== undefined;

/** What stands around a touch of recall. `now` is an ISO instant. */
export function circumstancesOf(
  { standing, heldOut, rates, record }: Known,
  practice: Practice,
  bookedOn: string | undefined,
  now: string,
): Question['circumstances'] {
  const uses = practice.channels?.textFor ?? [];
  return {
    ...(bookedOn ? { bookedOn } : {}),
    holdout: heldOut,
    openInquiry: standing.openInquiry,
    openCase: standing.openCase,
    ...(standing.seeksReassurance ? { seeksReassurance: true as const } : {}),
    ...(standing.adverseEventClosedOn ? { adverseEventClosedOn: standing.adverseEventClosedOn } : {}),
    textNumber: { care: uses.includes('care'), marketing: uses.includes('marketing') },
    ...rates,
    emailWarned: emailWarned(record, record.patient.email, now),
    brandRevealsTreatment: practice.brandRevealsTreatment === true,
  };
}
