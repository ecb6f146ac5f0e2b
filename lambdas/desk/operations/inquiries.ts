import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { type Action, seen } from '../../../domain/inquiry/action.ts';
import { close } from '../../../domain/inquiry/closing.ts';
import { type Inquiry, outcomes, welfareChecks } from '../../../domain/inquiry/inquiry.ts';
import { type LevelPorts, longestNote, lowerLevel } from '../../../domain/inquiry/lower-level.ts';
import { type Reply, type ReplyPorts, reply } from '../../../domain/inquiry/reply.ts';
import { claim, handOver, logCall, release } from '../../../domain/inquiry/staff-actions.ts';
import { offerTriageCall } from '../../../domain/inquiry/triage-call.ts';
import { undo } from '../../../domain/inquiry/undo.ts';
import { decideWelfareCheck } from '../../../domain/inquiry/welfare-check.ts';
import { cannedReplies } from '../../../domain/message/canned-replies.ts';
import type { Templates } from '../../../domain/message/templates.ts';
import type { StaffDirectory } from '../../../domain/practice/staff-directory.ts';
import { detail, etag, summary } from '../inquiry-view.ts';
import { type Call, type Operation, operation } from '../operation.ts';
import { InquiryDetail, InquirySummary, pageOf, paging } from '../schemas.ts';

export interface InquiryPorts extends ReplyPorts, LevelPorts {
  readonly staff: Pick<StaffDirectory, 'member'>;
  readonly replyTemplates: Templates;
  readonly files: {
    link(key: string, name: string): Promise<{ readonly url: string; readonly seconds: number }>;
  };
}

const path = '/v1/inquiries';
const one = { status: 200, schema: InquirySummary } as const;

const action = ({ member, parameters, now, ifVersion }: Call<unknown, unknown>): Action => ({
  inquiryId: parameters.id ?? '',
  by: member,
  now,
  ...(ifVersion === undefined ? {} : { ifVersion }),
});

const shown = (inquiry: Inquiry) => ({ body: summary(inquiry), headers: etag(inquiry) });

function reading(ports: InquiryPorts): readonly Operation[] {
  return [
    operation({
      id: 'listInquiries',
      method: 'GET',
      path,
      summary: 'Inquiries at your locations: open ones by deadline, others newest first',
      query: z.object({
        status: z.optional(
          z.enum(['new', 'acknowledged', 'claimed', 'answered', 'waiting-on-patient', 'closed']),
        ),
        ...paging,
      }),
      success: { status: 200, schema: pageOf(InquirySummary) },
      run: async ({ member, query }) => {
        const page = await ports.inquiries.list({ ...query, locations: member.locations });
        return { body: { ...page, items: page.items.map(summary) } };
      },
    }),
    operation({
      id: 'getInquiry',
      method: 'GET',
      path: `${path}/{id}`,
      summary: 'One inquiry with its messages and its timeline',
      success: { status: 200, schema: InquiryDetail },
      run: async (call) => {
        const { id } = await seen(ports, action(call));
        const [file, timeline] = await Promise.all([ports.inquiries.file(id), ports.inquiries.timeline(id)]);
        if (!file) throw new DomainError('not-found', 'There is no such inquiry at your locations.');
        return { body: detail(file.inquiry, file.messages, timeline), headers: etag(file.inquiry) };
      },
    }),
    operation({
      id: 'getAttachment',
      method: 'GET',
      path: `${path}/{id}/messages/{message}/attachments/{index}`,
      summary: 'A link to a file that came with a message; it works for five minutes',
      success: { status: 200, schema: z.object({ url: z.string(), seconds: z.int(), name: z.string() }) },
      run: async (call) => {
        const { id } = await seen(ports, action(call));
        const { message = '', index = '' } = call.parameters;
        const found = await ports.inquiries.findMessage(id, message);
        const file = found?.attachments?.[Number(index)];
        if (!file) throw new DomainError('not-found', 'There is no such file in this inquiry.');
        return { body: { ...(await ports.files.link(file.key, file.name)), name: file.name } };
      },
    }),
  ];
}

