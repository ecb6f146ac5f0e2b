import { type GatePorts, withOffer } from '../campaign/at-sending.ts';
import type { Decision } from '../consent/decide.ts';
import type { MessageFinding } from '../consent/question.ts';
import type { SendOutcome } from '../message/senders.ts';
import { currentRecord } from '../patient/current-record.ts';
import { addressed } from '../patient/guardian.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { aftercareTasks } from './aftercare.ts';
import { gateOf } from './aftercare-gate.ts';
import { type AskPorts, decideAgain, stillWaiting } from './ask-again.ts';
import { type Escalation, escalationTask } from './escalated.ts';
import { type HandOverPorts, handOver, taskOf } from './hand-over.ts';
import { longestWaitDays } from './know.ts';
import { daysAfter, localDay, startOfDay } from './local-day.ts';
import type { OutreachChannel } from './recall-rules.ts';
import { isMarketingMail, leavesByItself, type Touch } from './touch.ts';
import { zoneOf } from './zones.ts';

/** A message of a touch, ready to leave, and what the linters found in it. */
export interface Composed {
  readonly findings: readonly MessageFinding[];
  readonly cost: number;
  readonly segments?: number;
  /** Sends it, once. A throw means that the outcome is unknown. */
  readonly send: () => Promise<SendOutcome>;
}

export interface SendPorts extends AskPorts, GatePorts, Pick<HandOverPorts, 'announce'> {
  /** Words for an e-mail or a text to whoever stands in the record; `child` where that is the guardian. Undefined where the channel is not set up. */
  readonly compose: (touch: Touch, record: PatientRecord, child?: string) => Promise<Composed | undefined>;
  /** Waits until the next message of a channel may leave, so that no quota is reached. */
  readonly pace: (channel: OutreachChannel) => Promise<void>;
}

export type SendEnd = 'sent' | 'deferred' | 'cancelled' | 'not-mine' | 'failed' | 'throttled';

async function noteContact(ports: SendPorts, touch: Touch, record: PatientRecord): Promise<void> {
  if (touch.channel !== 'text' && touch.channel !== 'call') return;
  const { phone } = await ports.addressKeys(record);
  if (phone === undefined) return;
  const { id: touchId, channel, class: purpose } = touch;
  const aftercare = touch.aftercare ? { aftercare: true } : {};
  await ports.outreach.noteContact(phone, { at: ports.now(), channel, purpose, touchId, ...aftercare });
}

/** Minutes until what was too much at once is tried again, the longer the oftener. */
const throttledMinutes = [1, 5, 15, 60] as const;

/** It certainly did not leave: planned again, with the place among the day's sends that it has. */
function laterAgain({ throttled = 0 }: Touch, now: string): Partial<Touch> {
  const minutes = throttledMinutes[throttled] ?? 60;
  const sendAt = new Date(Date.parse(now) + minutes * 60_000).toISOString();
  return { state: 'planned', sendAt, throttled: throttled + 1 };
}

async function deliver(
  ports: SendPorts,
  touch: Touch,
  record: PatientRecord,
  { send }: Composed,
): Promise<SendEnd> {
  const { outreach } = ports;
  await ports.pace(touch.channel);
  const outcome = await send().catch(() => undefined);
  // Unknown: the channel's own events settle it, or a task after fifteen minutes. It is never sent again.
  if (!outcome) return 'sent';
  if (outcome.state === 'accepted') {
    const { providerId } = outcome;
    if (providerId) await outreach.noteMessage(providerId, touch, ports.now());
    await outreach.move(touch, 'sending', { state: 'sent', providerId });
    if (isMarketingMail(touch)) await outreach.countOutcome(touch.on, 'mailed');
    return 'sent';
  }
  if (outcome.throttled) {
    await outreach.move(touch, 'sending', laterAgain(touch, ports.now()));
    return 'throttled';
  }
  await outreach.addTask(taskOf(touch, record, 'call', 'the message was refused: call the patient'));
  await outreach.move(touch, 'sending', { state: 'failed', reason: outcome.reason });
  return 'sent';
}

const moved = (did: boolean, end: SendEnd): SendEnd => (did ? end : 'not-mine');

/** This channel may not be used any more: the next of the attempt, or nothing. */
async function otherwise(
  ports: SendPorts,
  touch: Touch,
  record: PatientRecord,
  reason: string,
): Promise<SendEnd> {
  const [channel, ...rest] = touch.otherwise;
  // What protects a patient is never just left out.
  if (channel === undefined && touch.aftercare)
    await ports.outreach.addTask(
      taskOf(touch, record, 'review', `${aftercareTasks[touch.aftercare]} (${reason})`),
    );
  if (channel === undefined)
    return moved(await ports.outreach.move(touch, 'planned', { state: 'cancelled', reason }), 'cancelled');
  const changed = { channel, otherwise: rest };
  return moved(await ports.outreach.move(touch, 'planned', changed), 'deferred');
}

/** Only a person may do it now. Aftercare has a task of its own once no channel is left. */
async function askPerson(
  { outreach }: SendPorts,
  { aftercare, items: [about] }: Touch,
  record: PatientRecord,
  { decision, day }: { readonly decision: Escalation; readonly day: string },
): Promise<void> {
  if (about && !aftercare) await outreach.addTask(escalationTask(record, about, decision, day));
}

