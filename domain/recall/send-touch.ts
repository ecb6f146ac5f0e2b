import type { SendOutcome } from '../message/senders.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { decide } from './decide.ts';
import { daysAfter } from './items.ts';
import type { SweepPorts } from './sweep.ts';
import type { CallTask, Touch } from './touch.ts';
import { zoneOf, zonesOf } from './zones.ts';

export interface SendPorts extends Omit<SweepPorts, 'shardOf' | 'now'> {
  /** Sends the touch's mail, once. A throw means that the outcome is unknown. */
  readonly mail: (touch: Touch, record: PatientRecord) => Promise<SendOutcome>;
  /** Tells the practice's tools of a new task, once; the list of tasks has it in any case. */
  readonly announce: (task: CallTask) => Promise<SendOutcome>;
  readonly now: () => string;
}

const monthDays = 31;

function taskOf(touch: Touch, record: PatientRecord, why: string): CallTask {
  return {
    id: touch.id,
    touchId: touch.id,
    patientId: touch.patientId,
    location: record.patient.location,
    dueOn: touch.on,
    why,
    state: 'open',
  };
}

/** Asks once more, at the moment of sending: consent, bookings, caps and hours may have changed since the touch was planned. */
async function decideAgain(ports: SendPorts, touch: Touch, record: PatientRecord) {
  const now = ports.now();
  const homeZone = zoneOf(record.patient, ports.practice);
  const touched = await ports.outreach.touchedOn(touch.patientId, daysAfter(now.slice(0, 10), -monthDays));
  return decide(
    {
      record,
      channel: touch.channel,
      messageClass: touch.class,
      // The touch itself is on the ledger already.
      touchedOn: touched.filter((day) => day !== touch.on),
      suppressed: await ports.suppressed(record, touch.channel),
      openInquiry: await ports.openInquiry(record),
      zones: zonesOf(record, ports.practice),
      homeZone,
      now,
    },
    ports.rules,
  );
}

async function deliver(ports: SendPorts, touch: Touch, record: PatientRecord): Promise<void> {
  const { outreach } = ports;
  if (touch.channel === 'call') {
    const task = taskOf(touch, record, 'call the patient: it is time for the next visit');
    await outreach.addTask(task);
    await ports.announce(task);
    await outreach.move(touch, 'sending', { state: 'task' });
    return;
  }
  const outcome = await ports.mail(touch, record).catch(() => undefined);
  // Unknown: the channel's own events settle it, or a task after fifteen minutes. It is never sent again.
  if (!outcome) return;
  if (outcome.state === 'accepted') {
    await outreach.move(touch, 'sending', { state: 'sent', providerId: outcome.providerId });
    return;
  }
  await outreach.addTask(taskOf(touch, record, 'the mail was refused: call the patient'));
  await outreach.move(touch, 'sending', { state: 'failed', reason: outcome.reason });
}

/** One touch whose time has come: taken, decided again, then sent, put off or cancelled. */
export async function sendTouch(
  ports: SendPorts,
  touch: Touch,
): Promise<'sent' | 'deferred' | 'cancelled' | 'not-mine'> {
  const { outreach } = ports;
  const record = await ports.patients.record(touch.patientId);
  if (!record) {
    await outreach.move(touch, 'planned', { state: 'cancelled', reason: 'the patient is gone' });
    return 'cancelled';
  }
  const decision = await decideAgain(ports, touch, record);
  if (decision.outcome === 'block') {
    const moved = await outreach.move(touch, 'planned', { state: 'cancelled', reason: decision.reason });
    return moved ? 'cancelled' : 'not-mine';
  }
  if (decision.outcome === 'defer') {
    const moved = await outreach.move(touch, 'planned', { sendAt: decision.until });
    return moved ? 'deferred' : 'not-mine';
  }
  if (!(await outreach.move(touch, 'planned', { state: 'sending', startedAt: ports.now() })))
    return 'not-mine';
  await deliver(ports, touch, record);
  return 'sent';
}

/** How long nothing may be heard of a send before a person looks after it. */
export const patienceMilliseconds = 15 * 60_000;
const batch = 50;

/** Everything whose time has come, at most `limit`; then a task for each send of which nothing was heard for a quarter of an hour. */
export async function sendTouches(
  ports: SendPorts,
  limit: number,
): Promise<{ readonly sent: number; readonly unknown: number }> {
  let sent = 0;
  for (let taken = 0; taken < limit; ) {
    const touches = await ports.outreach.toSend(ports.now(), Math.min(batch, limit - taken));
    if (touches.length === 0) break;
    taken += touches.length;
    for (const touch of touches) sent += (await sendTouch(ports, touch)) === 'sent' ? 1 : 0;
  }
  const before = new Date(Date.parse(ports.now()) - patienceMilliseconds).toISOString();
  const unknown = await ports.outreach.undecided(before);
  for (const touch of unknown) {
    const record = await ports.patients.record(touch.patientId);
    if (record)
      await ports.outreach.addTask(
        taskOf(touch, record, 'nobody knows whether the message arrived: ask the patient'),
      );
    await ports.outreach.move(touch, 'sending', { state: 'unknown' });
  }
  return { sent, unknown: unknown.length };
}
