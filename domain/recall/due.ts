import { later, monthsAfter } from './calendar.ts';
import { due } from './due-day.ts';
import { minimumGapOf } from './interval.ts';
import { overrideOf } from './overrides.ts';
import { gapsOf, personalDue } from './personal-interval.ts';
import { type Known, newest, type Reason, type RecallOptions } from './reason.ts';
import type { RecallRules, TreatmentType } from './recall-rules.ts';
import { coursesOf } from './series.ts';

/** Days between a patient's treatments of a type, oldest first; those between two sessions of one course are its spacing, nobody's habit. */
function habitGaps(record: Known, type: TreatmentType): readonly number[] {
  const days = record.treatments.filter((one) => one.type === type.id).map(({ on }) => on);
  const sessions = coursesOf(record, type).flatMap(({ done }) => done.slice(1).map(({ on }) => on));
  return gapsOf(days, minimumGapOf(type))
    .filter(({ to }) => !sessions.includes(to))
    .map((gap) => gap.days);
}

/** The next treatment of a type, from the latest that was done here or elsewhere; undefined when nobody is asked to come for it. */
export function dueReason(
  record: Known,
  type: TreatmentType,
  { lapsedAfterMonths }: Pick<RecallRules, 'lapsedAfterMonths'>,
  options: RecallOptions,
): Reason | undefined {
  const last = newest(
    record.treatments.filter((one) => one.type === type.id),
    ({ nextOn }) => nextOn !== undefined,
  );
  if (!last) return undefined;
  const id = `due#${type.id}`;
  const override = overrideOf(record, id, last.on, options);
  // Decided in person: only where somebody did.
  const decided =
    last.nextOn !== undefined || override.dueOn !== undefined || override.interval !== undefined;
  if (type.noRecall && !decided) return undefined;
  const reason = due({
    reason: { id, type: 'due', treatment: type.id },
    type,
    last,
    lastOn: last.on,
    every: type.interval,
    usual: personalDue(habitGaps(record, type), last.on, type),
    override,
  });
  return { ...reason, untilOn: monthsAfter(later(reason.dueOn, reason.heldUntil), lapsedAfterMonths) };
}
