import type { Patient } from '../patient/patient.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import { localDay } from './local-day.ts';
import type { CallTask } from './touch.ts';

/**
 * An address of a patient's to ask for, or to check, today: no touch is behind it. `why` is in words for the staff, `now` an ISO instant; the same
 * `id` again is the same task.
 */
export const addressTask = (
  { id, patient, why }: Pick<CallTask, 'id' | 'why'> & { readonly patient: Patient },
  practice: Practice,
  now: string,
): CallTask => ({
  id,
  touchId: id,
  patientId: patient.id,
  location: patient.location,
  kind: 'address',
  dueOn: localDay(now, locationOf(practice, patient.location).zone),
  why,
  state: 'open',
});
