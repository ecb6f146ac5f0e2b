import { DomainError } from '../errors.ts';
import { centsOf } from '../measure/return.ts';
import { currentRecord } from '../patient/current-record.ts';
import { addressed } from '../patient/guardian.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { type RefreshPorts, refreshItems } from '../patient/refresh-items.ts';
import { mayBook } from '../patient/under-age-booking.ts';
import { stopped } from './attempts.ts';
import type { AddressKeys } from './know.ts';
import { visitOfTask, visitsBeside } from './known-visits.ts';
import { daysAfter, instantOf, localDay } from './local-day.ts';
import type { Outreach, TaskEnd } from './outreach.ts';
import type { CallBack, RecallItem } from './recall-item.ts';
import { visitOf } from './reminders.ts';
import { type CallOutcome, type CallTask, slotIn, type Touch, type TouchedItem } from './touch.ts';

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
  /** Local time of that visit, HH:MM, where it is known. */
  readonly bookedTime?: string | undefined;
}

/** Nobody spoke: the next try comes sooner than the sequence says. */
const shorterGapDays = { voicemail: 7, 'no-answer': 3 } as const;

const sooner = (item: RecallItem, on: string): RecallItem =>
  item.nextOn === undefined || item.nextOn > on ? { ...item, nextOn: on } : item;

/** The last attempt again, on the day that was agreed: also when it was the last of its sequence. */
function calledBack({ endedOn, ...item }: RecallItem, on: string, callBack: CallBack): RecallItem {
  void endedOn;
  return { ...item, state: 'open', attempts: Math.max(0, item.attempts - 1), nextOn: on, callBack };
}

const callBackOf = ({ note, by }: Ending, at: string): CallBack => ({ ...(note ? { note } : {}), by, at });

/** What the outcome of a call, told at `now` (ISO) on the local day `today`, makes of an item that the call was for; undefined where it stays as it is. */
export function afterCall(item: RecallItem, end: Ending, today: string, now: string): RecallItem | undefined {
  if (item.state !== 'open' && item.state !== 'exhausted') return undefined;
  const isOpen = item.state === 'open';
  switch (end.outcome) {
    case 'declined':
      return stopped(item, end.reason ? `declined: ${end.reason}` : 'declined', today);
    case 'call-back':
      return calledBack(item, end.callBackOn ?? today, callBackOf(end, now));
    case 'voicemail':
    case 'no-answer':
      // The clinician who decided on a prescription has yet to reach the patient.
      if (item.clinician)
        return calledBack(item, daysAfter(today, shorterGapDays[end.outcome]), callBackOf(end, now));
      return isOpen ? sooner(item, daysAfter(today, shorterGapDays[end.outcome])) : undefined;
    // The number is of no use: the next channel of the sequence, from tomorrow on.
    case 'wrong-number':
      return isOpen ? sooner(item, daysAfter(today, 1)) : undefined;
    // Of a booking the appointment itself closes it, and opens it again when it is cancelled.
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
    const after = item && afterCall(item, end, localDay(ports.now, due.zone), ports.now);
    if (!item || !after || (await ports.patients.saveItem(after, due, item))) return;
  }
  throw new Error('The recall items kept changing; try again.');
}

