import type { Patients } from '../../domain/patient/patients.ts';
import type { Documents } from './documents.ts';
import { patientKey } from './patient-items.ts';

type Entries = Pick<
  Patients,
  | 'saveTreatment'
  | 'savePurchase'
  | 'saveConsultation'
  | 'saveSeries'
  | 'saveAppointment'
  | 'removeEntry'
  | 'retract'
  | 'unretract'
>;

/** What was done, bought, talked about, planned or booked. */
export function patientEntries(items: Documents): Entries {
  /** Stores an entry, one with a version never over a newer one. */
  async function putNewer(
    sk: string,
    entry: { readonly patientId: string; readonly updatedAt?: string },
  ): Promise<void> {
    const item = { ...patientKey(entry.patientId, sk), ...entry };
    if (entry.updatedAt === undefined) return items.put(item);
    await items.putIf(item, {
      expression: 'attribute_not_exists(updatedAt) OR updatedAt <= :at',
      values: { ':at': entry.updatedAt },
    });
  }

  const put = (
    kind: 'treatment' | 'consultation' | 'series',
    entry: { readonly patientId: string; readonly id: string },
  ) => items.put({ ...patientKey(entry.patientId, `${kind}#${entry.id}`), ...entry });

  return {
    saveTreatment: (treatment) => put('treatment', treatment),
    saveConsultation: (consultation) => put('consultation', consultation),
    saveSeries: (series) => put('series', series),
    savePurchase: (purchase) => putNewer(`purchase#${purchase.id}`, purchase),
    saveAppointment: (appointment) => putNewer(`appointment#${appointment.id}`, appointment),
    removeEntry: (kind, patientId, id) => items.remove(patientKey(patientId, `${kind}#${id}`)),
    // The reason first: what is cut off between the two is brought back by no import.
    retract: async (retraction) => {
      const { patientId, id } = retraction;
      await items.putIf({ ...patientKey(patientId, `retracted#${id}`), ...retraction });
      await items.remove(patientKey(patientId, id));
    },
    unretract: (patientId, id) => items.remove(patientKey(patientId, `retracted#${id}`)),
  };
}
