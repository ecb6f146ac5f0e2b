import type { Decision } from '../consent/decide.ts';
import type { PatientRecord } from '../patient/patient.ts';
import type { CallTask, TouchedItem } from './touch.ts';

export type Escalation = Extract<Decision, { readonly outcome: 'escalate' }>;

/** The id of a task that is about these; ids stand in addresses of the interface: whatever is no letter or digit is written by its number. */
export const taskIdOf = (about: readonly string[]): string =>
  about.join('.').replaceAll(/[^A-Za-z0-9.-]/g, (letter) => `~${letter.codePointAt(0)?.toString(16)}`);

/**
 * The task of what only a person may do for an item, with the rule's reason: one for an item's episode and a reason, so that storing it at
 * each sweep tells staff once.
 */
export function escalationTask(
  { patient, preferences }: Pick<PatientRecord, 'patient' | 'preferences'>,
  { id, episode }: Pick<TouchedItem, 'id' | 'episode'>,
  { reason, rules }: Escalation,
  dueOn: string,
): CallTask {
  const taskId = taskIdOf([patient.id, id, episode, ...rules]);
  return {
    id: taskId,
    touchId: taskId,
    patientId: patient.id,
    location: patient.location,
    // Whoever asks for an address asks; all else has to be looked at first.
    kind: rules.includes('R22') ? 'address' : 'review',
    dueOn,
    why: `nothing was sent, a person has to see to it: ${reason} (${rules.join(', ')})`,
    item: { id, episode },
    ...(preferences?.bestTime ? { bestTime: preferences.bestTime } : {}),
    state: 'open',
  };
}
