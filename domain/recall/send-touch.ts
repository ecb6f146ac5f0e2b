import { type GatePorts, withOffer } from '../campaign/at-sending.ts';
import type { MessageFinding } from '../consent/question.ts';
import { centsOf } from '../measure/return.ts';
import type { SendOutcome } from '../message/senders.ts';
import { currentRecord } from '../patient/current-record.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { aftercareTasks } from './aftercare.ts';
import { gateOf } from './aftercare-gate.ts';
import { type AskPorts, decideAgain, stillWaiting } from './ask-again.ts';
import { longestWaitDays } from './know.ts';
import { daysAfter, localDay, startOfDay } from './local-day.ts';
import { type CallTask, leavesByItself, type Touch } from './touch.ts';
import { zoneOf } from './zones.ts';

/** A message of a touch, ready to leave, and what the linters found in it. */
export interface Composed {
  readonly findings: readonly MessageFinding[];
  readonly cost: number;
  readonly segments?: number;
  /** Sends it, once. A throw means that the outcome is unknown. */
  readonly send: () => Promise<SendOutcome>;
}

export interface SendPorts extends AskPorts, GatePorts {
  /** Words for an e-mail or a text; undefined where the channel is not set up. */
  readonly compose: (touch: Touch, record: PatientRecord) => Promise<Composed | undefined>;
  /** Tells the practice's tools of a new task, once; the list of tasks has it in any case. */
  readonly announce: (task: CallTask) => Promise<SendOutcome>;
}

export type SendEnd = 'sent' | 'deferred' | 'cancelled' | 'not-mine' | 'failed';

export const taskOf = (
  touch: Touch,
  record: PatientRecord,
  kind: CallTask['kind'],
  why: string,
): CallTask => ({
  id: touch.id,
  touchId: touch.id,
  patientId: touch.patientId,
  location: record.patient.location,
  kind,
  dueOn: touch.on,
  why,
  ...(kind === 'call' || kind === 'social' ? { script: touch.template } : {}),
  ...(record.preferences?.bestTime ? { bestTime: record.preferences.bestTime } : {}),
  state: 'open',
});

async function noteContact(ports: SendPorts, touch: Touch, record: PatientRecord): Promise<void> {
  if (touch.channel !== 'text' && touch.channel !== 'call') return;
  const { phone } = await ports.addressKeys(record);
  if (phone === undefined) return;
  const { id: touchId, channel, class: purpose } = touch;
  const aftercare = touch.aftercare ? { aftercare: true } : {};
  await ports.outreach.noteContact(phone, { at: ports.now(), channel, purpose, touchId, ...aftercare });
}

function whyOf({ channel, class: purpose, aftercare }: Touch): string {
  if (aftercare) return aftercareTasks[aftercare];
  if (channel !== 'call') return 'write to the patient, if they wrote within the window of their channel';
  return purpose === 'care'
    ? 'call the patient: remind them of the booked visit'
    : 'call the patient: it is time for the next visit';
}

/** A task for a person, or a letter for the next batch: done here, without any channel. */
async function handOver(
  ports: SendPorts,
  touch: Touch,
  record: PatientRecord,
  announce = ports.announce,
): Promise<void> {
  const { outreach } = ports;
  if (touch.channel === 'letter' || touch.channel === 'postcard') {
    await outreach.move(touch, 'sending', { state: 'to-print', cost: centsOf(touch, ports.rules.prices) });
    return;
  }
  const kind = touch.channel === 'call' ? 'call' : 'social';
  const what = whyOf(touch);
  const why = touch.offerCode ? `${what}; the code of the offer is ${touch.offerCode}` : what;
  const task = taskOf(touch, record, kind, why);
  await outreach.addTask(task);
  await announce(task);
  await outreach.move(touch, 'sending', { state: 'task' });
}

async function deliver(
  ports: SendPorts,
  touch: Touch,
  record: PatientRecord,
  { send }: Composed,
): Promise<void> {
  const { outreach } = ports;
  const outcome = await send().catch(() => undefined);
  // Unknown: the channel's own events settle it, or a task after fifteen minutes. It is never sent again.
  if (!outcome) return;
  if (outcome.state === 'accepted') {
    await outreach.move(touch, 'sending', { state: 'sent', providerId: outcome.providerId });
    return;
  }
  await outreach.addTask(taskOf(touch, record, 'call', 'the message was refused: call the patient'));
  await outreach.move(touch, 'sending', { state: 'failed', reason: outcome.reason });
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

const byMessage = ({ channel }: Touch): boolean => channel === 'email' || channel === 'text';

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
  const of = touch.aftercare ? 'aftercare' : undefined;
  if (leavesByItself(touch.channel) && !(await outreach.takeSend(day, rules.dailyCeiling, of))) return false;
  if (touch.campaign === undefined || ceiling === undefined) return true;
  return store.take(touch.campaign, day, 'sent', ceiling);
}

