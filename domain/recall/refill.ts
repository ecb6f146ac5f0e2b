import type { PatientRecord } from '../patient/patient.ts';
import { raised } from './attempts.ts';
import { taskIdOf } from './escalated.ts';
import { isReady } from './ready-items.ts';
import type { RecallItem } from './recall-item.ts';
import type { CallTask, SweepDecision } from './touch.ts';

/** Prescriptions that run out: whether there is a refill a clinician decides, so nothing is sent and nobody is held out (R23, R45). */
export const refillsDue = (record: Pick<PatientRecord, 'items'>, today: string): readonly RecallItem[] =>
  record.items.filter((item) => item.clinician === true && isReady(item, today));

/** The clinician's task; the same item of a day is one task. */
export function refillTask(
  { patient, preferences }: Pick<PatientRecord, 'patient' | 'preferences'>,
  { id, episode }: RecallItem,
  on: string,
): CallTask {
  const taskId = taskIdOf([patient.id, id, episode, on]);
  return {
    id: taskId,
    touchId: taskId,
    patientId: patient.id,
    location: patient.location,
    kind: 'refill',
    dueOn: on,
    why: 'a clinician decides: a prescription runs out; look at the record before the patient is called',
    item: { id, episode },
    ...(preferences?.bestTime ? { bestTime: preferences.bestTime } : {}),
    state: 'open',
  };
}

/** The item once a clinician has it: asked once, whatever the sequence says, until the patient buys again or the clinician says when to ask. */
export const handed = (item: RecallItem, on: string): RecallItem =>
  raised(item, { class: 'care', attempts: [] }, { attempt: item.attempts, on });

/** What the list of a sweep says of a patient for whom nothing else is due. */
export const refillDecision = (
  sweepId: string,
  patientId: string,
  refills: readonly RecallItem[],
): SweepDecision => ({
  sweepId,
  patientId,
  outcome: 'not-now',
  reason: 'a prescription runs out: a clinician has the task, nothing is sent',
  rules: ['R23', 'R45'],
  items: refills.map(({ id }) => id),
});
