import { answerQuestion } from '../consent/answering.ts';
import { decide } from '../consent/decide.ts';
import type { KnownOfAddress } from '../consent/known-of-address.ts';
import type { Law } from '../consent/law.ts';
import { isEmergency } from '../escalation/choose-policy.ts';
import type { PatientWay } from '../message/patient-ways.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import type { InquiryFile } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import { allCameBy, wroteLastBy } from './wrote-by.ts';

/** What is asked of before an answer by the staff. */
export interface MayAnswerPorts {
  readonly practice: Practice;
  readonly law: Law;
  /** What is known of whoever a way leads to, and of these patients, read when it is asked; `now` is an ISO instant. */
  readonly known: (way: PatientWay, people: readonly string[], now: string) => Promise<KnownOfAddress>;
}

/** Whether an answer may go by a way, and how. */
export interface AnswerWay {
  readonly way: PatientWay;
  /** Why it may not, in words for the staff. */
  readonly refused?: string;
  /** Only a link to the patient's own page goes, where the words stand: nobody warned them that mail is not encrypted (R27). */
  readonly asLink?: true;
}

/**
 * R27: whatever is more than routine, was an emergency, or is from whoever was treated lately counts as clinical. The level knows it: it is never less
 * for those treated lately (R64), and what staff lowered stays what it was about.
 */
export const isClinical = ({ level, emergency, postTreatment }: Inquiry): boolean =>
  level !== 'R' || emergency === true || postTreatment !== undefined;

/** Patients whose own address the conversation came from. */
const peopleOf = ({ people = [] }: Inquiry): readonly string[] =>
  people.flatMap(({ patientId, relation }) => (relation === undefined ? [patientId] : []));

const unread = 'what is known of this address cannot be read just now';

async function ask(
  file: Pick<InquiryFile, 'inquiry' | 'messages'>,
  way: PatientWay,
  ports: MayAnswerPorts,
  now: string,
): Promise<AnswerWay> {
  const { inquiry } = file;
  const { practice, law } = ports;
  const answering = {
    way,
    purpose: isEmergency(inquiry.level) ? 'safety' : 'reply',
    by: 'person',
    known: await ports.known(way, peopleOf(inquiry), now),
    wroteAt: wroteLastBy(file, way),
    theirsSince: allCameBy(file, way),
    practice,
    law,
    zone: locationOf(practice, inquiry.location).zone,
    now,
  } as const;
  const asked = (clinical: boolean) => decide(answerQuestion({ ...answering, clinical }));
  const clinical = isClinical(inquiry);
  const decision = asked(clinical);
  if (decision.outcome === 'allow') return { way };
  // A mail that says only where to read it has nothing clinical in it.
  const plain = clinical && way.channel === 'email' ? asked(false) : decision;
  return plain.outcome === 'allow' ? { way, asLink: true } : { way, refused: plain.reason };
}

/**
 * Asks `decide` of each way by which the staff may answer a conversation, the one in kind first (docs/decisions/069). In an emergency nothing stands in the way of that
 * one, and nothing is read for it (R12).
 */
export const askOfWays = (
  file: Pick<InquiryFile, 'inquiry' | 'messages'>,
  ways: readonly PatientWay[],
  ports: MayAnswerPorts,
  now: string,
): Promise<readonly AnswerWay[]> =>
  Promise.all(
    ways.map((way, place) => {
      if (!isEmergency(file.inquiry.level)) return ask(file, way, ports, now);
      // What cannot be read of another way keeps nobody from this one.
      return place === 0 ? { way } : ask(file, way, ports, now).catch(() => ({ way, refused: unread }));
    }),
  );

const names: Readonly<Record<PatientWay['channel'], string>> = {
  email: 'e-mail',
  sms: 'text',
  messenger: 'Messenger',
  instagram: 'Instagram',
  whatsapp: 'WhatsApp',
};

/** What staff read where an answer may not go by a way: why, and what to do instead. */
export function refusalText({ way, refused = '' }: AnswerWay, all: readonly AnswerWay[]): string {
  const other = all.find((one) => one.way !== way && one.refused === undefined);
  const instead = other ? `Answer by ${names[other.way.channel]}, or call them` : 'Call them';
  return `${refused.charAt(0).toUpperCase()}${refused.slice(1)}. ${instead}, and log the call.`;
}
