import type { Patients } from '../patient/patients.ts';
import { outlookOf, withOutlook } from './outlook.ts';
import type { SweepDecision } from './touch.ts';

/** What a sweep told of a patient that goes on to hold after its day; whoever was contacted waits for the next day by the calendar. */
const holdsOn = (decision: SweepDecision | undefined): string | undefined =>
  decision?.outcome === 'not-now' ? decision.reason : undefined;

/** Keeps, after a sweep has looked at a patient on a local day, when it looks again: the answer for every sweep in between. `now` is an ISO instant. */
export async function noteOutlook(
  { patients, now }: { readonly patients: Pick<Patients, 'record' | 'saveOutlooks'>; readonly now: string },
  patientId: string,
  on: string,
  decision: SweepDecision | undefined,
): Promise<void> {
  const record = await patients.record(patientId);
  if (!record || record.patient.erasedAt !== undefined) return;
  const line = { ...outlookOf(record, now, holdsOn(decision)), sweptOn: on };
  const lines = withOutlook(record.outlooks ?? [], line);
  if (lines) await patients.saveOutlooks(patientId, lines);
}
