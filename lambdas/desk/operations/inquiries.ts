import * as z from 'zod/mini';
import { DomainError } from '../../../domain/errors.ts';
import { close } from '../../../domain/inquiry/closing.ts';
import { type Inquiry, outcomes, welfareChecks } from '../../../domain/inquiry/inquiry.ts';
import { longestNote, lowerLevel } from '../../../domain/inquiry/lower-level.ts';
import { type Reply, reply } from '../../../domain/inquiry/reply.ts';
import { claim, handOver, logCall, release } from '../../../domain/inquiry/staff-actions.ts';
import { offerTriageCall } from '../../../domain/inquiry/triage-call.ts';
import { undo } from '../../../domain/inquiry/undo.ts';
import { decideWelfareCheck } from '../../../domain/inquiry/welfare-check.ts';
import { warningsOf } from '../../../domain/message/free-text-warning.ts';
import { action, type InquiryPorts, inquiriesPath as path } from '../inquiry-access.ts';
import { etag, summary } from '../inquiry-view.ts';
import { type Operation, operation } from '../operation.ts';
import { InquirySummary } from '../schemas.ts';
import { inquiryReading } from './inquiry-reading.ts';

const one = { status: 200, schema: InquirySummary } as const;

const shown = (inquiry: Inquiry) => ({ body: summary(inquiry), headers: etag(inquiry) });

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
        /** It asks the patient something: the inquiry waits on them until they write. */
        waiting: z.optional(z.boolean()),
      }),
      success: { status: 200, schema: z.extend(InquirySummary, { warnings: z.array(z.string()) }) },
      run: async (call) => {
        const given: Reply = { ...action(call), ...call.body, messageId: call.newId() };
        const { body, headers } = shown(await reply(ports, given));
        return { body: { ...body, warnings: warningsOf(given.text, ports.revealing) }, headers };
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
  ...inquiryReading(ports),
  ...claiming(ports),
  ...answering(ports),
  ...judging(ports),
];
