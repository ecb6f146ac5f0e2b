import { DomainError } from '../errors.ts';
import { centsOf } from '../measure/return.ts';
import { currentRecord } from '../patient/current-record.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { type RefreshPorts, refreshItems } from '../patient/refresh-items.ts';
import { stopped } from './attempts.ts';
import type { AddressKeys } from './know.ts';
import { visitOfTask } from './known-visits.ts';
import { daysAfter, localDay } from './local-day.ts';
import type { Outreach, TaskEnd } from './outreach.ts';
import type { RecallItem } from './recall-item.ts';
import { type CallOutcome, type CallTask, slotIn, type TouchedItem } from './touch.ts';

export interface TaskPorts extends RefreshPorts {
  readonly outreach: Outreach;
  readonly addressKeys: (record: PatientRecord) => Promise<AddressKeys>;
  /** Zone of a location. */
  readonly zoneOf: (location: string) => string;
}

export interface Ending extends Omit<TaskEnd, 'doneBy' | 'doneAt' | 'outcome'> {
  readonly outcome: CallOutcome;
  readonly by: string;
  /** Local dates: of the next call, for `call-back`; of the visit, for `booked`. */
  readonly callBackOn?: string | undefined;
  readonly bookedOn?: string | undefined;
}

/** Nobody spoke: the next try comes sooner than the sequence says. */
const shorterGapDays = { voicemail: 7, 'no-answer': 3 } as const;

const sooner = (item: RecallItem, on: string): RecallItem =>
  item.nextOn === undefined || item.nextOn > on ? { ...item, nextOn: on } : item;

/** The last attempt again, on the day that was agreed: also when it was the last of its sequence. */
function calledBack({ endedOn, ...item }: RecallItem, on: string): RecallItem {
  void endedOn;
  return { ...item, state: 'open', attempts: Math.max(0, item.attempts - 1), nextOn: on };
}

/** What the outcome of a call makes of an item that the call was for; undefined where it stays as it is. */
export function afterCall(item: RecallItem, end: Ending, today: string): RecallItem | undefined {
  if (item.state !== 'open' && item.state !== 'exhausted') return undefined;
  const isOpen = item.state === 'open';
  switch (end.outcome) {
    case 'declined':
      return stopped(item, end.reason ? `declined: ${end.reason}` : 'declined', today);
    case 'booked':
      // With a date the appointment itself closes it, and opens it again when it is cancelled.
      return end.bookedOn === undefined ? stopped(item, 'booked', today) : undefined;
    case 'call-back':
      return calledBack(item, end.callBackOn ?? today);
    case 'voicemail':
    case 'no-answer':
      // The clinician who decided on a prescription has yet to reach the patient.
      if (item.clinician) return calledBack(item, daysAfter(today, shorterGapDays[end.outcome]));
      return isOpen ? sooner(item, daysAfter(today, shorterGapDays[end.outcome])) : undefined;
    // The number is of no use: the next channel of the sequence, from tomorrow on.
    case 'wrong-number':
      return isOpen ? sooner(item, daysAfter(today, 1)) : undefined;
    default:
      return undefined;
  }
}

const mostTries = 5;

/** A sweep or a booking may change the item at the same time: then by what it is then. */
async function actOnItem(
  ports: TaskPorts,
  patientId: string,
  touched: TouchedItem,
  end: Ending,
  due: { readonly zone: string; readonly shard: number },
): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const record = await currentRecord(ports.patients, patientId);
    const merged = record?.patient.id !== patientId;
    // Where the record was merged into another the cycle may be the other's: what the patient said holds all the same.
    const item = record?.items.find(
      ({ id, episode }) => id === touched.id && (merged || episode === touched.episode),
    );
    const after = item && afterCall(item, end, localDay(ports.now, due.zone));
    if (!item || !after || (await ports.patients.saveItem(after, due, item))) return;
  }
  throw new Error('The recall items kept changing; try again.');
}

async function actOnItems(ports: TaskPorts, task: CallTask, end: Ending): Promise<void> {
  const touch = await ports.outreach.findTouch(task.patientId, slotIn(task.touchId));
  const about = touch?.items ?? (task.item ? [{ ...task.item, attempts: 0, attempt: 0 }] : []);
  const zone = ports.zoneOf(task.location);
  const id = (await currentRecord(ports.patients, task.patientId))?.patient.id ?? task.patientId;
  const due = { zone, shard: ports.shardOf(id) };
  for (const touched of about) await actOnItem(ports, task.patientId, touched, end, due);
  if (!touch) return;
  const { staffMinutes } = ports.rules.prices;
  await ports.outreach.move(touch, 'task', {
    state: 'done',
    outcome: end.outcome,
    endedOn: localDay(ports.now, zone),
    cost: centsOf({ channel: touch.channel, staffMinutes: staffMinutes[end.outcome] }, ports.rules.prices),
  });
}

/** A booking made on the phone is an appointment; the practice's own system may say more of it later, under its own id. */
async function book(ports: TaskPorts, task: CallTask, on: string): Promise<void> {
  const touch = await ports.outreach.findTouch(task.patientId, slotIn(task.touchId));
  const items = (touch?.items ?? (task.item ? [task.item] : [])).map(({ id }) => id);
  const record = await currentRecord(ports.patients, task.patientId);
  if (!record || record.patient.erasedAt) return;
  const patientId = record.patient.id;
  await ports.patients.saveAppointment({
    patientId,
    id: visitOfTask(task.id),
    on,
    status: 'booked',
    ...(items.length > 0 ? { items } : {}),
    bookedAt: ports.now,
  });
  await refreshItems(ports, patientId);
}

async function wrongNumber(ports: TaskPorts, task: CallTask): Promise<void> {
  const record = await currentRecord(ports.patients, task.patientId);
  const { phone } = record ? await ports.addressKeys(record) : {};
  if (phone !== undefined) await ports.outreach.suppress(phone, 'wrong-number', ports.now);
}

/**
 * Ends a person's task with what came of it, and lets the outcome act: a booking stops contact, "call back on" moves it, "declined" closes
 * it with the reason, a wrong number is used no more. The items first, the task last, so that a crash leaves the task open to be ended again.
 */
export async function endTask(ports: TaskPorts, id: string, end: Ending): Promise<CallTask> {
  const task = await ports.outreach.task(id);
  if (task?.state !== 'open') throw new DomainError('not-found', 'There is no such open task.');
  if (end.outcome === 'call-back' && end.callBackOn === undefined)
    throw new DomainError('invalid', 'Say on which day to call back.');
  if (end.outcome === 'wrong-number') await wrongNumber(ports, task);
  await actOnItems(ports, task, end);
  if (end.outcome === 'booked' && end.bookedOn !== undefined) await book(ports, task, end.bookedOn);
  const { by, callBackOn, bookedOn, ...kept } = end;
  void [callBackOn, bookedOn];
  const finished = await ports.outreach.finishTask(id, { ...kept, doneBy: by, doneAt: ports.now });
  if (!finished) throw new DomainError('not-found', 'There is no such open task.');
  return finished;
}
