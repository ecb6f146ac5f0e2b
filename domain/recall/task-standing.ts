import { campaignsOf } from '../campaign/planning.ts';
import { currentRecord } from '../patient/current-record.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { decideAgain, stillWaiting } from './ask-again.ts';
import { onlyForAWhile } from './channel-answers.ts';
import { longestWaitDays } from './know.ts';
import { daysAfter, localDay } from './local-day.ts';
import { byMessage } from './send-touch.ts';
import type { SweepPorts } from './sweep.ts';
import { openTasks } from './task-summary.ts';
import { type CallTask, slotIn, type Touch } from './touch.ts';
import { zoneOf } from './zones.ts';

export interface StandingPorts extends Omit<SweepPorts, 'rates' | 'now'> {
  /** ISO instant. */
  readonly now: string;
}

/** Whether a task may be done: now; later, for a reason; or no more, for a reason. */
export type TaskStanding =
  | { readonly is: 'due'; readonly note?: string }
  | { readonly is: 'waits' | 'over'; readonly reason: string };

const due: TaskStanding = { is: 'due' };
const over = (reason: string): TaskStanding => ({ is: 'over', reason });

const contacts: ReadonlySet<CallTask['kind']> = new Set(['call', 'social']);

async function remunerated(ports: StandingPorts, { items }: PatientRecord, touch: Touch): Promise<boolean> {
  const ids = new Set(touch.items.map(({ id }) => id));
  const open = items.filter(({ id }) => ids.has(id)).map((item) => ({ ...item, state: 'open' as const }));
  const campaigns = await campaignsOf(ports.campaigns, open);
  return [...campaigns.values()].some(({ content }) => content.thirdPartyRemuneration);
}

/** The touch as the person would make it: what could not be sent is a call now. */
const asCall = (touch: Touch): Touch =>
  touch.channel === 'call' || touch.channel === 'social' ? touch : { ...touch, channel: 'call' };

async function ofTouch(
  ports: StandingPorts,
  task: CallTask,
  touch: Touch,
  record: PatientRecord,
): Promise<TaskStanding> {
  const ask = { ...ports, rates: {}, now: () => ports.now };
  // What protects a patient waits for the hours and is never taken back for anything else.
  if (!touch.aftercare) {
    const day = localDay(ports.now, zoneOf(record.patient, ports.practice));
    if (task.dueOn < daysAfter(day, -longestWaitDays)) return over('it waited for too long');
    if (!stillWaiting(ask, touch, record)) return over('booked, or ended by a person');
  }
  const paid = touch.campaign !== undefined && (await remunerated(ports, record, touch));
  const decision = await decideAgain(ask, asCall(touch), record, [], paid);
  if (decision.outcome === 'defer') return { is: 'waits', reason: decision.reason };
  if (decision.outcome !== 'block' || touch.aftercare) return due;
  if (onlyForAWhile(decision)) return { is: 'waits', reason: decision.reason };
  if (!byMessage(touch)) return over(decision.reason);
  // A message that may not have arrived is looked after, also where its patient may be written to and not called.
  const own = await decideAgain(ask, touch, record, [], paid);
  if (own.outcome === 'block' && !onlyForAWhile(own)) return over(own.reason);
  return { is: 'due', note: `do not call (${decision.reason})` };
}

/**
 * Asks of an open task, whenever somebody looks at it, what a message is asked before it leaves: a booking, a word of the patient or of a
 * person, consent, caps and hours (R4, R8, R13).
 */
export async function taskStanding(ports: StandingPorts, task: CallTask): Promise<TaskStanding> {
  const record = await currentRecord(ports.patients, task.patientId);
  if (!record || record.patient.erasedAt) return over('the patient is gone');
  // What somebody took back is settled all the same (R8).
  if (record.patient.deceased && task.kind !== 'review') return over('the patient has died');
  const { item } = task;
  if (item && !stillWaiting({ ...ports, now: () => ports.now }, { items: [item] }, record))
    return over('booked, over, or ended by a person');
  if (!contacts.has(task.kind)) return due;
  const touch = await ports.outreach.findTouch(task.patientId, slotIn(task.touchId));
  return touch ? ofTouch(ports, task, touch, record) : due;
}

/** Who ends a task that nobody did. */
export const byItself = 'heard';

/** The task as it may be seen: one that is of no use any more is ended with the reason, so that nobody is called by it. */
export async function asItStands(
  ports: StandingPorts,
  task: CallTask,
): Promise<{ readonly task: CallTask; readonly notNow?: string }> {
  if (task.state !== 'open') return { task };
  const standing = await taskStanding(ports, task);
  if (standing.is === 'due')
    return { task: standing.note ? { ...task, why: `${task.why}; ${standing.note}` } : task };
  const { reason } = standing;
  if (standing.is === 'waits') return { task, notNow: reason };
  const touch = await ports.outreach.findTouch(task.patientId, slotIn(task.touchId));
  // The touch first: cut off in between, the task is still open and ended the next time.
  if (touch) await ports.outreach.move(touch, 'task', { state: 'cancelled', reason });
  const end = { outcome: 'withdrawn', reason, doneBy: byItself, doneAt: ports.now } as const;
  return { task: (await ports.outreach.finishTask(task.id, end)) ?? { ...task, state: 'done', ...end } };
}

/** Of a page of open tasks those that may be done now; the others are left out, or ended. A few at a time, so that no look is a burst of reads. */
export async function dueTasks(
  ports: StandingPorts,
  tasks: readonly CallTask[],
): Promise<readonly CallTask[]> {
  const atOnce = 10;
  const found: CallTask[] = [];
  for (let from = 0; from < tasks.length; from += atOnce) {
    const looked = await Promise.all(tasks.slice(from, from + atOnce).map((task) => asItStands(ports, task)));
    for (const { task, notNow } of looked) if (task.state === 'open' && !notNow) found.push(task);
  }
  return found;
}

const hourMilliseconds = 3_600_000;

/**
 * Once an hour of the clock: ends the open tasks that are of no use any more, so that they leave every list and count, whoever looks. Repeating it within the
 * hour does nothing.
 */
export async function endUselessTasks(ports: StandingPorts): Promise<void> {
  const { outreach, now } = ports;
  const next = new Date((Math.floor(Date.parse(now) / hourMilliseconds) + 1) * hourMilliseconds);
  if (!(await outreach.lease('tasks-looked-at', now, next.toISOString()))) return;
  await dueTasks(ports, await openTasks(outreach));
}
