import { handOver, taskOf } from './hand-over.ts';
import { byMessage, type SendEnd, type SendPorts, sendTouch } from './send-touch.ts';
import type { Touch } from './touch.ts';

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

/** After so many that were too much at once no more is tried in this run. */
const mostThrottled = 3;

/**
 * Everything whose time has come, at most `limit` and until `enough()`; then a task for each send of which nothing
 * was heard for a quarter of an hour. Nothing leaves while the practice has paused it, or once the day's ceiling is reached. Faults of single
 * touches are thrown together, once all others are done.
 */
export async function sendTouches(
  ports: SendPorts,
  limit: number,
  enough: () => boolean = () => false,
): Promise<{ readonly sent: number; readonly unknown: number }> {
  const ends: SendEnd[] = [];
  const count = (end: SendEnd): number => ends.filter((one) => one === end).length;
  const faults: unknown[] = [];
  const failed = async (touch: Touch, fault: unknown): Promise<SendEnd> => {
    faults.push(fault);
    await putOff(ports, touch);
    return 'failed';
  };
  const over = (): boolean => count('throttled') >= mostThrottled || enough();
  const paused = (await ports.outreach.pause())?.paused === true;
  for (let taken = 0; taken < limit && !paused && !over(); ) {
    const touches = await ports.outreach.toSend(ports.now(), Math.min(batch, limit - taken));
    if (touches.length === 0) break;
    taken += touches.length;
    for (const touch of touches) {
      if (over()) break;
      ends.push(await sendTouch(ports, touch).catch((fault: unknown) => failed(touch, fault)));
    }
  }
  const unknown = await lookAfterUnknown(ports);
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} touches could not be sent.`);
  return { sent: count('sent'), unknown };
}