/** Whether it leaves as a message with words of its own; what does not is handed over to people. */
export const byMessage = ({ channel }: Touch): boolean => channel === 'email' || channel === 'text';

/** Why a touch is of no use any more. */
function endOf(ports: SendPorts, touch: Touch, record: PatientRecord, day: string): string | undefined {
  if (touch.on < daysAfter(day, -longestWaitDays)) return 'it waited for too long';
  if (touch.aftercare) return undefined;
  return stillWaiting(ports, touch, record) ? undefined : 'booked, or ended by a person';
}

/**
 * Takes one of the day's sends, of the practice and of the campaign; false when the ceiling of either is reached. Aftercare has a count of its own:
 * a mistake is held up, and invitations never hold up what protects a patient.
 */
async function taken(
  { store, outreach, rules }: SendPorts,
  touch: Touch,
  day: string,
  ceiling: number | undefined,
): Promise<boolean> {
  if (touch.throttled) return true;
  const of = touch.aftercare ? 'aftercare' : undefined;
  // The campaign's first: what waits for its ceiling takes no place of the practice's from recall.
  if (touch.campaign !== undefined && ceiling !== undefined)
    if (!(await store.take(touch.campaign, day, 'sent', ceiling))) return false;
  return !leavesByItself(touch.channel) || outreach.takeSend(day, rules.dailyCeiling, of);
}

const offerOf = ({ offerCode, offerBookBy, offerUntil, offerGives }: Touch): Partial<Touch> => ({
  ...(offerGives ? { offerGives } : {}),
  ...(offerCode ? { offerCode } : {}),
  ...(offerBookBy ? { offerBookBy } : {}),
  ...(offerUntil ? { offerUntil } : {}),
});

async function start(
  ports: SendPorts,
  touch: Touch,
  record: PatientRecord,
  composed: Composed | undefined,
): Promise<SendEnd> {
  const started = {
    state: 'sending' as const,
    startedAt: ports.now(),
    ...offerOf(touch),
    ...(composed ? { cost: composed.cost } : {}),
    ...(composed?.segments ? { segments: composed.segments } : {}),
  };
  if (!touch.throttled) await noteContact(ports, touch, record);
  if (!(await ports.outreach.move(touch, 'planned', started))) return 'not-mine';
  if (composed) return deliver(ports, touch, record, composed);
  await handOver(ports, touch, record);
  return 'sent';
}

const hourMilliseconds = 3_600_000;
const later = (now: string): string => new Date(Date.parse(now) + hourMilliseconds).toISOString();

/** A reminder whose patient has just written: it is asked again within the hour, and goes out once a person has looked. */
const waitsForAnswer = ({ outcome, rules }: Decision): boolean =>
  outcome === 'block' && rules.every((rule) => rule === 'inquiry');

/** One touch whose time has come: taken, decided again, then sent, put off or cancelled. */
export async function sendTouch(ports: SendPorts, planned: Touch): Promise<SendEnd> {
  const { outreach } = ports;
  const cancel = async (reason: string): Promise<SendEnd> =>
    moved(await outreach.move(planned, 'planned', { state: 'cancelled', reason }), 'cancelled');
  const until = async (sendAt: string): Promise<SendEnd> =>
    moved(await outreach.move(planned, 'planned', { sendAt }), 'deferred');
  const record = planned.aftercare
    ? await currentRecord(ports.patients, planned.patientId)
    : await ports.patients.record(planned.patientId);
  if (!record) return cancel('the patient is gone');
  const zone = zoneOf(record.patient, ports.practice);
  const day = localDay(ports.now(), zone);
  const over = endOf(ports, planned, record, day);
  if (over !== undefined) return cancel(over);
  const asked = { touch: planned, record, now: ports.now(), zone };
  const gate = await gateOf(ports, asked);
  if (gate.outcome === 'cancel') return cancel(gate.reason);
  if (gate.outcome === 'wait') return until(gate.until);
  const ask = (findings: readonly MessageFinding[]) =>
    decideAgain(ports, planned, record, findings, gate.remunerated);
  const touch = await withOffer(ports, gate.campaign, asked, () => ask([]));
  const to = addressed(record, day);
  const child = to.guardian ? record.patient.firstName : undefined;
  const composed = byMessage(touch) ? await ports.compose(touch, to.record, child) : undefined;
  if (byMessage(touch) && !composed) return otherwise(ports, touch, record, 'the channel is not set up');
  const decision = await ask(composed?.findings ?? []);
  if (decision.outcome === 'defer') return until(decision.until);
  if (waitsForAnswer(decision)) return until(later(ports.now()));
  if (decision.outcome === 'escalate') await askPerson(ports, touch, record, { decision, day });
  if (decision.outcome !== 'allow') return otherwise(ports, touch, record, decision.reason);
  return (await taken(ports, touch, day, gate.campaign?.content.dailyCeiling))
    ? start(ports, touch, to.record, composed)
    : until(startOfDay(daysAfter(day, 1), zone));
}
