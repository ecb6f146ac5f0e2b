import type { Outcome } from './arms.ts';
import { daysBetween, type EligibleEvent } from './facts.ts';
import type { Visits } from './visits.ts';

export interface Comparison {
  readonly outcomes: readonly Outcome[];
  /** Patients whose days are not over yet; they are in no figure. */
  readonly waiting: number;
}

const earliest = (a: EligibleEvent, b: EligibleEvent): number =>
  a.on < b.on || (a.on === b.on && a.item < b.item) ? -1 : 1;

/**
 * Each patient who could have been held out, once, at their first eligibility among these events (what comes later depends on whether they
 * were contacted): did they come within so many days, for whatever, and what did they leave? By intention to treat: who was to be contacted counts as
 * contacted. `knownUntil` is the last local date of which everything is known; whose days reach beyond it is waiting.
 */
export function compare(
  events: readonly EligibleEvent[],
  visits: Visits,
  days: number,
  knownUntil: string,
): Comparison {
  const comparable = events.filter(({ share }) => share > 0).toSorted(earliest);
  const firsts = [...Map.groupBy(comparable, ({ patientId }) => patientId).values()].flatMap(([first]) =>
    first === undefined ? [] : [first],
  );
  const over = firsts.filter(({ on }) => daysBetween(on, knownUntil) >= days);
  return {
    waiting: firsts.length - over.length,
    outcomes: over.map(({ patientId, household, heldOut, share, on }) => ({
      household,
      heldOut,
      stratum: String(share),
      visited: visits
        .daysOf(patientId)
        .some((day) => daysBetween(on, day) >= 0 && daysBetween(on, day) <= days),
      cents: visits.revenue(patientId, on, days),
    })),
  };
}
