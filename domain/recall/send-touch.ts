import { decide } from '../consent/decide.ts';
import type { MessageFinding } from '../consent/question.ts';
import { centsOf } from '../measure/return.ts';
import type { SendOutcome } from '../message/senders.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { nextVisit } from './attempt.ts';
import { know, ratesOf } from './know.ts';
import { localDay } from './local-day.ts';
import { type Planning, questionOf } from './plan-touch.ts';
import { visitStands } from './reminders.ts';
import { sequencesFor } from './sequences.ts';
import type { SweepPorts } from './sweep.ts';
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

export interface SendPorts extends Omit<SweepPorts, 'now' | 'rates'> {
  /** Words for an e-mail or a text; undefined where the channel is not set up. */
  readonly compose: (touch: Touch, record: PatientRecord) => Promise<Composed | undefined>;
  /** Tells the practice's tools of a new task, once; the list of tasks has it in any case. */
  readonly announce: (task: CallTask) => Promise<SendOutcome>;
  readonly now: () => string;
}

export type SendEnd = 'sent' | 'deferred' | 'cancelled' | 'not-mine' | 'full';

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

const planningOf = async (
  ports: Omit<SendPorts, 'compose' | 'announce'>,
  record: PatientRecord,
): Promise<Planning> => ({
  practice: ports.practice,
  rules: ports.rules,
  law: ports.law,
  sequenceOf: await sequencesFor(ports, record.items),
  homeZone: zoneOf(record.patient, ports.practice),
  now: ports.now(),
});

/** Items of a touch that still wait: a booking, a person's word or a new treatment may have ended them since. */
export function stillWaiting(touch: Touch, record: PatientRecord, today: string): boolean {
  return touch.items.some(({ id, episode }) =>
    record.items.some(
      (item) =>
        item.id === id &&
        item.episode === episode &&
        (item.state === 'open' || item.state === 'exhausted') &&
        item.endedBy === undefined &&
        visitStands(record, item, today),
    ),
  );
}

const asksForAnyVisit = ({ items }: Touch): boolean =>
  items.every(({ id }) => id === 'lapsed' || id.startsWith('campaign#'));

/** Asks once more, at the moment of sending: consent, bookings, caps and hours may have changed since the touch was planned. */
export async function decideAgain(
  ports: Omit<SendPorts, 'compose' | 'announce'>,
  touch: Touch,
  record: PatientRecord,
  findings: readonly MessageFinding[],
) {
  const planning = await planningOf(ports, record);
  const known = await know(ports, record, planning.now, await ratesOf(ports.outreach, planning.now));
  const paid = record.items.some((item) => item.paid && touch.items.some(({ id }) => id === item.id));
  const bookedOn = asksForAnyVisit(touch) ? nextVisit(record, planning.now, planning.homeZone) : undefined;
  return decide(
    questionOf({ ...known, heldOut: false }, planning, {
      channel: touch.channel,
      class: touch.class,
      paid,
      bookedOn,
      id: touch.id,
      findings,
    }),
  );
}

async function noteContact(ports: SendPorts, touch: Touch, record: PatientRecord): Promise<void> {
  if (touch.channel !== 'text' && touch.channel !== 'call') return;
  const { phone } = await ports.addressKeys(record);
  if (phone === undefined) return;
  const { id: touchId, channel, class: purpose } = touch;
  await ports.outreach.noteContact(phone, { at: ports.now(), channel, purpose, touchId });
}

function whyOf({ channel, class: purpose }: Touch): string {
  if (channel !== 'call') return 'write to the patient, if they wrote within the window of their channel';
  return purpose === 'care'
    ? 'call the patient: remind them of the booked visit'
    : 'call the patient: it is time for the next visit';
}

