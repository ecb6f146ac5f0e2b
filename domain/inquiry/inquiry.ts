import type { Policy, PolicyName } from '../escalation/policy.ts';
import type { Announcement } from './announcements.ts';
import type { ApparentMinor } from './apparent-age.ts';
import type { KnownPerson } from './clinical-note.ts';
import type { Answer } from './first-answer.ts';
import type { NamedCall } from './named-call.ts';
import type { InquiryEvent } from './timeline-event.ts';

export type Channel =
  | 'web-form'
  | 'email'
  | 'sms'
  | 'phone'
  | 'messenger'
  | 'instagram'
  | 'whatsapp'
  | 'walk-in';
export type Language = 'en' | 'es';
/** `waiting-on-patient`: answered, with a question of the staff's; the patient's next message ends it. */
export type Status = 'new' | 'acknowledged' | 'claimed' | 'answered' | 'waiting-on-patient' | 'closed';
export type Priority = 'red-flag' | 'asks-for-physician' | 'post-treatment' | 'new-lead' | 'other';
/** Disposition level (R52): E0 and E1 emergencies, U urgent today, S next business day, R routine. */
export type Level = 'E0' | 'E1' | 'U' | 'S' | 'R';
export type CloseReason =
  | 'answered'
  | 'not-an-inquiry'
  | 'no-answer-needed'
  | 'booked'
  | 'duplicate'
  | 'clinically-resolved'
  | 'withdrawn';
/** How an emergency ended, as the clinician who closes it says (R61). */
export const outcomes = [
  'seen-in-person',
  'sent-to-emergency-care',
  'resolved-by-phone',
  'not-an-emergency',
  'patient-refused',
] as const;
export type Outcome = (typeof outcomes)[number];
export const welfareChecks = ['requested', 'not-needed'] as const;
export type WelfareCheck = (typeof welfareChecks)[number];
export type CallOutcome = 'reached' | 'voicemail' | 'no-answer' | 'wrong-number';

/** How the person can be reached, as normalised at intake: E.164 and lower case. */
export interface Contact {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  /** A person known only by an id that one page or number of the practice has for them. */
  readonly account?: Account;
}

/** A person as one page or number of the practice knows them, and the source that it belongs to. */
export interface Account {
  readonly channel: Channel;
  readonly person: string;
  readonly page: string;
  readonly source: string;
}

/** What a person is written to by. */
export type AddressKind = 'email' | 'phone' | 'account';

/** Who did something: a member of the staff, the patient, or Heard itself. */
export type Actor = { readonly staff: string } | { readonly patient: true } | { readonly system: string };

/**
 * One open conversation with one person about one need. Instants are ISO strings in UTC.
 * `run`, `revision`, `dueAt` and `token` are the guards G1 to G3: `run` names the one live execution, `revision` rises with
 * every change of who must be told, `dueAt` is when the plan must be looked at again (absent when nothing is left to do),
 * `token` belongs to the execution that waits.
 */
export interface Inquiry {
  readonly id: string;
  readonly schema: 1;
  readonly run: number;
  readonly revision: number;
  readonly dueAt?: string;
  readonly token?: string;

  readonly status: Status;
  readonly priority: Priority;
  readonly level: Level;
  readonly channel: Channel;
  readonly source: string;
  readonly location: string;
  readonly language: Language;
  readonly contact: Contact;
  /** Of a conversation that began with typed addresses: from which kinds of them somebody has written since (proved-addresses.ts). */
  readonly proved?: readonly AddressKind[];
  /** Kinds of its addresses that staff have confirmed. */
  readonly confirmed?: readonly AddressKind[];
  /** Of such a conversation: somebody has called from its number, which a call does not prove. */
  readonly called?: true;

  /** Of a red-flag case: all that made it one came from typed addresses, or stands beside the conversation (proved-addresses.ts). */
  readonly unprovedCase?: true;

  readonly receivedAt: string;
  readonly acknowledgedAt?: string;
  readonly claimedAt?: string;
  readonly respondedAt?: string;
  /** Id of the member who answered first. */
  readonly respondedBy?: string;
  /** Human answers that may be the first that arrived, oldest first; empty where all came back. */
  readonly answers?: readonly Answer[];
  readonly closedAt?: string;
  readonly closeReason?: CloseReason;
  readonly outcome?: Outcome;
  /** It was an emergency, and no clinician has closed it or lowered its level since, whatever came after (R61). */
  readonly emergency?: true;
  /** When a red-flag case in it was closed (ISO), where somebody wrote again since (R58). */
  readonly caseClosedAt?: string;
  /** The patient has asked for the doctor. */
  readonly asksForPhysician?: true;
  /** Set when a delivery could not be read: a person must look at what it says. */
  readonly review?: string;

  /** The promise: when a human will have answered, why it is due then (lines), and under which policy. */
  readonly deadline: string;
  readonly deadlineWhy: readonly string[];
  /** The promise that holds until the first answer: later ones do not make it kept. */
  readonly firstDeadline?: string;
  /** The soonest of all, where one after an answer was sooner: it counts if that answer comes back. */
  readonly soonestDeadline?: string;
  /** When half and four fifths of the time until then have passed. */
  readonly warnAt?: readonly string[];
  /** The new time that the patient was told once the first was missed. */
  readonly newDeadline?: string;
  readonly policyName: PolicyName;
  readonly policyVersion: string;
  readonly policy: Policy;

