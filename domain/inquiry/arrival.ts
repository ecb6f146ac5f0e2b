import { choosePolicy, higher, isHigher, isRedFlag } from '../escalation/choose-policy.ts';
import type { EscalationRules } from '../escalation/policy.ts';
import { add } from '../escalation/promise.ts';
import { warningShares } from '../escalation/warnings.ts';
import { type Compiled, type Location, locationOf, type Practice } from '../practice/practice.ts';
import type { Assessment } from '../red-flag/assess.ts';
import type { Course } from './inquiries.ts';
import type {
  Attachment,
  Call,
  Channel,
  Contact,
  GivenConsent,
  Inquiry,
  InquiryEvent,
  InquiryMessage,
  Language,
  Priority,
} from './inquiry.ts';
import { withRepeats } from './repeat-contact.ts';

/** What a message that came as a mail has besides. */
export interface ArrivedMail {
  /** RFC Message-ID. */
  readonly id: string;
  readonly attachments: readonly Attachment[];
}

/** One patient's message on its way into an inquiry. Ids are the same however often it is registered. */
export interface Arrival {
  readonly messageId: string;
  /** The inquiry it opens if it joins none. */
  readonly inquiryId: string;
  readonly deliveryId?: string;
  readonly receivedAt: string;
  readonly channel: Channel;
  readonly source: string;
  readonly location: Location;
  readonly contact: Contact;
  /** Keys of the contact's addresses, so that no address stands in the clear; empty when nobody can be recognised. */
  readonly addressKeys: readonly string[];
  readonly text: string;
  readonly language: Language;
  readonly wantsPhysician: boolean;
  readonly assessment: Assessment;
  readonly details?: Readonly<Record<string, string>>;
  readonly call?: Call;
  readonly mail?: ArrivedMail;
  /** The inquiry that it answers, by a reply address that only Heard can make. */
  readonly threadOf?: string;
  readonly consents?: readonly GivenConsent[];
  readonly review?: string;
  /** What the practice knows of whoever writes (known-sender.ts). */
  readonly postTreatment?: 'hot' | 'watch';
  readonly nervous?: boolean;
  readonly onBehalf?: string;
}

/** A message that comes without a delivery, from a page or from staff: as an arrival, under an id that repeats with it. */
export function messageCame(
  given: Omit<Arrival, 'messageId' | 'inquiryId' | 'addressKeys' | 'wantsPhysician'> & {
    readonly id: string;
    readonly addressKeys?: readonly string[];
    readonly wantsPhysician?: boolean;
  },
): Arrival {
  const { id, ...rest } = given;
  return {
    addressKeys: [],
    wantsPhysician: false,
    ...rest,
    messageId: `${id}.0`,
    inquiryId: `inq_${id.slice(0, 24)}`,
  };
}

/** The rules in force, and the instant (ISO). */
export interface Clockwork {
  readonly rules: Compiled<EscalationRules>;
  readonly now: string;
}

const patient = { patient: true } as const;

function priorityOf({ assessment, wantsPhysician, channel, review, postTreatment }: Arrival): Priority {
  if (isRedFlag(assessment.level)) return 'red-flag';
  if (wantsPhysician) return 'asks-for-physician';
  if (postTreatment) return 'post-treatment';
  return channel === 'web-form' && review === undefined ? 'new-lead' : 'other';
}

const event = (id: string, what: string, at: string, why: readonly string[]): InquiryEvent => ({
  id,
  what,
  at,
  actor: patient,
  ...(why.length > 0 ? { why } : {}),
});

/** The promise for a message that arrived at `from`, under the policy for its level and priority. */
function promised(
  arrival: Pick<Arrival, 'receivedAt' | 'location' | 'review'>,
  level: Inquiry['level'],
  priority: Priority,
  rules: Compiled<EscalationRules>,
) {
  const { name, policy } = choosePolicy(level, priority, rules.value, arrival.review !== undefined);
  const clock = isRedFlag(level) ? 'wall' : 'business';
  const after = (minutes: number) => add(arrival.receivedAt, minutes, arrival.location, clock);
  const due = after(policy.targetMinutes);
  return {
    warnAt: warningShares.map((share) => after(policy.targetMinutes * share).at),
    deadline: due.at,
    deadlineWhy: due.why,
    policyName: name,
    policyVersion: rules.version,
    policy,
  };
}