async function actOnItems(
  ports: TaskPorts,
  task: CallTask,
  touch: Touch | undefined,
  end: Ending,
): Promise<void> {
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

/** Another visit is booked beside the one of the call: whether it was moved is for the practice's own system to say, and for a person to find out. */
async function askWhichVisit(ports: TaskPorts, task: CallTask, patientId: string): Promise<void> {
  const record = await ports.patients.record(patientId);
  const today = localDay(ports.now, ports.zoneOf(task.location));
  const [other] = record ? visitsBeside(record.appointments, visitOfTask(task.id), today) : [];
  if (!other) return;
  const id = `${task.id}.visits`;
  await ports.outreach.addTask({
    id,
    touchId: id,
    patientId,
    location: task.location,
    kind: 'review',
    dueOn: today,
    why: `a visit was booked on a call, and another one is booked for ${other.on}: if it was moved, move or cancel it in your own system, as patients are reminded of both`,
    state: 'open',
  });
}

/** A booking made on the phone is an appointment; the practice's own system may say more of it later, under its own id. */
async function book(
  ports: TaskPorts,
  task: CallTask,
  touch: Touch | undefined,
  { bookedOn: on, bookedTime }: Ending & { readonly bookedOn: string },
): Promise<void> {
  const record = await currentRecord(ports.patients, task.patientId);
  if (!record || record.patient.erasedAt) return;
  const patientId = record.patient.id;
  await ports.patients.saveAppointment({
    patientId,
    id: visitOfTask(task.id),
    on,
    ...(bookedTime === undefined ? {} : { at: instantOf(on, bookedTime, ports.zoneOf(task.location)) }),
    status: 'booked',
    location: task.location,
    bookedAt: ports.now,
    answers: (touch?.items ?? (task.item ? [task.item] : [])).map(({ id }) => id),
  });
  await refreshItems(ports, patientId);
  await askWhichVisit(ports, task, patientId);
}

/** Throws DomainError where the visit may not be booked for somebody under 18 (R36). */
async function mustBeBookable(
  ports: TaskPorts,
  task: CallTask,
  touch: Touch | undefined,
  on: string,
): Promise<void> {
  const record = await currentRecord(ports.patients, task.patientId);
  if (!record) return;
  const { practice, types } = ports;
  const named = (touch?.items ?? []).map(
    ({ id, treatment }) => treatment ?? id.replace(/^(due|series)#/, ''),
  );
  const visit = visitOf(record, touch?.items[0]?.id ?? task.item?.id ?? '');
  const treatments = [...named, visit?.type ?? '', task.item?.id.replace(/^(due|series)#/, '') ?? ''].filter(
    (id) => types.some((type) => type.id === id),
  );
  mayBook(record, { on, treatments }, { practice, types });
}

/** A task that is for no reason to come back is a task again, on the day that was agreed. */
async function callAgain(ports: TaskPorts, task: CallTask, end: Ending): Promise<void> {
  const { assignee, ...again } = task;
  const dueOn = end.callBackOn ?? task.dueOn;
  void assignee;
  await ports.outreach.addTask({
    ...again,
    id: `${task.id}.${dueOn}`,
    dueOn,
    callBack: callBackOf(end, ports.now),
  });
}

async function wrongNumber(ports: TaskPorts, task: CallTask): Promise<void> {
  const record = await currentRecord(ports.patients, task.patientId);
  const today = localDay(ports.now, ports.zoneOf(task.location));
  const { phone } = record ? await ports.addressKeys(addressed(record, today).record) : {};
  if (phone !== undefined) await ports.outreach.suppress(phone, 'wrong-number', ports.now);
}

/** The day that an outcome needs, and what to say where it is missing or over. */
function checkDays({ outcome, callBackOn, bookedOn, bookedTime }: Ending, today: string): void {
  const refuse = (message: string): never => {
    throw new DomainError('invalid', message);
  };
  if (outcome === 'call-back' && callBackOn === undefined)
    refuse('Say on which day to call back: callBackOn, as in 2026-12-01.');
  if (outcome === 'booked' && bookedOn === undefined)
    refuse(
      'Say for which day the visit is booked: bookedOn, as in 2026-12-01, and bookedTime, as in 14:30, where it is known.',
    );
  if (bookedTime !== undefined && bookedOn === undefined)
    refuse('bookedTime needs the day of the visit: bookedOn.');
  if (outcome === 'call-back' && callBackOn !== undefined && callBackOn < today)
    refuse('callBackOn lies in the past: say a day from today on.');
  if (outcome === 'booked' && bookedOn !== undefined && bookedOn < today)
    refuse('bookedOn lies in the past: say the day of the visit that is to come.');
}

/**
 * Ends a person's task with what came of it, and lets the outcome act: a booking stops contact, "call back on" moves it, "declined" closes
 * it with the reason, a wrong number is used no more. The items first, the task last, so that a crash leaves the task open to be ended again.
 */
export async function endTask(ports: TaskPorts, id: string, end: Ending): Promise<CallTask> {
  const task = await ports.outreach.task(id);
  if (task?.state !== 'open') throw new DomainError('not-found', 'There is no such open task.');
  checkDays(end, localDay(ports.now, ports.zoneOf(task.location)));
  const touch = await ports.outreach.findTouch(task.patientId, slotIn(task.touchId));
  if (end.outcome === 'booked' && end.bookedOn !== undefined)
    await mustBeBookable(ports, task, touch, end.bookedOn);
  if (end.outcome === 'wrong-number') await wrongNumber(ports, task);
  await actOnItems(ports, task, touch, end);
  if (end.outcome === 'call-back' && (touch?.items ?? []).length === 0 && !task.item)
    await callAgain(ports, task, end);
  const { by, callBackOn, bookedOn, bookedTime, ...kept } = end;
  if (end.outcome === 'booked' && bookedOn !== undefined)
    await book(ports, task, touch, { ...end, bookedOn });
  void [callBackOn, bookedTime];
  const finished = await ports.outreach.finishTask(id, { ...kept, doneBy: by, doneAt: ports.now });
  if (!finished) throw new DomainError('not-found', 'There is no such open task.');
  return finished;
}
