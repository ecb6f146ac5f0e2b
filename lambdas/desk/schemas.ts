import * as z from 'zod/mini';
import { noticeOutcomes } from '../../domain/inquiry/notice-history.ts';
import { staffRoles } from '../../domain/practice/practice.ts';

const instant = z.nullable(z.iso.datetime());

export const InquirySummary = z.object({
  id: z.string(),
  status: z.enum(['new', 'acknowledged', 'claimed', 'answered', 'waiting-on-patient', 'closed']),
  priority: z.enum(['red-flag', 'asks-for-physician', 'post-treatment', 'new-lead', 'other']),
  level: z.enum(['E0', 'E1', 'U', 'S', 'R']),
  channel: z.string(),
  source: z.string(),
  location: z.string(),
  language: z.enum(['en', 'es']),
  /** Of one that was closed because nobody had to answer and was opened again: when it was asked again. */
  receivedAt: z.iso.datetime(),
  acknowledgedAt: instant,
  claimedAt: instant,
  respondedAt: instant,
  closedAt: instant,
  closeReason: z.nullable(z.string()),
  /** How an emergency ended. */
  outcome: z.nullable(z.string()),
  deadline: z.iso.datetime(),
  step: z.nullable(z.string()),
  claimedBy: z.nullable(z.string()),
  claimUntil: instant,
  messageCount: z.int(),
  /** Until when a social channel lets a person of the staff answer. */
  replyUntil: instant,
  review: z.nullable(z.string()),
  postTreatment: z.nullable(z.enum(['hot', 'watch'])),
  nervous: z.boolean(),
  /** A call that is owed to the patient today, by a person they know (R67): since when, by when, and their contact, if they have one. */
  namedCall: z.nullable(
    z.object({
      since: z.iso.datetime(),
      by: z.iso.datetime(),
      why: z.enum(['nervous', 'distress']),
      contact: z.nullable(z.string()),
    }),
  ),
  /** They asked to be reassured three times within seven days: a physician looks, and nothing is sold. */
  seeksReassurance: z.boolean(),
  onBehalf: z.nullable(z.string()),
  /** Somebody who may be under 18 wrote, or is to be treated, by this message: speak with the parent or guardian. */
  apparentMinor: z.nullable(
    z.object({ who: z.enum(['writer', 'other']), age: z.nullable(z.int()), messageId: z.string() }),
  ),
  /** What the patient was sent by itself and did not get while they wait, and since when that is known: call them now (R61). */
  undelivered: z.nullable(
    z.object({ kind: z.enum(['safety', 'acknowledgement', 'delay']), at: z.iso.datetime() }),
  ),
  /** Logged calls that did not reach the patient while they wait, and what a clinician decided. */
  unreachedCalls: z.int(),
  welfareCheck: z.nullable(z.enum(['requested', 'not-needed'])),
  /** The patient asks for the doctor, or staff have handed it to one; and when a triage call was offered beside, while they wait. */
  asksForPhysician: z.boolean(),
  triageOfferedAt: instant,
  /** The last change, while whoever made it may take it back. */
  undo: z.nullable(z.object({ what: z.string(), by: z.string(), until: z.iso.datetime() })),
  version: z.int(),
});

export const Message = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  channel: z.string(),
  text: z.string(),
  at: z.iso.datetime(),
  state: z.enum(['received', 'pending', 'accepted', 'failed']),
  level: z.nullable(z.string()),
  flags: z.array(z.string()),
  author: z.string(),
  /** Who a patient's message says it is from; null where it is ours, or from before this was kept. */
  from: z.nullable(
    z.object({
      name: z.nullable(z.string()),
      email: z.nullable(z.string()),
      phone: z.nullable(z.string()),
      /** It did come from there; otherwise somebody only typed it. */
      proved: z.boolean(),
      /** Its sender only claims to be the person of this conversation: answers go to the addresses known before, until staff confirm it. */
      beside: z.boolean(),
    }),
  ),
  /** What a form asked beside the message, by its label. */
  details: z.record(z.string(), z.string()),
  /** What stands below the words of a mail: quoted history, a forwarded mail, a signature. */
  below: z.nullable(z.string()),
  call: z.nullable(
    z.object({
      outcome: z.enum(['missed', 'voicemail', 'reached']),
      seconds: z.nullable(z.int()),
      recording: z.nullable(z.string()),
    }),
  ),
  /** When the patient's mail server took it; null where the channel does not say. */
  deliveredAt: instant,
  /** What was agreed to, in the very words (R68). */
  consents: z.array(
    z.object({
      channel: z.string(),
      purpose: z.string(),
      wording: z.string(),
      at: z.iso.datetime(),
      page: z.string(),
    }),
  ),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int() })),
});

/** A step of an escalation policy, in the version that the inquiry had copied; null for what is of none. */
const PolicyStep = z.nullable(
  z.object({ policy: z.string(), version: z.string(), name: z.string(), index: z.int(), repeat: z.int() }),
);

/** One message of Heard's own, or as many as a step repeated alike. Never an address. */
export const ToldNotice = z.object({
  kind: z.string(),
  /** Id of the member, or `patient`. */
  to: z.string(),
  /** What the member was at the practice when it was sent. */
  roles: z.array(z.enum(staffRoles)),
  /** To staff: email, sms, call or topic; to the patient: the channel of the message that it answers. */
  way: z.nullable(z.string()),
  messageId: z.nullable(z.string()),
  /** When it was decided on, sent, and its outcome known. */
  plannedAt: instant,
  sentAt: z.iso.datetime(),
  settledAt: instant,
  /** 2 where it went once more, since nobody knew of the first whether it left. */
  attempts: z.int(),
  outcome: z.enum(noticeOutcomes),
  /** Why it was refused, dropped or came back. */
  reason: z.nullable(z.string()),
  step: PolicyStep,
  /** How often it went out so, and when last: the last step of a policy repeats. */
  times: z.int(),
  lastAt: z.iso.datetime(),
});

export const TimelineEvent = z.object({
  what: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  why: z.array(z.string()),
  note: z.nullable(z.string()),
  /** The step of the escalation that it is about. */
  step: PolicyStep,
});

export const InquiryDetail = z.extend(InquirySummary, {
  contact: z.object({
    name: z.nullable(z.string()),
    email: z.nullable(z.string()),
    phone: z.nullable(z.string()),
  }),
  /** Patients to whom the address leads; with a relation, who writes is a support person of theirs. */
  people: z.array(z.object({ patientId: z.string(), relation: z.nullable(z.string()) })),
  deadlineWhy: z.array(z.string()),
  policy: z.object({ name: z.string(), version: z.string() }),
  messages: z.array(Message),
  events: z.array(TimelineEvent),
  notices: z.array(ToldNotice),
});

/** A page of a list: `cursor` leads to the next, and is absent on the last. */
export const pageOf = (item: z.ZodMiniType) =>
  z.object({ items: z.array(item), cursor: z.optional(z.string()) });

export const paging = {
  cursor: z.optional(z.string().check(z.maxLength(2000))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
};

export const AuditEntryView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  staff: z.string(),
  operation: z.string(),
  subject: z.string(),
  others: z.optional(z.array(z.string())),
  outcome: z.enum(['done', 'refused', 'failed']),
  requestId: z.string(),
  /** The address on the net that it came from. */
  from: z.optional(z.string()),
  /** The reason that was given, or for the configuration its versions. */
  why: z.optional(z.string()),
});

export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  current: z.optional(z.unknown()),
});