const withFirst = <T extends { readonly deadline: string }>(promise: T) => ({
  ...promise,
  firstDeadline: promise.deadline,
});

/** What is known of the sender stays on the inquiry, for whoever answers. */
const known = ({ postTreatment, nervous, onBehalf }: Arrival) => ({
  ...(postTreatment ? { postTreatment } : {}),
  ...(nervous ? { nervous } : {}),
  ...(onBehalf ? { onBehalf } : {}),
});

/** The inquiry that a message opens: run 1, due at once, with its promise and a copy of its policy. */
export function opened(
  arrival: Arrival,
  { rules, now }: Clockwork,
  priority: Priority = priorityOf(arrival),
): Inquiry {
  const { level, flags } = arrival.assessment;
  return {
    id: arrival.inquiryId,
    schema: 1,
    run: 1,
    revision: 1,
    dueAt: now,
    status: 'new',
    priority,
    level,
    channel: arrival.channel,
    source: arrival.source,
    location: arrival.location.id,
    language: arrival.language,
    contact: arrival.contact,
    receivedAt: arrival.receivedAt,
    ...withFirst(promised(arrival, level, priority, rules)),
    chain: 0,
    chainStartedAt: now,
    ...(isRedFlag(level) ? { flaggedAt: now } : {}),
    ...(arrival.review === undefined ? {} : { review: arrival.review }),
    messageCount: 1,
    messageIds: [arrival.messageId],
    answeredCount: 0,
    lastMessageAt: arrival.receivedAt,
    lastChannel: arrival.channel,
    ...(level === 'R' ? {} : { symptomsAt: [arrival.receivedAt] }),
    ...known(arrival),
    ...(arrival.call ? { callIds: [arrival.call.id] } : {}),
    ...(arrival.mail ? { lastMailId: arrival.mail.id } : {}),
    lastEvent: event('1', 'received', now, flags),
  };
}

/** The message as an inquiry keeps it. */
export function messageOf(arrival: Arrival, inquiryId: string): InquiryMessage {
  const { level, flags } = arrival.assessment;
  return {
    id: arrival.messageId,
    inquiryId,
    direction: 'in',
    channel: arrival.channel,
    text: arrival.text,
    at: arrival.receivedAt,
    state: 'received',
    level,
    flags,
    author: patient,
    ...(arrival.details ? { details: arrival.details } : {}),
    ...(arrival.call ? { call: arrival.call } : {}),
    ...(arrival.consents ? { consents: arrival.consents } : {}),
    ...(arrival.mail ? { mailId: arrival.mail.id, attachments: arrival.mail.attachments } : {}),
    ...(arrival.deliveryId === undefined ? {} : { deliveryId: arrival.deliveryId }),
  };
}

const urgency: readonly Priority[] = [
  'other',
  'new-lead',
  'post-treatment',
  'asks-for-physician',
  'red-flag',
];

const fromTheStart = { step: undefined, repeat: undefined, roundAt: undefined };
// A promise of its own can be missed anew.
const notMissed = { missedAt: undefined, newDeadline: undefined };
const fromTheDesk = {
  closedAt: undefined,
  closeReason: undefined,
  claimedBy: undefined,
  claimUntil: undefined,
  claimSince: undefined,
  claimByClinician: undefined,
};

