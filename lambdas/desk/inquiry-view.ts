import { isForPhysician } from '../../domain/inquiry/context-note.ts';
import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import type { Actor, Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';
import { eventHistory, noticeHistory, type ToldNotice } from '../../domain/inquiry/notice-history.ts';
import { seeksReassurance } from '../../domain/inquiry/seeks-reassurance.ts';
import type { InquiryEvent, PolicyStep } from '../../domain/inquiry/timeline-event.ts';
import { undoable } from '../../domain/inquiry/undo.ts';
import { replyWindow } from '../../domain/message/reply-window.ts';

export function actorText(actor: Actor): string {
  if ('staff' in actor) return actor.staff;
  return 'patient' in actor ? 'patient' : `heard:${actor.system}`;
}

const times = (inquiry: Inquiry) => ({
  receivedAt: inquiry.receivedAt,
  acknowledgedAt: inquiry.acknowledgedAt ?? null,
  claimedAt: inquiry.claimedAt ?? null,
  respondedAt: inquiry.respondedAt ?? null,
  closedAt: inquiry.closedAt ?? null,
  closeReason: inquiry.closeReason ?? null,
  outcome: inquiry.outcome ?? null,
});

function undoOf(inquiry: Inquiry) {
  const last = undoable(inquiry);
  return last ? { what: last.what, by: last.by, until: last.until } : null;
}

const careOf = (inquiry: Inquiry) => ({
  postTreatment: inquiry.postTreatment ?? null,
  nervous: inquiry.nervous ?? false,
  namedCall: inquiry.namedCall ? { ...inquiry.namedCall, contact: inquiry.namedCall.contact ?? null } : null,
  seeksReassurance: seeksReassurance(inquiry),
  onBehalf: inquiry.onBehalf ?? null,
  apparentMinor: inquiry.apparentMinor
    ? { ...inquiry.apparentMinor, age: inquiry.apparentMinor.age ?? null }
    : null,
  unreachedCalls: inquiry.unreachedCalls ?? 0,
  undelivered: inquiry.undelivered ? { kind: inquiry.undelivered.kind, at: inquiry.undelivered.at } : null,
  welfareCheck: inquiry.welfareCheck ?? null,
  asksForPhysician: isForPhysician(inquiry),
  triageOfferedAt: inquiry.triageOfferedAt ?? null,
});

/** An inquiry as the API shows it; what is not so yet is null. */
export function summary(inquiry: Inquiry) {
  return {
    id: inquiry.id,
    status: inquiry.status,
    priority: inquiry.priority,
    level: inquiry.level,
    channel: inquiry.channel,
    source: inquiry.source,
    location: inquiry.location,
    language: inquiry.language,
    ...times(inquiry),
    deadline: inquiry.deadline,
    step: inquiry.step === undefined ? null : (inquiry.policy.steps[inquiry.step]?.name ?? null),
    claimedBy: inquiry.claimedBy ?? null,
    claimUntil: inquiry.claimUntil ?? null,
    messageCount: inquiry.messageCount,
    replyUntil:
      replyWindow(inquiry.lastChannel ?? inquiry.channel, inquiry.lastMessageAt)?.staffUntil ?? null,
    review: inquiry.review ?? null,
    ...careOf(inquiry),
    undo: undoOf(inquiry),
    version: inquiry.revision,
  };
}

const sender = ({ from, typed, beside }: InquiryMessage) =>
  from
    ? {
        name: from.name ?? null,
        email: from.email ?? null,
        phone: from.phone ?? null,
        proved: typed !== true,
        beside: beside === true,
      }
    : null;

const message = (given: InquiryMessage) => ({ ...shown(given), from: sender(given) });

const shown = ({
  id,
  direction,
  channel,
  text,
  at,
  state,
  level,
  flags,
  author,
  details,
  below,
  call,
  attachments,
  consents,
  deliveredAt,
}: InquiryMessage) => ({
  id,
  direction,
  channel,
  text,
  at,
  state,
  level: level ?? null,
  flags: flags ?? [],
  author: actorText(author),
  details: details ?? {},
  below: below ?? null,
  call: call
    ? { outcome: call.outcome, seconds: call.seconds ?? null, recording: call.recording ?? null }
    : null,
  deliveredAt: deliveredAt ?? null,
  consents: consents ?? [],
  attachments: (attachments ?? []).map(({ name, type, bytes }) => ({ name, type, bytes })),
});

const stepOf = (step: PolicyStep | undefined) =>
  step
    ? { policy: step.policy, version: step.version, name: step.name, index: step.index, repeat: step.repeat }
    : null;

const event = ({ what, at, actor, why, note, step }: InquiryEvent) => ({
  what,
  at,
  actor: actorText(actor),
  why: why ?? [],
  note: note ?? null,
  step: stepOf(step),
});

const notice = (told: ToldNotice) => ({
  kind: told.kind,
  to: told.staff ?? 'patient',
  roles: told.roles,
  way: told.way ?? null,
  messageId: told.messageId ?? null,
  plannedAt: told.plannedAt ?? null,
  sentAt: told.sentAt,
  settledAt: told.settledAt ?? null,
  attempts: told.attempts,
  outcome: told.outcome,
  reason: told.reason ?? null,
  step: stepOf(told.step),
  times: told.times,
  lastAt: told.lastAt,
});

/** An inquiry with all that was said and done in it, as it is at `now` (ISO). */
export function detail(file: InquiryFile, now: string) {
  const { inquiry, messages } = file;
  const { name, email, phone } = inquiry.contact;
  return {
    ...summary(inquiry),
    contact: { name: name ?? null, email: email ?? null, phone: phone ?? null },
    people: (inquiry.people ?? []).map(({ patientId, relation }) => ({
      patientId,
      relation: relation ?? null,
    })),
    deadlineWhy: inquiry.deadlineWhy,
    policy: { name: inquiry.policyName, version: inquiry.policyVersion },
    messages: messages.map(message),
    events: eventHistory(file).map(event),
    notices: noticeHistory(file, now).map(notice),
  };
}

export const etag = ({ revision }: Inquiry): { etag: string } => ({ etag: `"${revision}"` });
