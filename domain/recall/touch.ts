import type { CallBack } from './recall-item.ts';
import type { MessageClass, OutreachChannel } from './recall-rules.ts';

/**
 * `task`: a person has it to do (a call, a direct message); `to-print`: it waits for the next batch of letters; `held-out`: it would have been
 * sent, and was not, so that the effect of sending can be measured.
 */
export type TouchState =
  | 'planned'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'task'
  | 'to-print'
  | 'printed'
  | 'done'
  | 'bounced'
  | 'failed'
  | 'unknown'
  | 'cancelled'
  | 'held-out';

/** One item that a touch is for, as it stood before. */
export interface TouchedItem {
  readonly id: string;
  readonly episode: string;
  /** Attempts before it. */
  readonly attempts: number;
  /** Which attempt of its sequence this is, from 0: more than `attempts` where earlier ones had no channel that may be used. */
  readonly attempt: number;
  /** Treatment type, where the item is about one. */
  readonly treatment?: string;
}

/**
 * What protects somebody who was treated lately (R65, R66): whom to call, how they are, and a call to whoever did not answer that. Each has a
 * place of its own in the ledger, beside the one touch of its day.
 */
export const aftercareKinds = ['direct-line', 'check-in', 'no-answer'] as const;
export type Aftercare = (typeof aftercareKinds)[number];

/** What a patient said to a check-in: 1, 2, 3, or words of their own. */
export type CheckInAnswer = 'fine' | 'concern' | 'urgent' | 'words';

/** One contact of one patient on one local day, of any kind and channel: the one ledger of the system. */
export interface Touch {
  /** `<patientId>.<local day>`, with the kind of aftercare behind it where it is that. */
  readonly id: string;
  readonly schema: 1;
  readonly patientId: string;
  readonly location: string;
  readonly on: string;
  readonly sweepId: string;
  readonly channel: OutreachChannel;
  /** Channels of the attempt after this one, tried when this one may not be used any more at sending. */
  readonly otherwise: readonly OutreachChannel[];
  readonly class: MessageClass;
  readonly aftercare?: Aftercare;
  /** The check-in that a call is about, and for how many hours its answer is awaited first. */
  readonly follows?: { readonly slot: string; readonly hours: number };
  readonly answer?: CheckInAnswer;
  /** ISO instant. */
  readonly answeredAt?: string;
  readonly template: string;
  readonly items: readonly TouchedItem[];
  /** Campaign it belongs to, where it is one. */
  readonly campaign?: string;
  /** Treatment types that its campaign is about, where that names any. */
  readonly about?: readonly string[];
  /** Code of the offer that goes with it, and the local days until which to book, and to come. */
  readonly offerCode?: string;
  readonly offerBookBy?: string;
  readonly offerUntil?: string;
  /** What the offer gives, in the patient's language. */
  readonly offerGives?: string;
  readonly state: TouchState;
  /** ISO instant at which it may leave. */
  readonly sendAt: string;
  readonly startedAt?: string;
  readonly providerId?: string;
  /** Its receiver complained of it; counted once (R21). */
  readonly complained?: true;
  readonly reason?: string;
  /** A manager took it back before it was sent: its items no longer count it. */
  readonly takenBack?: { readonly by: string; readonly at: string; readonly reason: string };
  /** How often it could not be sent for a fault of ours. */
  readonly failures?: number;
  /** How often its channel took it for too much at once; it keeps its place among the sends of the day on which it was first tried. */
  readonly throttled?: number;
  /** Cost in cents: list price of messages, postage, minutes of staff. */
  readonly cost?: number;
  /** Batch of letters in which it was printed. */
  readonly batch?: string;
  /** Segments of a text. */
  readonly segments?: number;
  /** A call that the patient asked for. */
  readonly callBack?: CallBack;
  /** How a person's task ended, and the local day of it. */
  readonly outcome?: CallOutcome;
  readonly endedOn?: string;
}