  /** Raised whenever the chain starts again from its first step (a higher flag, a message after the answer, a hand-over). */
  readonly chain: number;
  readonly chainStartedAt: string;
  /** The highest number of a chain that began and was undone. */
  readonly lastChain?: number;
  /** Step of the policy that was fired last in this chain; absent before the first. */
  readonly step?: number;
  /** How often the last step has come round again. */
  readonly repeat?: number;
  /** When this round was planned. */
  readonly roundAt?: string;
  /** When whom to tell was decided on last. */
  readonly plannedAt?: string;

  readonly claimedBy?: string;
  readonly claimUntil?: string;
  /** When this claim began; `claimedAt` keeps the first one. */
  readonly claimSince?: string;
  /** Whether a physician or extender holds the claim: for E0 and E1 only theirs silences. */
  readonly claimByClinician?: boolean;
  /** While the patient waits: logged calls that did not reach them, when somebody spoke with them, and when a clinician first claimed it. */
  readonly unreachedCalls?: number;
  readonly reachedAt?: string;
  readonly clinicianClaimedAt?: string;
  /**
   * While the patient waits: what Heard sent them by itself and did not arrive, so that a person has to call (R61); Plan keeps it by what
   * is recorded as sent.
   */
  readonly undelivered?: Undelivered;
  /** What a clinician decided for a patient who could not be reached (R61). */
  readonly welfareCheck?: WelfareCheck;
  /** When staff offered a triage call to a patient who asks for the doctor and waits. */
  readonly triageOfferedAt?: string;
  /** When the newest red flag was stored; a lease never silences a flag newer than its claim. */
  readonly flaggedAt?: string;

  /** Patient's messages so far; an actor's change holds only if this is what the actor saw. */
  readonly messageCount: number;
  readonly messageIds: readonly string[];
  /** How many of them a human has answered. `messageCount > answeredCount` means somebody waits. */
  readonly answeredCount: number;
  readonly lastMessageAt: string;
  /** After an answer: when the oldest message was received that waits for the next one. */
  readonly waitingSince?: string;
  /** When a plan found the promise missed. */
  readonly missedAt?: string;
  /** What the practice's other tools are still to be told. */
  readonly announcements?: readonly Announcement[];
  /** Somebody with this address was treated lately (R64), is flagged as nervous (R67), or writes for a patient. */
  readonly postTreatment?: 'hot' | 'watch';
  readonly nervous?: boolean;
  /** A call that is owed to the patient today, and nobody has logged yet. */
  readonly namedCall?: NamedCall;
  /** When (ISO) this person asked lately to be told that all is well (R67). */
  readonly reassuranceAt?: readonly string[];
  readonly onBehalf?: string;
  /** The newest message that says that somebody under 18 wrote, or is to be treated (R36). */
  readonly apparentMinor?: ApparentMinor & { readonly messageId: string };
  /**
   * Some of that is known of an address that was only typed or told, and its sender was promised this by their own words (ISO): whoever
   * writes from another is told no more.
   */
  readonly toldBy?: string;
  /** Patients to whom the address leads; for whoever may read their records. */
  readonly people?: readonly KnownPerson[];
  /** When this person wrote of symptoms within the last 24 hours (R60). */
  readonly symptomsAt?: readonly string[];
  /** Calls that are in this inquiry: what a carrier tells of one later adds to it. */
  readonly callIds?: readonly string[];
  /** The channel of the patient's newest message: answers go there. */
  readonly lastChannel?: Channel;
  /** Message-ID of the patient's newest mail. */
  readonly lastMailId?: string;
  /** Ids of the texts of staff whose orders are in here, so that a text that is handled again does nothing more. */
  readonly obeyedTexts?: readonly string[];
  /** The reply that is being sent (G5), so that two people do not answer at once. */
  readonly pendingReply?: string;
  readonly pendingReplyAt?: string;

  /** ISO instant at which the person it was from was erased: what reports count is left (R70). */
  readonly erasedAt?: string;

  /** How to take the last change back; it holds for its own revision only. */
  readonly undo?: Undo;

  /** The timeline line of this revision; written to the timeline before the next change replaces it. */
  readonly lastEvent: InquiryEvent;
}

/** Something that the patient was sent by itself and did not get, and when a plan found that out (ISO). */
export interface Undelivered {
  readonly kind: 'safety' | 'acknowledgement' | 'delay';
  /** The patient's message that it was about. */
  readonly messageId: string;
  readonly at: string;
}

/** What a change of the staff replaced. */
export interface Undo {
  readonly what: string;
  /** Id of the member who made it, and the instant (ISO). */
  readonly by: string;
  readonly at: string;
  /** The revision that it made. */
  readonly revision: number;
  readonly was: Partial<Inquiry>;
  /** What was not there. */
  readonly gone: readonly string[];
}
