import { centsOf } from '../measure/return.ts';
import type { SendOutcome } from '../message/senders.ts';
import { isMinorOn } from '../patient/guardian.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { aftercareTasks } from './aftercare.ts';
import type { Outreach } from './outreach.ts';
import type { RecallRules } from './recall-rules.ts';
import type { CallTask, Touch } from './touch.ts';

export interface HandOverPorts {
  readonly outreach: Outreach;
  readonly rules: Pick<RecallRules, 'prices'>;
  /** Tells the practice's tools of a new task, once; the list of tasks has it in any case. */
  readonly announce: (task: CallTask) => Promise<SendOutcome>;
}

/** A person's task that takes the place of a touch, or looks after it. */
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
  ...(touch.callBack ? { callBack: touch.callBack } : {}),
  state: 'open',
});

function whyOf({ channel, class: purpose, aftercare, callBack }: Touch): string {
  if (aftercare) return aftercareTasks[aftercare];
  if (channel === 'call' && callBack) return 'call the patient back: they asked for this day';
  if (channel !== 'call') return 'write to the patient, if they wrote within the window of their channel';
  return purpose === 'care'
    ? 'call the patient: remind them of the booked visit'
    : 'call the patient: it is time for the next visit';
}

/** A task for a person, or a letter for the next batch: done here, without any channel. */
export async function handOver(
  ports: HandOverPorts,
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
  const what = `${whyOf(touch)}${isMinorOn(record, touch.on) ? ' (under 18: speak with the guardian)' : ''}`;
  const gives = touch.offerGives ? ` (${touch.offerGives})` : '';
  const why = touch.offerCode ? `${what}; the code of the offer is ${touch.offerCode}${gives}` : what;
  const task = taskOf(touch, record, kind, why);
  await outreach.addTask(task);
  await announce(task);
  await outreach.move(touch, 'sending', { state: 'task' });
}