/** Somebody waits already: the message may raise the level or the priority, which starts the chain again; never the promise later. */
function whileWaiting(inquiry: Inquiry, arrival: Arrival, ports: Clockwork): Course {
  const { level } = arrival.assessment;
  const own = priorityOf(arrival);
  const higherPriority = urgency.indexOf(own) > urgency.indexOf(inquiry.priority);
  if (!higherPriority && !isHigher(level, inquiry.level)) return {};
  const newLevel = higher(level, inquiry.level);
  const priority = higherPriority ? own : inquiry.priority;
  const fresh = promised(arrival, newLevel, priority, ports.rules);
  const promise =
    fresh.deadline < inquiry.deadline
      ? fresh
      : {
          ...fresh,
          deadline: inquiry.deadline,
          deadlineWhy: inquiry.deadlineWhy,
          warnAt: inquiry.warnAt,
        };
  return {
    ...(inquiry.respondedAt === undefined ? withFirst(promise) : promise),
    ...fromTheStart,
    level: newLevel,
    priority,
    chain: inquiry.chain + 1,
    chainStartedAt: ports.now,
  };
}

/** Nobody waited any more: the next-response clock starts. */
function afterAnAnswer(inquiry: Inquiry, arrival: Arrival, ports: Clockwork): Course {
  const { level } = arrival.assessment;
  const priority = priorityOf(arrival);
  return {
    ...promised(arrival, level, priority, ports.rules),
    ...fromTheStart,
    ...notMissed,
    ...fromTheDesk,
    status: inquiry.acknowledgedAt ? 'acknowledged' : 'new',
    level,
    priority,
    chain: inquiry.chain + 1,
    chainStartedAt: ports.now,
  };
}

/** What opens an inquiry again without a new message: the promise anew from now, under its own level and priority. */
export function promisedAgain(
  inquiry: Inquiry,
  {
    rules,
    practice,
    now,
  }: { readonly rules: Compiled<EscalationRules>; readonly practice: Practice; readonly now: string },
): Course {
  const location = locationOf(practice, inquiry.location);
  const { level, priority } = inquiry;
  return {
    ...promised({ receivedAt: now, location }, level, priority, rules),
    ...fromTheStart,
    ...notMissed,
    ...fromTheDesk,
    status: inquiry.acknowledgedAt ? 'acknowledged' : 'new',
    chain: inquiry.chain + 1,
    chainStartedAt: now,
  };
}

/** What one more message changes of an inquiry, the line of the timeline that says so, and the arrival as it was assessed in the end (R60). */
export function joined(
  inquiry: Inquiry,
  came: Arrival,
  ports: Clockwork,
): { course: Course; event: InquiryEvent; arrival: Arrival } {
  const called = came.call !== undefined;
  const { assessment, symptomsAt } = withRepeats(inquiry, came.assessment, { at: came.receivedAt, called });
  const arrival = { ...came, assessment };
  const { level, flags } = assessment;
  const waited = inquiry.messageCount > inquiry.answeredCount && inquiry.status !== 'closed';
  const what = inquiry.status === 'closed' ? 'reopened' : 'wrote-again';
  return {
    arrival,
    course: {
      ...(waited ? whileWaiting(inquiry, arrival, ports) : afterAnAnswer(inquiry, arrival, ports)),
      messageCount: inquiry.messageCount + 1,
      messageIds: [...inquiry.messageIds, arrival.messageId],
      lastMessageAt: arrival.receivedAt,
      lastChannel: arrival.channel,
      ...(symptomsAt.length > 0 ? { symptomsAt } : {}),
      ...known(arrival),
      ...(arrival.call ? { callIds: [...new Set([...(inquiry.callIds ?? []), arrival.call.id])] } : {}),
      ...(arrival.mail ? { lastMailId: arrival.mail.id } : {}),
      contact: { ...arrival.contact, ...inquiry.contact },
      ...(isRedFlag(level) ? { flaggedAt: ports.now } : {}),
      // Closed while somebody still waited: what was left open then is not answered now.
      ...(inquiry.status === 'closed' ? { answeredCount: inquiry.messageCount } : {}),
    },
    event: event(`${inquiry.revision + 1}`, what, ports.now, flags),
  };
}
