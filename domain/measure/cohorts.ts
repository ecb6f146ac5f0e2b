import type { TreatmentFact } from './facts.ts';

/** Patients of a cohort so many calendar months after that of their first treatment. */
export interface CohortMonth {
  readonly after: number;
  /** Treated in this very month. */
  readonly active: number;
  /** Treated in any month after the first, up to this one; a second visit within the first month is none. */
  readonly returned: number;
}

/** Patients whose first treatment fell into one calendar month. */
export interface Cohort {
  /** YYYY-MM. */
  readonly month: string;
  /** Treatment type; `all` counts any. */
  readonly treatment: string;
  readonly patients: number;
  /** From month 1 on; only months that are over. */
  readonly months: readonly CohortMonth[];
}

/** Months since year 0. */
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const written = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;

/** The last month that is over on a day, the day itself included. */
function lastOver(day: string): number {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return monthOf(next) - 1;
}

function cohortOf(
  treatment: string,
  first: number,
  patients: readonly ReadonlySet<number>[],
  last: number,
): Cohort {
  const months = Array.from({ length: Math.max(0, last - first) }, (_, index) => {
    const month = first + index + 1;
    return {
      after: index + 1,
      active: patients.filter((months) => months.has(month)).length,
      returned: patients.filter((months) => [...months].some((one) => one > first && one <= month)).length,
    };
  });
  return { month: written(first), treatment, patients: patients.length, months };
}

function cohortsOf(treatment: string, treatments: readonly TreatmentFact[], last: number): readonly Cohort[] {
  const monthsOfEach = [...Map.groupBy(treatments, ({ patientId }) => patientId).values()].map(
    (own) => new Set(own.map(({ on }) => monthOf(on))),
  );
  return [...Map.groupBy(monthsOfEach, (months) => Math.min(...months))]
    .filter(([first]) => first <= last)
    .toSorted(([a], [b]) => a - b)
    .map(([first, patients]) => cohortOf(treatment, first, patients, last));
}

/**
 * Who comes back: the cohorts of all treatments, then of each treatment type (its first of that type, and returns for the same type), by month. Treatments
 * done elsewhere count for nothing. `knownUntil` is the last local date of which everything is known; a month that is not over is left out.
 */
export function cohorts(treatments: readonly TreatmentFact[], knownUntil: string): readonly Cohort[] {
  const here = treatments.filter(({ elsewhere, on }) => elsewhere !== true && on <= knownUntil);
  const last = lastOver(knownUntil);
  const types = [...Map.groupBy(here, ({ type }) => type)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [...cohortsOf('all', here, last), ...types.flatMap(([type, own]) => cohortsOf(type, own, last))];
}
