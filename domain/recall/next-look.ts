import { daysAfter } from './calendar.ts';
import { reasonsOf, recallItems } from './items.ts';
import { happened, type Known, type RecallOptions } from './reason.ts';
import type { RecallItem } from './recall-item.ts';
import type { RecallRules, TreatmentType } from './recall-rules.ts';

/** A day of contact that has passed is today's at each look; that alone is no change. */
const comparable = (items: readonly RecallItem[], today: string): string =>
  JSON.stringify(
    items
      .map(({ nextOn, ...item }) => ({
        ...item,
        nextOn: nextOn !== undefined && nextOn < today ? today : nextOn,
      }))
      .map((item) =>
        Object.entries(item)
          .filter(([, value]) => value !== undefined)
          .sort(),
      )
      .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
  );

/** Days on which something may change by itself: what bears a later date, appointments that pass, reasons that grow too old. */
function turningDays(
  record: Known,
  types: readonly TreatmentType[],
  rules: RecallRules,
  options: RecallOptions,
  today: string,
): readonly string[] {
  const dated = [
    ...record.treatments,
    ...record.purchases,
    ...record.consultations,
    ...record.appointments,
  ].map(({ on }) => on);
  const passes = record.appointments.map(({ on }) => daysAfter(on, 1));
  const reasons = reasonsOf(happened(record, today), { types, rules, options }, today);
  const ends = reasons.flatMap(({ untilOn }) => (untilOn === undefined ? [] : [daysAfter(untilOn, 1)]));
  const courses = record.series.map(({ startedOn }) => startedOn);
  return [...new Set([...dated, ...passes, ...ends, ...courses])].filter((day) => day > today).toSorted();
}

/**
 * The next local day on which anything of this record's items changes by itself, without an event: nothing needs to be recomputed before it.
 * Today, when they are not what they should be already; undefined when nothing ever changes. The record holds the items as stored. That the day
 * of a contact comes is no change: the index of due items has it.
 */
export function nextLook(
  record: Known,
  types: readonly TreatmentType[],
  rules: RecallRules,
  today: string,
  options: RecallOptions = {},
): string | undefined {
  const onDay = (day: string) => recallItems(record, types, rules, day, options);
  const changes = (day: string): boolean => comparable(onDay(day), day) !== comparable(record.items, day);
  return changes(today) ? today : turningDays(record, types, rules, options, today).find(changes);
}
