import { DomainError } from '../errors.ts';
import type { PatientRecord, RecallItem } from '../patient/patient.ts';
import type { Patients } from '../patient/patients.ts';
import type { AddressKeys } from './know.ts';
import { daysAfter, localDay } from './local-day.ts';
import type { Outreach, TaskEnd } from './outreach.ts';
import type { CallTask } from './touch.ts';

export interface TaskPorts {
  readonly patients: Patients;
  readonly outreach: Outreach;
  readonly addressKeys: (record: PatientRecord) => Promise<AddressKeys>;
  readonly shardOf: (patientId: string) => number;
  /** Zone of a location. */
  readonly zoneOf: (location: string) => string;
  /** ISO instant. */
  readonly now: string;
}

export interface Ending extends Omit<TaskEnd, 'doneBy' | 'doneAt'> {
  readonly by: string;
  /** Local date, for `call-back`. */
  readonly callBackOn?: string | undefined;
}

/** Nobody spoke: the next try comes sooner than the sequence says. */
const shorterGapDays = { voicemail: 7, 'no-answer': 3 } as const;

const withoutNext = ({ nextOn, ...rest }: RecallItem): RecallItem => {
  void nextOn;
  return rest;
};

const sooner = (item: RecallItem, on: string): RecallItem =>
  item.nextOn === undefined || item.nextOn > on ? { ...item, nextOn: on } : item;

/** What the outcome of a call makes of an item that the call was for; undefined where it stays as it is. */
export function afterCall(item: RecallItem, end: Ending, today: string): RecallItem | undefined {
  if (item.state !== 'open' && item.state !== 'exhausted') return undefined;
  const ended = (endedBy: string): RecallItem => ({ ...withoutNext(item), state: 'stopped', endedBy });
  switch (end.outcome) {
    case 'declined':
      return ended(`declined${end.reason ? `: ${end.reason}` : ''}`);
    case 'booked':
      return { ...withoutNext(item), state: 'booked' };
    case 'call-back':
      return { ...item, state: 'open', nextOn: end.callBackOn ?? today };
    case 'voicemail':
    case 'no-answer':
      return item.state === 'open' ? sooner(item, daysAfter(today, shorterGapDays[end.outcome])) : undefined;
    // The number is of no use: the next channel of the sequence, from tomorrow on.
    case 'wrong-number':
      return item.state === 'open' ? sooner(item, daysAfter(today, 1)) : undefined;
    default:
      return undefined;
  }
}

async function actOnItems(ports: TaskPorts, task: CallTask, end: Ending): Promise<void> {
  const touch = await ports.outreach.findTouch(task.patientId, task.touchId.split('.').at(-1) ?? '');
  const record = await ports.patients.record(task.patientId);
  if (!touch || !record) return;
  const zone = ports.zoneOf(task.location);
  const due = { zone, shard: ports.shardOf(task.patientId) };
  for (const touched of touch.items) {
    const item = record.items.find(({ id, episode }) => id === touched.id && episode === touched.episode);
    const after = item && afterCall(item, end, localDay(ports.now, zone));
    if (item && after) await ports.patients.saveItem(after, due, item);
  }
  await ports.outreach.move(touch, 'task', { state: 'done' });
}

async function wrongNumber(ports: TaskPorts, task: CallTask): Promise<void> {
  const record = await ports.patients.record(task.patientId);
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
  const { by, callBackOn, ...kept } = end;
  void callBackOn;
  const finished = await ports.outreach.finishTask(id, { ...kept, doneBy: by, doneAt: ports.now });
  if (!finished) throw new DomainError('not-found', 'There is no such open task.');
  return finished;
}
