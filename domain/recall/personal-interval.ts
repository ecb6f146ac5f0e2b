import { daysAfter, daysBetween, earlier, later, median, plus } from './calendar.ts';
import type { TreatmentType } from './recall-rules.ts';

const learnedFrom = 3;

interface Gap {
  readonly to: string;
  readonly days: number;
}

/** Days from one to the next of some days. One that follows sooner than the minimum gap (an interval) is a touch-up of the one before, and no visit of its own. */
export function gapsOf(days: readonly string[], minimumGap: string): readonly Gap[] {
  const gaps: Gap[] = [];
  let from: string | undefined;
  for (const to of [...new Set(days)].toSorted()) {
    if (from !== undefined && to < plus(from, minimumGap)) continue;
    if (from !== undefined) gaps.push({ to, days: daysBetween(from, to) });
    from = to;
  }
  return gaps;
}

/**
 * The day on which a patient usually comes again: the median of the last three gaps, in days, within the bounds of the type, counted from the
 * last treatment. Undefined without three gaps or without bounds.
 */
export function personalDue(
  gaps: readonly number[],
  lastOn: string,
  { personal }: Pick<TreatmentType, 'personal'>,
): { readonly on: string; readonly usualDays: number } | undefined {
  const recent = gaps.slice(-learnedFrom);
  if (!personal || recent.length < learnedFrom) return undefined;
  const usualDays = Math.round(median(recent) ?? 0);
  const earliest = plus(lastOn, personal.min);
  const latest = plus(lastOn, personal.max);
  return { on: earlier(later(daysAfter(lastOn, usualDays), earliest), latest), usualDays };
}
