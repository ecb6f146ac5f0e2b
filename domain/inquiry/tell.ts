import { isLimited, spanOf, underLimit } from '../escalation/alert-limit.ts';
import { isRedFlag } from '../escalation/choose-policy.ts';
import { type NoticeKey, readKey } from '../escalation/notice-key.ts';
import { stepOfRound } from '../escalation/plan-lines.ts';
import { maySendAgain } from '../escalation/unknown-outcome.ts';
import type { SendOutcome } from '../message/senders.ts';
import type { StaffRole } from '../practice/practice.ts';
import type { Escalations, Inquiries, Seen } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import type { InquiryMessage } from './message.ts';
import type { Notice } from './notice.ts';

export interface TellPorts {
  readonly inquiries: Inquiries;
  readonly escalations: Escalations;
  /** The messages of the inquiry, strongly read; only for a notice to the patient. */
  readonly message: (inquiryId: string, messageId: string) => Promise<InquiryMessage | undefined>;
  /** How often this notice has been attempted before. */
  readonly notice: (inquiryId: string, key: string) => Promise<Notice | undefined>;
  /** Sends one notice, once. A throw means that the outcome is unknown. */
  readonly send: (
    inquiry: Inquiry,
    key: NoticeKey,
    message: InquiryMessage | undefined,
  ) => Promise<SendOutcome>;
  /** Counts one more alert to this member by this way; gives how many there were in this span (alert-limit.ts). */
  readonly alerted: (staff: string, way: string, span: string) => Promise<number>;
  /** How many there are at least, as far as is known without asking; 0 where nothing is. */
  readonly alertedAtLeast?: (staff: string, way: string, span: string) => number;
  /** What a member is at the practice, as the send has read it; undefined where it has not. Asks nobody. */
  readonly rolesOf?: (staff: string) => readonly StaffRole[] | undefined;
  readonly now: () => string;
}

export interface Orders extends Seen {
  readonly token: string;
  /** ISO instant at which the plan is looked at again. */
  readonly dueAt: string;
  readonly notices: readonly string[];
}

const parts = (key: NoticeKey): Partial<Notice> =>
  'messageId' in key ? { messageId: key.messageId } : { round: key.round, staff: key.staff, way: key.way };

/** Kinds whose round names a step. */
const ofSteps: readonly Notice['kind'][] = ['page', 'alert', 'gap'];

/** What the timeline tells of it later: when it was decided on, and by which step. */
function decidedBy(inquiry: Inquiry, key: NoticeKey): Pick<Notice, 'plannedAt' | 'step'> {
  const step = 'round' in key && ofSteps.includes(key.kind) ? stepOfRound(inquiry, key.round) : undefined;
  return { ...(inquiry.plannedAt ? { plannedAt: inquiry.plannedAt } : {}), ...(step ? { step } : {}) };
}

type Result = 'sent' | 'failed' | 'skipped';

/** No channel took what the patient was to be sent: staff read it in the timeline and call. */
function noteUnreached(
  ports: TellPorts,
  inquiry: Inquiry,
  { kind, messageId }: Extract<NoticeKey, { messageId: string }>,
  reason: string,
): Promise<void> {
  const at = ports.now();
  return ports.inquiries.record(inquiry.id, {
    id: `${kind}#${messageId}`,
    what: `${kind}-refused`,
    at,
    actor: { system: 'tell' },
    note: reason,
  });
}

/** The line first, the inquiry last (G7). An automatic message that its channel took acknowledges once. */
async function noteAcknowledged(
  { inquiries, now }: TellPorts,
  { id, acknowledgedAt }: Inquiry,
  messageId: string,
): Promise<void> {
  if (acknowledgedAt !== undefined) return;
  const at = now();
  const line = { id: `acknowledged#${messageId}`, what: 'acknowledged', at, actor: { system: 'tell' } };
  await inquiries.record(id, line);
  await inquiries.acknowledged(id, at);
}

/** Alerts and pages say what the patient did not get (compose-notice.ts). */
const says = ({ undelivered }: Inquiry, { kind }: NoticeKey): Pick<Notice, 'says'> =>
  undelivered && (kind === 'alert' || kind === 'page' || kind === 'undelivered')
    ? { says: undelivered.kind }
    : {};

const heldBack = 'bundled';

/** Whether this is held back for certain, so that nothing has to be counted for it any more: in a flood that is nearly all there is. */
function isHeldBack(ports: TellPorts, inquiry: Inquiry, key: NoticeKey): boolean {
  if (!isLimited(key) || isRedFlag(inquiry.level)) return false;
  const known = ports.alertedAtLeast?.(key.staff, key.way, spanOf(ports.now())) ?? 0;
  return underLimit(known + 1) === 'hold';
}