export const callOutcomes = [
  'booked',
  'call-back',
  'voicemail',
  'no-answer',
  'declined',
  'wrong-number',
  'done',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** How a task ended: by what came of it; or nobody did it, since it was of no use any more. */
export const taskOutcomes = [...callOutcomes, 'withdrawn'] as const;

/** Something that a person does for a patient: a call, a direct message, an address to correct, a prescription to decide on. */
export interface CallTask {
  readonly id: string;
  readonly touchId: string;
  readonly patientId: string;
  readonly location: string;
  /** `refill`: a clinician's to end. */
  readonly kind: 'call' | 'social' | 'address' | 'review' | 'refill';
  readonly dueOn: string;
  /** The reason to come back that it is about, where no touch says it. */
  readonly item?: Pick<TouchedItem, 'id' | 'episode'>;
  /** In words for the staff; no treatment in it. */
  readonly why: string;
  /** ISO instant of the revocation that a person has to settle: overdue after three business days (R8). */
  readonly revokedAt?: string;
  /** Template of the script in practice/templates/scripts.yaml. */
  readonly script?: string;
  readonly bestTime?: 'morning' | 'afternoon' | 'evening';
  /** The call before it, at which the patient asked for this one. */
  readonly callBack?: CallBack;
  /** Staff member's id. */
  readonly assignee?: string;
  readonly state: 'open' | 'done';
  readonly outcome?: (typeof taskOutcomes)[number];
  /** Why the patient declined, in the closed list of the practice; or why it was withdrawn, in words. */
  readonly reason?: string;
  readonly note?: string;
  readonly doneBy?: string;
  /** ISO instant. */
  readonly doneAt?: string;
}

/** Why a patient is, or is not, on the list of a sweep. */
export interface SweepDecision {
  readonly sweepId: string;
  readonly patientId: string;
  readonly outcome: 'contact' | 'held-out' | 'not-now' | 'not-due';
  readonly channel?: OutreachChannel;
  readonly template?: string;
  readonly sendAt?: string;
  /** What stands in the way of the channels that come before the one that is taken. */
  readonly notBy?: string;
  readonly reason: string;
  readonly rules: readonly string[];
  readonly items: readonly string[];
}

export interface Sweep {
  readonly id: string;
  readonly zone: string;
  /** Local date; the days from `from` to it are looked at. */
  readonly on: string;
  readonly from: string;
  readonly state: 'open' | 'closed';
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly contacted?: number;
  readonly considered?: number;
}

/** States in which a patient was contacted, or may have been: what counts toward caps. */
const contacted = new Set<TouchState>([
  'sending',
  'sent',
  'delivered',
  'task',
  'to-print',
  'printed',
  'done',
  'unknown',
]);
/** Whether a touch counts as a contact of its day: it left, is on its way, or is with a person. */
export const wasContact = ({ state }: Pick<Touch, 'state'>): boolean => contacted.has(state);

const nobodySpoke: ReadonlySet<CallOutcome | undefined> = new Set(['no-answer', 'wrong-number']);
const received = new Set<TouchState>(['sent', 'delivered', 'printed', 'held-out']);
/**
 * Whether the patient got it, as far as is known: what came back, was not called, reached nobody, or whose outcome nobody knows, they did not. What was
 * held out counts as if it had been sent.
 */
export const wasReceived = ({ state, outcome }: Pick<Touch, 'state' | 'outcome'>): boolean =>
  received.has(state) || (state === 'done' && !nobodySpoke.has(outcome));

/** Channels on which a message leaves by itself. */
export const leavesByItself = (channel: OutreachChannel): boolean =>
  channel === 'email' || channel === 'text' || channel === 'letter' || channel === 'postcard';

/** Mail whose complaints and bounces say how the practice's marketing stands (R21). */
export const isMarketingMail = ({ channel, class: purpose }: Pick<Touch, 'channel' | 'class'>): boolean =>
  channel === 'email' && purpose !== 'care';

/** A touch's place among those of its patient: its local day, and the kind of aftercare where it is that. */
export const slotOf = ({ on, aftercare }: Pick<Touch, 'on' | 'aftercare'>): string =>
  aftercare === undefined ? on : `${on}.${aftercare}`;

/** The place that the id of a touch names. */
export const slotIn = (touchId: string): string => touchId.slice(touchId.indexOf('.') + 1);
