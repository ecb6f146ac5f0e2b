import { waitingToConfirm } from '../consent/checks/check.ts';
import { type Decision, decide } from '../consent/decide.ts';
import type { Law } from '../consent/law.ts';
import type { Question, Suppression } from '../consent/question.ts';
import { grantInForce } from '../consent/standing.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import { circumstancesOf, type Known, recipientOf } from './recipient.ts';

/**
 * Why no text of a kind ever reaches a patient as things stand: `wording` that what they agreed to is no consent that a text may rely on,
 * `whose` that nobody knows whether the number still is theirs.
 */
export type WhyNoTexts =
  | 'no-number'
  | 'stopped'
  | 'waiting'
  | 'never-agreed'
  | 'wording'
  | 'carrier'
  | 'whose'
  | 'not-set-up'
  | 'abroad'
  | 'wish'
  | 'other';

export interface TextsAsked {
  readonly practice: Practice;
  readonly law: Law;
  /** Of the patient's number. */
  readonly suppressed: readonly Suppression[];
  /** ISO instant. */
  readonly now: string;
}

/** What the decisive rule says of the patient themselves; consent is told apart below. */
const byRule: Readonly<Record<string, WhyNoTexts>> = {
  R9: 'stopped',
  R10: 'carrier',
  R14: 'whose',
  R42: 'not-set-up',
  R38: 'abroad',
  R39: 'abroad',
  R40: 'abroad',
  R6: 'abroad',
  R27: 'wish',
};
const consentRules = new Set(['R1', 'R2', 'R38', 'R39', 'R40']);

function whyOf(decision: Decision, agreed: boolean): WhyNoTexts | undefined {
  if (decision.outcome === 'allow' || decision.outcome === 'defer') return undefined;
  const [rule = ''] = decision.rules;
  if (decision.reason === waitingToConfirm) return 'waiting';
  if (consentRules.has(rule) && !agreed) return 'never-agreed';
  return byRule[rule] ?? (consentRules.has(rule) ? 'wording' : 'other');
}

/** The question as it stands on a day on which nothing else is in the way: no cap, no open case, no topic that is off. */
function questionOf(record: PatientRecord, purpose: 'recall' | 'care', asked: TextsAsked): Question {
  const { practice, law, suppressed, now } = asked;
  const standing = { openInquiry: false, openCase: false };
  const known: Known = {
    record,
    touches: [],
    standing,
    suppressed,
    numberContacts: [],
    heldOut: false,
    rates: {},
  };
  return {
    message: {
      purpose,
      seller: practice.name,
      findings: [],
      remunerated: false,
      clinical: false,
      paidSeries: false,
    },
    channel: 'text',
    by: 'automatic',
    recipient: { ...recipientOf(known, practice), topicsOff: [] },
    consents: record.consents,
    circumstances: circumstancesOf(known, practice, undefined, now),
    rules: {
      caps: { marketing: { day: 1, week: 7, month: 31 }, care: { day: 1, week: 7 } },
      sendBetween: { from: '09:00', to: '20:00' },
    },
    law,
    homeZone: locationOf(practice, record.patient.location).zone,
    now,
  };
}

/**
 * Why texts of recall, or of care, cannot reach a patient as things stand; undefined where they can. It asks `decide`, as every message
 * does, so that what patients are told is what happens. `record` with what was said by their number.
 */
export function whyNoTexts(
  record: PatientRecord,
  purpose: 'recall' | 'care',
  asked: TextsAsked,
): WhyNoTexts | undefined {
  const { phone } = record.patient;
  if (phone === undefined) return 'no-number';
  const scope = {
    channel: 'text',
    purpose: purpose === 'care' ? 'care' : 'marketing',
    use: purpose,
    address: phone,
    now: asked.now,
  } as const;
  const agreed = grantInForce(record.consents, scope) !== undefined;
  return whyOf(decide(questionOf(record, purpose, asked)), agreed);
}