/** A task for a person, or a letter for the next batch: done here, without any channel. */
async function handOver(ports: SendPorts, touch: Touch, record: PatientRecord): Promise<void> {
  const { outreach } = ports;
  if (touch.channel === 'letter' || touch.channel === 'postcard') {
    await outreach.move(touch, 'sending', { state: 'to-print', cost: centsOf(touch, ports.rules.prices) });
    return;
  }
  const kind = touch.channel === 'call' ? 'call' : 'social';
  const why = whyOf(touch);
  const task = taskOf(touch, record, kind, why);
  await outreach.addTask(task);
  await ports.announce(task);
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
async function otherwise(ports: SendPorts, touch: Touch, reason: string): Promise<SendEnd> {
  const [channel, ...rest] = touch.otherwise;
  if (channel === undefined)
    return moved(await ports.outreach.move(touch, 'planned', { state: 'cancelled', reason }), 'cancelled');
  const changed = { channel, otherwise: rest };
  return moved(await ports.outreach.move(touch, 'planned', changed), 'deferred');
}

const byMessage = ({ channel }: Touch): boolean => channel === 'email' || channel === 'text';

/** One touch whose time has come: taken, decided again, then sent, put off or cancelled. */
export async function sendTouch(ports: SendPorts, touch: Touch): Promise<SendEnd> {
  const { outreach } = ports;
  const cancel = async (reason: string): Promise<SendEnd> =>
    moved(await outreach.move(touch, 'planned', { state: 'cancelled', reason }), 'cancelled');
  const record = await ports.patients.record(touch.patientId);
  if (!record) return cancel('the patient is gone');
  const today = localDay(ports.now(), zoneOf(record.patient, ports.practice));
  if (!stillWaiting(touch, record, today)) return cancel('booked, or ended by a person');
  const composed = byMessage(touch) ? await ports.compose(touch, record) : undefined;
  if (byMessage(touch) && !composed) return otherwise(ports, touch, 'the channel is not set up');
  const decision = await decideAgain(ports, touch, record, composed?.findings ?? []);
  if (decision.outcome === 'block' || decision.outcome === 'escalate')
    return otherwise(ports, touch, decision.reason);
  if (decision.outcome === 'defer')
    return moved(await outreach.move(touch, 'planned', { sendAt: decision.until }), 'deferred');
  if (leavesByItself(touch.channel) && !(await outreach.takeSend(today, ports.rules.dailyCeiling)))
    return 'full';
  const started = {
    state: 'sending' as const,
    startedAt: ports.now(),
    ...(composed ? { cost: composed.cost } : {}),
    ...(composed?.segments ? { segments: composed.segments } : {}),
  };
  await noteContact(ports, touch, record);
  if (!(await outreach.move(touch, 'planned', started))) return 'not-mine';
  await (composed ? deliver(ports, touch, record, composed) : handOver(ports, touch, record));
  return 'sent';
}

/** How long nothing may be heard of a send before a person looks after it. */
export const patienceMilliseconds = 15 * 60_000;
const batch = 50;

/** Sends of which nothing was heard for a quarter of an hour: a person asks; nothing is sent again. */
export async function lookAfterUnknown(ports: SendPorts): Promise<number> {
  const before = new Date(Date.parse(ports.now()) - patienceMilliseconds).toISOString();
  const unknown = await ports.outreach.undecided(before);
  for (const touch of unknown) {
    const record = await ports.patients.record(touch.patientId);
    if (record) {
      const why = 'nobody knows whether the message arrived: ask the patient';
      await ports.outreach.addTask(taskOf(touch, record, 'call', why));
    }
    await ports.outreach.move(touch, 'sending', { state: 'unknown' });
  }
  return unknown.length;
}

/**
 * Everything whose time has come, at most `limit`, with `pace` between what leaves by itself; then a task for each send of which nothing
 * was heard for a quarter of an hour. Nothing leaves while the practice has paused it, or once the day's ceiling is reached.
 */
export async function sendTouches(
  ports: SendPorts,
  limit: number,
  pace: () => Promise<void> = async () => {},
): Promise<{ readonly sent: number; readonly unknown: number }> {
  let sent = 0;
  let full = (await ports.outreach.pause())?.paused === true;
  for (let taken = 0; taken < limit && !full; ) {
    const touches = await ports.outreach.toSend(ports.now(), Math.min(batch, limit - taken));
    if (touches.length === 0) break;
    taken += touches.length;
    for (const touch of touches) {
      const end = await sendTouch(ports, touch);
      if (end === 'full') full = true;
      if (end !== 'sent') continue;
      sent += 1;
      if (leavesByItself(touch.channel)) await pace();
    }
  }
  return { sent, unknown: await lookAfterUnknown(ports) };
}
