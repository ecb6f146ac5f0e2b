import { nothingKnown } from '../../domain/consent/known-of-address.ts';
import type { Action } from '../../domain/inquiry/action.ts';
import { messageCame } from '../../domain/inquiry/arrival.ts';
import { callReached } from '../../domain/inquiry/call-reached.ts';
import { close } from '../../domain/inquiry/closing.ts';
import { keepTime } from '../../domain/inquiry/keep-time.ts';
import { lowerLevel } from '../../domain/inquiry/lower-level.ts';
import { registerMessage } from '../../domain/inquiry/register-message.ts';
import { reply } from '../../domain/inquiry/reply.ts';
import { replyBounced } from '../../domain/inquiry/reply-bounced.ts';
import { claim, handOver, logCall, release } from '../../domain/inquiry/staff-actions.ts';
import { tell } from '../../domain/inquiry/tell.ts';
import { offerTriageCall } from '../../domain/inquiry/triage-call.ts';
import { undo } from '../../domain/inquiry/undo.ts';
import { decideWelfareCheck } from '../../domain/inquiry/welfare-check.ts';
import { withdraw } from '../../domain/inquiry/withdraw.ts';
import { memoryInquiries } from '../../simulation/memory-inquiries.ts';
import { assess, downtown, lakeside, later, rules, staffMember } from './lakeside.ts';

const practice = lakeside.identity;
export const id = 'inq_1';
export const texts = [
  'Are you open on Saturday?',
  'I would like to speak with the doctor',
  'My lip turned white',
];

/** An inquiry at a practice where everything that can be done to it is done by the domain's own functions. */
export function history(now: { at: string }) {
  const inquiries = memoryInquiries();
  const escalations = { start: async () => {}, wake: async () => {} };
  const replies: string[] = [];
  const ports = () => ({
    inquiries,
    escalations,
    rules: rules.value,
    policyVersion: rules.version,
    practice,
    law: lakeside.law,
    known: async () => nothingKnown,
    now: now.at,
  });
  const action = (who: string): Action => ({ inquiryId: id, by: staffMember(who), now: now.at });
  let count = 0;

  async function plan(accepted: boolean): Promise<void> {
    const { run = 1 } = (await inquiries.find(id)) ?? {};
    const turn = { inquiryId: id, run, rounds: 0 };
    const orders = await keepTime({ ...ports(), staff: async () => lakeside.staff }, turn);
    if (orders === 'nothing-left') return;
    const outcome = accepted
      ? ({ state: 'accepted', providerId: 'p' } as const)
      : ({ state: 'refused', reason: 'no' } as const);
    await tell(
      {
        ...ports(),
        message: inquiries.findMessage,
        notice: inquiries.findNotice,
        send: async () => outcome,
        alerted: async () => 1,
        now: () => now.at,
      },
      { ...orders, id, token: 't' },
    );
  }

  return {
    inquiries,
    writes: (text: string) => {
      count += 1;
      const arrival = messageCame({
        id: `m${count}`,
        receivedAt: now.at,
        channel: 'web-form',
        source: 'src_typeform',
        location: downtown,
        contact: { email: 'somebody@example.com' },
        addressKeys: ['somebody'],
        text,
        language: 'en',
        wantsPhysician: text.includes('doctor'),
        assessment: assess(text),
      });
      // Registered a little later than it was received.
      const clockwork = { ...ports(), rules, now: later(now.at, 0.1) };
      return registerMessage({ ...arrival, inquiryId: id }, clockwork);
    },
    plan,
    claims: (who: string) => claim(ports(), action(who)),
    releases: (who: string) => release(ports(), action(who)),
    handsOver: (who: string, to: string) => handOver(ports(), { ...action(who), to }),
    calls: (who: string, outcome: 'reached' | 'voicemail' | 'no-answer') =>
      logCall(ports(), { ...action(who), outcome }),
    replies: (who: string, accepted: boolean) => {
      count += 1;
      const messageId = `r${count}`;
      replies.push(messageId);
      const send = async () =>
        accepted
          ? ({ state: 'accepted', providerId: 'p' } as const)
          : ({ state: 'refused', reason: 'no' } as const);
      return reply({ ...ports(), send }, { ...action(who), text: 'Hello', messageId });
    },
    /** The last reply comes back, or one of those before it. */
    bounces: (before = 0) => replyBounced({ ...ports(), rules }, id, replies.at(-1 - before) ?? ''),
    closes: (who: string, reason: 'booked' | 'answered' | 'duplicate' | 'clinically-resolved') =>
      close(ports(), { ...action(who), reason, outcome: 'resolved-by-phone' }),
    lowers: (who: string, level: 'E1' | 'U' | 'R') =>
      lowerLevel(ports(), { ...action(who), level, reason: 'I saw the photo.' }),
    decides: (who: string, decision: 'requested' | 'not-needed') =>
      decideWelfareCheck(ports(), { ...action(who), decision, reason: 'Her sister is with her.' }),
    offersTriage: (who: string) => offerTriageCall(ports(), action(who)),
    withdraws: () => withdraw(ports(), id),
    /** At once. */
    undoes: (who: string) => {
      now.at = later(now.at, 0.1);
      return undo(ports(), action(who));
    },
    carrierReaches: () => callReached(['somebody'], ports()),
  };
}
export type History = ReturnType<typeof history>;
export type Deed = (at: History) => Promise<unknown>;
