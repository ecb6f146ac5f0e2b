import { later, monthsAfter } from './calendar.ts';
import { overridden, overrideOf } from './overrides.ts';
import type { Known, Reason, RecallOptions } from './reason.ts';
import type { RecallItem } from './recall-item.ts';
import type { RecallRules } from './recall-rules.ts';

/** The last completed visit; a consultation since then is one too. Undefined for whoever never was treated and never came. */
export function lastVisit({
  treatments,
  appointments,
  consultations,
}: Pick<Known, 'treatments' | 'appointments' | 'consultations'>): string | undefined {
  const visits = [
    ...treatments.filter(({ elsewhere }) => !elsewhere),
    ...appointments.filter(({ status }) => status === 'fulfilled'),
  ];
  return visits.length === 0 ? undefined : later(...[...visits, ...consultations].map(({ on }) => on));
}

/**
 * Not seen for so many months. `stopped` are items that a person closed: whoever said no is left alone for as long again. Whether it may be
 * open beside other items is not asked here.
 */
export function lapsedReason(
  record: Known,
  stopped: readonly RecallItem[],
  { lapsedAfterMonths }: Pick<RecallRules, 'lapsedAfterMonths'>,
  options: RecallOptions,
): Reason | undefined {
  const seen = lastVisit(record);
  if (seen === undefined) return undefined;
  const lapsed = monthsAfter(seen, lapsedAfterMonths);
  const told = stopped.flatMap(({ endedOn }) => (endedOn === undefined ? [] : [endedOn]));
  const no = later(...told);
  const startOn = no > seen ? later(lapsed, monthsAfter(no, lapsedAfterMonths)) : lapsed;
  return overridden(
    {
      id: 'lapsed',
      type: 'lapsed',
      lastOn: seen,
      dueOn: lapsed,
      startOn,
      why: [
        `last seen ${seen}, not seen for ${lapsedAfterMonths} months on ${lapsed}`,
        ...(startOn > lapsed ? [`said no on ${no}, so not before ${startOn}`] : []),
      ],
    },
    overrideOf(record, 'lapsed', seen, options),
  );
}