function claiming(ports: InquiryPorts): readonly Operation[] {
  return [
    operation({
      id: 'claimInquiry',
      method: 'POST',
      path: `${path}/{id}/claim`,
      summary: 'I answer this one: the alerts stop for the lease of its level',
      versioned: 'required',
      success: one,
      run: async (call) => shown(await claim(ports, action(call))),
    }),
    operation({
      id: 'releaseInquiry',
      method: 'POST',
      path: `${path}/{id}/release`,
      summary: 'Give a claim back: the alerts resume where they stood',
      versioned: true,
      success: one,
      run: async (call) => shown(await release(ports, action(call))),
    }),
    operation({
      id: 'undoInquiry',
      method: 'POST',
      path: `${path}/{id}/undo`,
      summary: 'Take back your own claim, release, hand-over, logged call or closing, within ten seconds',
      versioned: true,
      success: one,
      run: async (call) => shown(await undo(ports, action(call))),
    }),
    operation({
      id: 'offerTriageCall',
      method: 'POST',
      path: `${path}/{id}/triage-call`,
      summary:
        'Note that a triage call was offered to a patient who asks for the doctor; the physician’s step goes on',
      versioned: true,
      success: one,
      run: async (call) => shown(await offerTriageCall(ports, action(call))),
    }),
    operation({
      id: 'handOverInquiry',
      method: 'POST',
      path: `${path}/{id}/hand-over`,
      summary: 'Hand it to the physician on call ("physician") or to one person',
      versioned: true,
      body: z.strictObject({ to: z.string().check(z.minLength(1), z.maxLength(40)) }),
      success: one,
      run: async (call) => {
        const { to } = call.body;
        if (to !== 'physician' && !(await ports.staff.member(to)))
          throw new DomainError('invalid', 'Hand it to "physician" or to somebody of the staff, by id.');
        return shown(await handOver(ports, { ...action(call), to }));
      },
    }),
  ];
}

function preparing(ports: InquiryPorts): readonly Operation[] {
  return [
    operation({
      id: 'listCannedReplies',
      method: 'GET',
      path: `${path}/{id}/canned-replies`,
      summary: 'The practice’s canned replies, filled in for this inquiry in its language, to begin from',
      success: {
        status: 200,
        schema: z.object({ items: z.array(z.object({ name: z.string(), text: z.string() })) }),
      },
      run: async (call) => {
        const inquiry = await seen(ports, action(call));
        return { body: { items: cannedReplies(inquiry, ports.replyTemplates, ports.practice, call.now) } };
      },
    }),
  ];
}

function answering(ports: InquiryPorts): readonly Operation[] {
  return [
    operation({
      id: 'replyToInquiry',
      method: 'POST',
      path: `${path}/{id}/reply`,
      summary: 'Answer the patient on the channel they used',
      versioned: true,
      body: z.strictObject({
        text: z.string().check(z.minLength(1), z.maxLength(10_000)),
        /** Another channel than the patient's own, after a first answer on that one. */
        channel: z.optional(z.enum(['email', 'sms', 'messenger', 'instagram', 'whatsapp'])),
      }),
      success: one,
      run: async (call) => {
        const given: Reply = { ...action(call), ...call.body, messageId: call.newId() };
        return shown(await reply(ports, given));
      },
    }),
    operation({
      id: 'logCall',
      method: 'POST',
      path: `${path}/{id}/log-call`,
      summary:
        'Note a call; "reached" and "voicemail" answer the inquiry, in an emergency only "reached" by a clinician',
      versioned: true,
      body: z.strictObject({ outcome: z.enum(['reached', 'voicemail', 'no-answer', 'wrong-number']) }),
      success: one,
      run: async (call) => shown(await logCall(ports, { ...action(call), outcome: call.body.outcome })),
    }),
    operation({
      id: 'closeInquiry',
      method: 'POST',
      path: `${path}/{id}/close`,
      summary: 'End it, with a reason; an emergency is closed by a clinician only, with an outcome',
      versioned: 'required',
      body: z.strictObject({
        reason: z.enum([
          'answered',
          'not-an-inquiry',
          'no-answer-needed',
          'booked',
          'duplicate',
          'clinically-resolved',
        ]),
        /** How an emergency ended; needed for one. */
        outcome: z.optional(z.enum(outcomes)),
        note: z.optional(z.string().check(z.maxLength(longestNote))),
      }),
      success: one,
      run: async (call) => shown(await close(ports, { ...action(call), ...call.body })),
    }),
  ];
}

function judging(ports: InquiryPorts): readonly Operation[] {
  return [
    operation({
      id: 'lowerLevel',
      method: 'POST',
      path: `${path}/{id}/lower-level`,
      summary: 'A clinician finds it less urgent; the reason is kept with their name',
      roles: ['physician', 'extender'],
      versioned: true,
      body: z.strictObject({
        level: z.enum(['E1', 'U', 'S', 'R']),
        reason: z.string().check(z.minLength(3), z.maxLength(longestNote)),
      }),
      success: one,
      run: async (call) => shown(await lowerLevel(ports, { ...action(call), ...call.body })),
    }),
    operation({
      id: 'decideWelfareCheck',
      method: 'POST',
      path: `${path}/{id}/welfare-check`,
      summary: 'A clinician decides on a welfare check for a patient in an emergency who was not reached',
      roles: ['physician', 'extender'],
      versioned: true,
      body: z.strictObject({
        decision: z.enum(welfareChecks),
        reason: z.string().check(z.minLength(3), z.maxLength(longestNote)),
      }),
      success: one,
      run: async (call) => shown(await decideWelfareCheck(ports, { ...action(call), ...call.body })),
    }),
  ];
}

export const inquiryOperations = (ports: InquiryPorts): readonly Operation[] => [
  ...reading(ports),
  ...claiming(ports),
  ...preparing(ports),
  ...answering(ports),
  ...judging(ports),
];
