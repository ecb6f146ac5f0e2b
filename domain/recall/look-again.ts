import type { PatientRecord } from '../patient/patient.ts';
import { raised } from './attempts.ts';
import { giveBack } from './give-back.ts';
import { daysAfter } from './local-day.ts';
import type { Planned } from './plan-touch.ts';
import { leftOver } from './ready-items.ts';
import type { RecallItem } from './recall-item.ts';
import type { Sequence } from './recall-rules.ts';
import type { Shard, SweepPorts } from './sweep.ts';
import { slotOf, type Touch } from './touch.ts';

/** A manager may have taken the touch back while its attempts were being counted: whoever comes second, here or there, gives them back. */
async function unlessTakenBack(ports: SweepPorts, touch: Touch): Promise<void> {
  const now = await ports.outreach.findTouch(touch.patientId, slotOf(touch));
  if (now?.takenBack) await giveBack(ports, now, touch.channel);
}

/** Raises what a touch is for, each item only if it still has as many attempts as the touch saw: repeating it raises nothing twice. */
export async function raise(
  ports: SweepPorts,
  record: PatientRecord,
  touch: Touch,
  sequenceOf: (item: RecallItem) => Sequence,
  due: { zone: string; shard: number },
): Promise<void> {
  for (const before of touch.items) {
    const item = record.items.find(({ id }) => id === before.id);
    if (!item) continue;
    const made = { attempt: before.attempt, on: touch.on, channel: touch.channel };
    const to = raised(item, sequenceOf(item), made);
    await ports.patients.raiseItem({ ...before, patientId: touch.patientId }, to, due);
  }
  await unlessTakenBack(ports, touch);
}

/** Whom nothing but a change makes contactable is looked at again as soon as anything changes, and after so many days in any case. */
const recheckDays = 30;

/** Puts items to the day on which they are looked at again; those without one out of the index. */
export async function lookAgain(
  ports: SweepPorts,
  { patient, lookOn }: PatientRecord,
  { on, items }: NonNullable<Planned['retry']>,
  { on: today, ...due }: Pick<Shard, 'zone' | 'shard' | 'on'>,
): Promise<void> {
  const recheck = daysAfter(today, recheckDays);
  if (on === undefined && (lookOn === undefined || lookOn > recheck))
    await ports.patients.saveLook(patient.id, recheck, due);
  for (const item of items) {
    const { nextOn, ...rest } = item;
    void nextOn;
    await ports.patients.saveItem({ ...rest, ...(on === undefined ? {} : { nextOn: on }) }, due, item);
  }
}

/** One touch a day: what it is not for gets its own tomorrow. */
export const putOff = (
  ports: SweepPorts,
  record: PatientRecord,
  { items }: Touch,
  shard: Shard,
): Promise<void> =>
  lookAgain(ports, record, { on: daysAfter(shard.on, 1), items: leftOver(record, items, shard.on) }, shard);
