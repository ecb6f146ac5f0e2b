import { DomainError } from '../../domain/errors.ts';
import { answersTo } from '../../domain/inquiry/reply.ts';
import { cannedReplies } from '../../domain/message/canned-replies.ts';
import { freeTextOf } from '../../domain/message/free-text-warning.ts';
import type { RevealingWords } from '../../domain/message/revealing-words.ts';
import type { Templates } from '../../domain/message/templates.ts';
import { type AuditEntry, type AuditTrail, reasonGiven } from '../../domain/practice/audit.ts';
import { locationOf, type StaffMember } from '../../domain/practice/practice.ts';
import type { StaffDirectory } from '../../domain/practice/staff-directory.ts';
import { alertSentAt } from '../kit/alert-link.ts';
import { statusOf } from '../kit/error-table.ts';
import { bodyBytes, type HttpEvent, type HttpReply, whereOf } from '../kit/http.ts';
import { type LinkClaims, readLink } from '../kit/signed-link.ts';
import { actionPage } from './action-page.ts';
import { type ActPorts, act } from './acts.ts';
import { sentence } from './page.ts';
import { type NotePorts, notesFor } from './physician-note.ts';
import { type TaskNotePorts, taskNote } from './task-note.ts';

export interface AnswerPorts extends ActPorts, NotePorts, Omit<TaskNotePorts, 'staff'> {
  readonly staff: Pick<StaffDirectory, 'member'>;
  readonly audit: Pick<AuditTrail, 'append'>;
  readonly replyTemplates: Templates;
  /** Words that an answer had better leave out (R25). */
  readonly revealing: RevealingWords;
  readonly staffTemplates: Templates;
  /** Whether a medical director has approved the red-flag rules. */
  readonly rulesApproved: boolean;
  readonly linkKey: () => Promise<string>;
  /** ISO instant. */
  readonly now: () => string;
}

interface Holder {
  readonly claims: LinkClaims;
  readonly member: StaffMember;
}

const noLink = sentence(
  404,
  'This link does not work',
  'It has expired, or it is not complete. Open the newest alert, or sign in.',
);

/** Whoever opens a link: the one member it was made for, while still of the staff. */
async function holder(event: HttpEvent, ports: AnswerPorts): Promise<Holder | undefined> {
  const token = event.pathParameters?.token ?? '';
  const claims = readLink(await ports.linkKey(), token, 'answer', ports.now());
  const member = claims && (await ports.staff.member(claims.person));
  return claims && member ? { claims, member } : undefined;
}

async function show(
  holding: Holder,
  ports: AnswerPorts,
  status: number,
  told: {
    notice?: string | undefined;
    problem?: string | undefined;
    draft?: string | undefined;
    /** Name of the canned reply to begin from. */
    from?: string | undefined;
  },
): Promise<HttpReply> {
  const file = await ports.inquiries.file(holding.claims.subject);
  if (!file || !holding.member.locations.includes(file.inquiry.location)) return noLink;
  const { practice, replyTemplates, staffTemplates, rulesApproved } = ports;
  const now = ports.now();
  const place = locationOf(practice, file.inquiry.location);
  const canned = cannedReplies(file.inquiry, replyTemplates, practice, now);
  // The reply asks again: without this the page shows the way in kind.
  const answers = await answersTo(file, ports, now).catch((error: unknown) => {
    ports.unread(error);
    return undefined;
  });
  const draft = told.draft ?? canned.find(({ name }) => name === told.from)?.text;
  return actionPage(status, {
    file,
    member: holding.member,
    practice,
    staffTemplates,
    now,
    canned,
    answers,
    notes: await notesFor(file.inquiry, holding.member, ports, {
      now,
      sentAt: alertSentAt(holding.claims),
    }),
    tasks: await taskNote(ports, holding.member, place, now),
    unapproved: !rulesApproved,
    ...told,
    draft,
  });
}

async function audit(
  holding: Holder,
  operation: string,
  outcome: AuditEntry['outcome'],
  event: HttpEvent,
  ports: AnswerPorts,
  why: Pick<AuditEntry, 'why'> = {},
) {
  await ports.audit.append({
    id: ports.newId(),
    at: ports.now(),
    staff: holding.member.id,
    operation: `page:${operation}`,
    subject: holding.claims.subject,
    outcome,
    ...whereOf(event),
    ...why,
  });
}

const notices: Readonly<Record<string, string>> = {
  '1': 'Done.',
  read: 'Done. Others may read a text or a mail: yours names what should stay between you and the patient. Write "your visit", or call, where it can wait.',
  sold: 'Done. Your words promote something: an answer to a patient should not.',
};

/** What of the words is said behind the link, as little as can be. */
function doneBy(form: URLSearchParams, { revealing }: AnswerPorts): string {
  const { named, promotes } = freeTextOf(form.get('text') ?? '', revealing);
  if (named.length > 0) return 'read';
  return promotes ? 'sold' : '1';
}

/** GET /a/{token}: shows the choices and changes nothing. */
export async function showAnswerPage(event: HttpEvent, ports: AnswerPorts): Promise<HttpReply> {
  const holding = await holder(event, ports);
  if (!holding) return noLink;
  await audit(holding, 'open', 'done', event, ports);
  const { done, from } = event.queryStringParameters ?? {};
  return show(holding, ports, 200, { notice: notices[done ?? ''], from });
}

/** POST /a/{token}: acts, if the inquiry still is as the page showed it. */
export async function actOnAnswerPage(event: HttpEvent, ports: AnswerPorts): Promise<HttpReply> {
  const holding = await holder(event, ports);
  if (!holding) return noLink;
  const form = new URLSearchParams(bodyBytes(event).toString().slice(0, 60_000));
  const seenCount = Number(form.get('seen') || Number.NaN);
  const why = reasonGiven(form.get('why') || form.get('reason'));
  const operation = (form.get('act') ?? '').replaceAll(/[^a-z-]/g, '').slice(0, 30);
  try {
    if (!Number.isInteger(seenCount)) throw new DomainError('invalid', 'Open the page again, then decide.');
    const action = {
      inquiryId: holding.claims.subject,
      by: holding.member,
      now: ports.now(),
      ifMessageCount: seenCount,
    };
    await act(form, action, ports);
    await audit(holding, operation, 'done', event, ports, why);
    const done = operation === 'reply' ? doneBy(form, ports) : '1';
    return {
      statusCode: 303,
      headers: { location: `${event.rawPath}?done=${done}`, 'cache-control': 'no-store' },
    };
  } catch (error) {
    if (!(error instanceof DomainError)) {
      await audit(holding, operation, 'failed', event, ports, why).catch(() => {});
      throw error;
    }
    await audit(holding, operation, 'refused', event, ports, why);
    return show(holding, ports, statusOf[error.code], {
      problem: error.message,
      draft: form.get('text') ?? undefined,
    });
  }
}
