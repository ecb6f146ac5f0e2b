import type { TreatmentType } from '../recall/recall-rules.ts';
import type { Treatment } from './patient.ts';
import { daysSince } from './treatment-window.ts';

const names = /toxin|botox|dysport|xeomin|azzalure|bocouture|jeuveau|letybo|daxxify|nuceiva|relfydess/i;
const isToxin = ({ id, names: own }: TreatmentType): boolean => [id, ...own].some((name) => names.test(name));

/** How long a lid may hang because of toxin, in days (R53, F5). */
const toxinDays = 42;

/**
 * Whether toxin, so lately that a lid may hang because of it, is all that a person was ever treated with as far as the record goes (R53, F5). `today`
 * is a local date. A treatment of a type that nobody knows may be anything.
 */
export function onlyToxin(
  today: string,
  treatments: readonly Treatment[],
  types: readonly TreatmentType[],
): boolean {
  const toxins = new Set(types.filter(isToxin).map(({ id }) => id));
  const passed = treatments.map(({ on }) => daysSince(on, today));
  return (
    treatments.length > 0 &&
    treatments.every(({ type }) => toxins.has(type)) &&
    passed.every((days) => days >= 0) &&
    Math.min(...passed) <= toxinDays
  );
}