const offerOf = ({ offerCode, offerBookBy, offerUntil }: Touch): Partial<Touch> => ({
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
  await noteContact(ports, touch, record);
  if (!(await ports.outreach.move(touch, 'planned', started))) return 'not-mine';
  await (composed ? deliver(ports, touch, record, composed) : handOver(ports, touch, record));
  return 'sent';
}

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
  const about = { touch: planned, record, now: ports.now(), zone };
  const gate = await gateOf(ports, about);
  if (gate.outcome === 'cancel') return cancel(gate.reason);
  if (gate.outcome === 'wait') return until(gate.until);
  const ask = (findings: readonly MessageFinding[]) =>
    decideAgain(ports, planned, record, findings, gate.remunerated);
  const touch = await withOffer(ports, gate.campaign, about, () => ask([]));
  const composed = byMessage(touch) ? await ports.compose(touch, record) : undefined;
  if (byMessage(touch) && !composed) return otherwise(ports, touch, record, 'the channel is not set up');
  const decision = await ask(composed?.findings ?? []);
  if (decision.outcome === 'defer') return until(decision.until);
  if (decision.outcome !== 'allow') return otherwise(ports, touch, record, decision.reason);
  return (await taken(ports, touch, day, gate.campaign?.content.dailyCeiling))
    ? start(ports, touch, record, composed)
    : until(startOfDay(daysAfter(day, 1), zone));
}

/** How long nothing may be heard of a send before a person looks after it. */
export const patienceMilliseconds = 15 * 60_000;
const batch = 50;

async function lookAfter(ports: SendPorts, touch: Touch): Promise<void> {
  const record = await ports.patients.record(touch.patientId);
  // Begun and cut off, with no message in it. The practice's tools may have been told: the list has it in any case.
  if (record && !byMessage(touch))
    return handOver(ports, touch, record, async () => ({ state: 'accepted', providerId: '' }));
  if (record) {
    const why = 'nobody knows whether the message arrived: ask the patient';
    await ports.outreach.addTask(taskOf(touch, record, 'call', why));
  }
  await ports.outreach.move(touch, 'sending', { state: 'unknown' });
}

/** Sends of which nothing was heard for a quarter of an hour: a person asks; nothing is sent again. */
export async function lookAfterUnknown(ports: SendPorts): Promise<number> {
  const before = new Date(Date.parse(ports.now()) - patienceMilliseconds).toISOString();
  const unknown = await ports.outreach.undecided(before);
  for (const touch of unknown) await lookAfter(ports, touch);
  return unknown.length;
}

/** A fault of ours may pass: an hour later, so that it holds up nobody else; after so many a person does it. */
const mostFailures = 5;
const hourMilliseconds = 3_600_000;

async function putOff(ports: SendPorts, touch: Touch): Promise<void> {
  const { outreach } = ports;
  const failures = (touch.failures ?? 0) + 1;
  if (failures < mostFailures) {
    const sendAt = new Date(Date.parse(ports.now()) + hourMilliseconds).toISOString();
    await outreach.move(touch, 'planned', { failures, sendAt });
    return;
  }
  const record = await ports.patients.record(touch.patientId);
  if (record)
    await outreach.addTask(taskOf(touch, record, 'call', 'the message could not be made: call the patient'));
  await outreach.move(touch, 'planned', { state: 'failed', reason: 'it could not be sent' });
}

/**
 * Everything whose time has come, at most `limit`, with `pace` between what leaves by itself; then a task for each send of which nothing
 * was heard for a quarter of an hour. Nothing leaves while the practice has paused it, or once the day's ceiling is reached. Faults of single
 * touches are thrown together, once all others are done.
 */
export async function sendTouches(
  ports: SendPorts,
  limit: number,
  pace: () => Promise<void> = async () => {},
): Promise<{ readonly sent: number; readonly unknown: number }> {
  let sent = 0;
  const faults: unknown[] = [];
  const failed = async (touch: Touch, fault: unknown): Promise<SendEnd> => {
    faults.push(fault);
    await putOff(ports, touch);
    return 'failed';
  };
  const paused = (await ports.outreach.pause())?.paused === true;
  for (let taken = 0; taken < limit && !paused; ) {
    const touches = await ports.outreach.toSend(ports.now(), Math.min(batch, limit - taken));
    if (touches.length === 0) break;
    taken += touches.length;
    for (const touch of touches) {
      const end = await sendTouch(ports, touch).catch((fault: unknown) => failed(touch, fault));
      if (end !== 'sent') continue;
      sent += 1;
      if (leavesByItself(touch.channel)) await pace();
    }
  }
  const unknown = await lookAfterUnknown(ports);
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} touches could not be sent.`);
  return { sent, unknown };
}
