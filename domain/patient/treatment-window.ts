import { Temporal } from 'temporal-polyfill';
import type { TreatmentType } from '../recall/recall-rules.ts';
import type { Treatment } from './patient.ts';

/** Hot: any message is urgent and the direct line is open; watch: any message is a clinical question (R64). */
export type TreatmentWindow = 'hot' | 'watch';

/** Whole days from one local date to another (YYYY-MM-DD). */
export const daysSince = (on: string, today: string): number =>
  Temporal.PlainDate.from(on).until(Temporal.PlainDate.from(today), { largestUnit: 'days' }).days;

/**
 * The window in which a patient is on a local date (YYYY-MM-DD), by all of their treatments: each lasts to the end of its last day, and a new
 * treatment extends and never shortens it (R64, R65). Undefined outside all of them.
 */
export function windowOn(
  today: string,
  treatments: readonly Treatment[],
  types: readonly TreatmentType[],
): TreatmentWindow | undefined {
  const within = (days: (type: TreatmentType) => number | undefined): boolean =>
    treatments.some(({ type, on }) => {
      const known = types.find(({ id }) => id === type);
      const lasts = known && days(known);
      const passed = daysSince(on, today);
      return lasts !== undefined && passed >= 0 && passed <= lasts;
    });
  if (within(({ hotDays }) => hotDays)) return 'hot';
  return within(({ watchDays }) => watchDays) ? 'watch' : undefined;
}

/**
 * The same for whoever writes: a treatment whose type is none of the practice's is taken for the one with the longest window (R53: what is unknown
 * counts as inside).
 */
export function windowOfSender(
  today: string,
  treatments: readonly Treatment[],
  types: readonly TreatmentType[],
): TreatmentWindow | undefined {
  const longest = (days: (type: TreatmentType) => number | undefined): number =>
    Math.max(0, ...types.map((type) => days(type) ?? 0));
  const [first] = types;
  const known = new Set(types.map(({ id }) => id));
  const unknown = first
    ? treatments
        .filter(({ type }) => !known.has(type))
        .map(({ type }) => ({
          ...first,
          id: type,
          hotDays: longest(({ hotDays }) => hotDays),
          watchDays: longest(({ watchDays }) => watchDays),
        }))
    : [];
  return windowOn(today, treatments, [...types, ...unknown]);
}
