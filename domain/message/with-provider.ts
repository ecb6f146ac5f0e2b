import type { TreatmentType } from '../recall/recall-rules.ts';
import type { Touch } from '../recall/touch.ts';
import type { Spoken } from './touch-values.ts';

/** What of the catalogue says how the next visit is booked. */
export type BookedTreatment = Pick<TreatmentType, 'id' | 'booking'>;

/**
 * Whether the visit that a touch is about is booked with the provider, and not by the patient: where any of its items is about such a treatment, or all
 * that its campaign is about are.
 */
export function isBookedWithProvider(
  { items, about = [] }: Pick<Touch, 'items' | 'about'>,
  record: Pick<Spoken, 'items'>,
  treatments: readonly BookedTreatment[] = [],
): boolean {
  const inPerson = new Set(
    treatments.filter(({ booking }) => booking === 'with-provider').map(({ id }) => id),
  );
  const treatmentOf = (id: string) => record.items.find((item) => item.id === id)?.treatment ?? '';
  return (
    items.some(({ id, treatment = treatmentOf(id) }) => inPerson.has(treatment)) ||
    (about.length > 0 && about.every((id) => inPerson.has(id)))
  );
}