/** Nobody is buried in alerts: beyond the limit one message says that others wait. The chain goes on all the same, to the next people. */
async function sendWithin(
  ports: TellPorts,
  inquiry: Inquiry,
  key: NoticeKey,
  message: InquiryMessage | undefined,
): Promise<{ readonly outcome: SendOutcome; readonly inItsWords: boolean }> {
  if (!isLimited(key) || isRedFlag(inquiry.level))
    return { outcome: await ports.send(inquiry, key, message), inItsWords: true };
  const allowed = underLimit(await ports.alerted(key.staff, key.way, spanOf(ports.now())));
  if (allowed === 'hold') return { outcome: { state: 'accepted', providerId: heldBack }, inItsWords: false };
  const inItsWords = allowed === 'send';
  const outcome = await ports.send(inquiry, inItsWords ? key : { ...key, kind: 'bundle' }, message);
  return { outcome, inItsWords };
}

/** The channel was asked too much at once: a page or safety reply is not given up for that, and goes once more, as one of unknown outcome (G4). */
const isTooMuchAtOnce = (outcome: SendOutcome, notice: Notice): boolean =>
  outcome.state === 'refused' && outcome.throttled === true && notice.attempt === 1 && maySendAgain(notice);

/** When the outcome was known, and what its receiver is at the practice. */
function settledAs(ports: TellPorts, key: NoticeKey): Pick<Notice, 'settledAt' | 'roles'> {
  const roles = 'staff' in key ? ports.rolesOf?.(key.staff) : undefined;
  return { settledAt: ports.now(), ...(roles ? { roles } : {}) };
}

/** What an accepted send says: the channel's id of it, or that it was held back; `bundle` where the word that others wait went instead. */
function told(
  { providerId }: Extract<SendOutcome, { state: 'accepted' }>,
  inItsWords: boolean,
): Pick<Notice, 'providerId' | 'reason'> {
  if (providerId === heldBack) return { reason: heldBack };
  return { providerId, ...(inItsWords ? {} : { reason: 'bundle' }) };
}

async function tellOne(ports: TellPorts, inquiry: Inquiry, keyText: string): Promise<Result> {
  const key = readKey(keyText);
  // What is never sent again is begun or not, and needs no look at what is known of it.
  const known = maySendAgain(key) ? await ports.notice(inquiry.id, keyText) : undefined;
  // Read before the attempt is noted: where it fails, nothing has been attempted.
  const message = 'messageId' in key ? await ports.message(inquiry.id, key.messageId) : undefined;
  const wordless: Notice = {
    key: keyText,
    inquiryId: inquiry.id,
    kind: key.kind,
    attempt: known ? 2 : 1,
    ...parts(key),
    ...decidedBy(inquiry, key),
    ...(known ? { firstAt: known.at } : {}),
    state: 'sending',
    at: ports.now(),
  };
  const notice: Notice = { ...wordless, ...says(inquiry, key) };
  if (isHeldBack(ports, inquiry, key)) {
    const held = { ...wordless, state: 'sent', reason: heldBack } as const;
    return (await ports.inquiries.beginNotice(held)) ? 'sent' : 'skipped';
  }
  if (!(await ports.inquiries.beginNotice(notice))) return 'skipped';
  const sent = await sendWithin(ports, inquiry, key, message).catch(() => undefined);
  const settled = settledAs(ports, key);
  if (!sent || isTooMuchAtOnce(sent.outcome, notice)) {
    await ports.inquiries.settleNotice({ ...notice, ...settled, state: 'unknown' });
    return 'failed';
  }
  const { outcome, inItsWords } = sent;
  if (outcome.state === 'refused') {
    await ports.inquiries.settleNotice({ ...notice, ...settled, state: 'failed', reason: outcome.reason });
    if ('messageId' in key) await noteUnreached(ports, inquiry, key, outcome.reason);
    return 'failed';
  }
  // Who was told that others wait was not told what this says.
  const said = inItsWords ? notice : wordless;
  await ports.inquiries.settleNotice({ ...said, ...settled, state: 'sent', ...told(outcome, inItsWords) });
  if ('messageId' in key) await noteAcknowledged(ports, inquiry, key.messageId);
  return 'sent';
}

/**
 * Sends what a plan decided, one after the other, each only while the inquiry still is as the plan read it (G4). Keeps the
 * execution's token first; where that cannot be kept the plan is out of date, so nothing is sent and the execution plans again.
 * Whatever failed leads to a new plan at once; when all are told, the inquiry is due when the plan said (docs/decisions/010).
 */
export async function tell(ports: TellPorts, orders: Orders): Promise<void> {
  if (!(await ports.inquiries.holdToken(orders, orders.token))) {
    await ports.escalations.wake(orders.token);
    return;
  }
  let failed = false;
  let inquiry: Inquiry | undefined;
  for (const key of orders.notices) {
    // Each send has a look of its own before it; what is held back is none.
    if (!inquiry || !isHeldBack(ports, inquiry, readKey(key)))
      inquiry = await ports.inquiries.find(orders.id);
    // Whoever changed it has taken the token and woken it.
    if (!inquiry || inquiry.run !== orders.run || inquiry.revision !== orders.revision) return;
    failed = (await tellOne(ports, inquiry, key)) === 'failed' || failed;
  }
  if (failed) await ports.escalations.wake(orders.token);
  else if (orders.notices.length > 0) await ports.inquiries.plan(orders, { dueAt: orders.dueAt });
}
