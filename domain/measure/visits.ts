import { daysBetween, type Facts } from './facts.ts';

/** What came of each patient, by local date: the days on which they came, and the cents they left. */
export interface Visits {
  /** Days in order on which a patient was here: a kept appointment, or a treatment by the practice. */
  daysOf(patientId: string): readonly string[];
  /** Cents of treatments and purchases of a patient within so many days from a day on, both inclusive. */
  revenue(patientId: string, from: string, days: number): number;
}

/** Gathers visits and revenue of each patient. Cancelled and missed appointments, and treatments done elsewhere, are neither. */
export function visitsOf({
  appointments,
  treatments,
  purchases,
}: Pick<Facts, 'appointments' | 'treatments' | 'purchases'>): Visits {
  const here = treatments.filter(({ elsewhere }) => elsewhere !== true);
  const kept = appointments.filter(({ status }) => status === 'fulfilled');
  const came = Map.groupBy([...kept, ...here], ({ patientId }) => patientId);
  const sold = Map.groupBy([...here, ...purchases], ({ patientId }) => patientId);
  return {
    daysOf: (patientId) => [...new Set((came.get(patientId) ?? []).map(({ on }) => on))].toSorted(),
    revenue: (patientId, from, days) =>
      (sold.get(patientId) ?? [])
        .filter(({ on }) => {
          const after = daysBetween(from, on);
          return after >= 0 && after <= days;
        })
        .reduce((cents, { price }) => cents + (price ?? 0), 0),
  };
}
