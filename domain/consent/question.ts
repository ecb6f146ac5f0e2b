import type { ConsentEvent } from './consent-event.ts';
import type { Law } from './law.ts';

export const contactChannels = ['email', 'text', 'call', 'letter', 'postcard', 'social'] as const;
export type ContactChannel = (typeof contactChannels)[number];

/** What a message is for. */
export type MessagePurpose =
  | 'safety'
  | 'reply'
  | 'care'
  | 'recall'
  | 'marketing'
  | 'education'
  | 'stop-confirmation'
  | 'help-reply';

/** What a linter found in a message; each stands in the way of some channels. */
export type MessageFinding =
  | 'promotional'
  | 'names-treatment'
  | 'names-drug'
  | 'names-body-area'
  | 'names-diagnosis'
  | 'names-photo'
  | 'names-balance'
  /** Sex, hate, alcohol, firearms, tobacco (R45). */
  | 'names-prohibited'
  | 'no-brand'
  | 'no-opt-out'
  | 'no-postal-address'
  | 'no-unsubscribe'
  | 'misleading-subject';

export interface MessageFacts {
  readonly purpose: MessagePurpose;
  /** The brand that speaks (R2). */
  readonly seller: string;
  readonly findings: readonly MessageFinding[];
  /** Somebody else pays for the promotion, or buys the list (R23). */
  readonly remunerated: boolean;
  /** It answers a clinical question. */
  readonly clinical: boolean;
  /** It asks how they are: of a minor only a person asks (R36). */
  readonly asksHealth?: boolean;
  readonly aiWritten?: 'reviewed' | 'not-reviewed';
  /** About a visit that is paid for already. */
  readonly paidSeries: boolean;
  /** It protects somebody who was treated lately (R65, R66): the practice's caps do not hold it up (R3). */
  readonly aftercare?: boolean;
  /** ISO instant at which STOP or HELP was written, for what answers it. */
  readonly requestedAt?: string;
  readonly confirmedBefore?: boolean;
}

/** One earlier contact: replies and safety messages are not among them. */
export interface PastContact {
  /** ISO instant. */
  readonly at: string;
  readonly channel: ContactChannel;
  readonly purpose: MessagePurpose;
  /** What protects the patient: it uses up no cap of care (R3). */
  readonly aftercare?: boolean;
}

export const suppressionReasons = [
  'hard-bounce',
  'complaint',
  'unsubscribed',
  'soft-bounces',
  'wrong-number',
  'carrier-blocked',
  'returned-mail',
  'erased',
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** An address to which something happened; kept by a keyed hash, also after erasure (R22, R70). */
export interface Suppression {
  readonly address: 'email' | 'phone' | 'post';
  readonly reason: SuppressionReason;
  /** ISO instant or local date. */
  readonly at: string;
}

/** Whom a message is for, as far as it is known. What is not known is absent, and never allows. */
export interface Recipient {
  /** E.164. */
  readonly phone?: string;
  readonly email?: string;
  readonly hasPostal: boolean;
  /** Postal code of the state of the address they gave: TX. */
  readonly region?: string;
  /** ISO 3166. */
  readonly country: string;
  /** IANA zone they said they are in (R6: overrides zones, not states). */
  readonly statedZone?: string;
  readonly birthDate?: string;
  /** They wrote like somebody under 18 (R36); a birth date that is known says more. */
  readonly apparentMinor?: boolean;
  /** It goes to the guardian (R36): address, consent and suppression here are the guardian's own. */
  readonly guardian?: boolean;
  readonly deceased: boolean;
  readonly forbids: readonly ContactChannel[];
  readonly onlyBy: readonly ContactChannel[];
  readonly topicsOff: readonly MessagePurpose[];
  /** Local dates. */
  readonly lastTreatedOn?: string;
  readonly lastInquiryOn?: string;
  /** The patient wrote in this conversation, after anything they took back. */
  readonly wroteFirst: boolean;
  readonly doNotCall: { readonly internal: boolean; readonly listed?: boolean; readonly checkedOn?: string };
  readonly reassigned?: { readonly answer: 'yes' | 'no' | 'no-data'; readonly askedOn: string };
  readonly suppressed: readonly Suppression[];
  /** Of this patient. */
  readonly contacts: readonly PastContact[];
  /** Of others who share the number (R3). */
  readonly numberContacts: readonly PastContact[];
}

/** What stands around the message. */
export interface Circumstances {
  /** Local date of a booked visit that this message would ask for. */
  readonly bookedOn?: string;
  readonly holdout: boolean;
  readonly openInquiry: boolean;
  /** A red-flag case that no clinician has closed, or one that was closed on this local date (R58). */
  readonly openCase: boolean;
  readonly adverseEventClosedOn?: string;
  /** They ask again and again to be reassured (R67). */
  readonly seeksReassurance?: true;
  /** Use cases for which the practice's text number is registered (R42). */
  readonly textNumber: { readonly care: boolean; readonly marketing: boolean };
  /** Of the last campaign with enough sends (R21). */
  readonly complaintRate?: number;
  readonly bounceRate?: number;
  /** The patient was warned of unencrypted e-mail and still prefers it (R27); absent counts as warned for what is not clinical. */
  readonly emailWarned: boolean;
  readonly brandRevealsTreatment: boolean;
}

export interface ContactRules {
  readonly caps: {
    readonly marketing: { readonly day: number; readonly week: number; readonly month: number };
    readonly care: { readonly day: number; readonly week: number };
  };
  /** The practice's own hours for proactive messages and calls, local, the end exclusive. */
  readonly sendBetween: { readonly from: string; readonly to: string };
}

/** May this person be contacted, on this channel, now? */
export interface Question {
  readonly message: MessageFacts;
  readonly channel: ContactChannel;
  readonly by: 'automatic' | 'person';
  readonly recipient: Recipient;
  readonly consents: readonly ConsentEvent[];
  readonly circumstances: Circumstances;
  readonly rules: ContactRules;
  readonly law: Law;
  /** IANA zone whose calendar counts days: that of the location. */
  readonly homeZone: string;
  /** ISO instant. */
  readonly now: string;
}

/** Telemarketing to telephone law, commercial to mail law: recall, marketing, education, and whatever has a promotional sentence (R1, R17). */
export const promotes = ({ message }: Question): boolean =>
  ['recall', 'marketing', 'education'].includes(message.purpose) || message.findings.includes('promotional');

/** It goes to a telephone number: the law of texts and calls applies. */
export const isTelephone = ({ channel }: Question): boolean => channel === 'text' || channel === 'call';

/** Said by the practice first, and not in answer to the patient. */
export const isProactive = ({ message }: Question): boolean =>
  ['care', 'recall', 'marketing', 'education'].includes(message.purpose);
