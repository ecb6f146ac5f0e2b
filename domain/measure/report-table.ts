import type { Cohort } from './cohorts.ts';
import type { Lift } from './lift.ts';
import type { Credited, ReportRow } from './report.ts';

export type Line = Readonly<Record<string, string | number>>;

const creditColumns = (name: string, { bookings, lost, visits, revenue }: Credited): Line => ({
  [`${name}Bookings`]: bookings,
  [`${name}Lost`]: lost,
  [`${name}Visits`]: visits,
  [`${name}RevenueCents`]: revenue,
});

/** Shares to a tenth of a point. */
const tenthOfPoint = (share: number): number => Math.round(share * 1000) / 1000;

function liftColumns(name: string, lift: Lift, rounded: (value: number) => number): Line {
  if (lift.state === 'not enough data')
    return { [`${name}Difference`]: `not enough data: ${lift.why}`, [`${name}Low`]: '', [`${name}High`]: '' };
  return {
    [`${name}Difference`]: rounded(lift.difference),
    [`${name}Low`]: rounded(lift.low),
    [`${name}High`]: rounded(lift.high),
  };
}

const armColumns = (name: string, { contacted, heldOut }: Lift): Line => ({
  [`${name}Contacted`]: contacted.patients,
  [`${name}ContactedVisits`]: contacted.visits,
  [`${name}HeldOut`]: heldOut.patients,
  [`${name}HeldOutVisits`]: heldOut.visits,
});

/** A line of a CSV file for each row of a report. Differences of visits are shares (0 to 1), money whole cents. */
export function reportLines(rows: readonly ReportRow[]): readonly Line[] {
  return rows.map((row) => ({
    type: row.type,
    location: row.location,
    eligible: row.eligible,
    heldOut: row.heldOut,
    touches: row.touches,
    ...creditColumns('attributed', row.attributed),
    ...creditColumns('influenced', row.influenced),
    bookingDayUnknown: row.bookingDayUnknown,
    ...armColumns('within60', row.incremental.visits60),
    ...liftColumns('within60', row.incremental.visits60, tenthOfPoint),
    ...armColumns('within90', row.incremental.visits90),
    ...liftColumns('within90', row.incremental.visits90, tenthOfPoint),
    ...liftColumns('revenue90Cents', row.incremental.revenue90, Math.round),
    waiting: row.incremental.waiting,
    costCents: row.return.cost,
    netCents: row.return.net,
    ratio: row.return.ratio ?? '',
  }));
}

/** A line for each cohort and month after its first. */
export function cohortLines(cohorts: readonly Cohort[]): readonly Line[] {
  return cohorts.flatMap(({ month, treatment, patients, months }) =>
    months.map(({ after, active, returned }) => ({ treatment, month, patients, after, active, returned })),
  );
}
