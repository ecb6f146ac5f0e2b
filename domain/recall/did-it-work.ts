import { type Cohort, cohorts } from '../measure/cohorts.ts';
import type { Facts, TreatmentFact } from '../measure/facts.ts';
import { type ReportRow, recallReport, type Span } from '../measure/report.ts';
import { daysAfter, monthsAfter } from './calendar.ts';
import { localDay } from './local-day.ts';
import type { RecallRules } from './recall-rules.ts';

/** A report as it was made; `knownUntil` of its span says of which day it is. */
export interface MadeReport {
  readonly span: Span;
  readonly rows: readonly ReportRow[];
}

export interface Retention {
  /** The last local day that is counted. */
  readonly knownUntil: string;
  readonly cohorts: readonly Cohort[];
}

/** What was made in the night. */
export interface KeptReports {
  /** Of a whole month, YYYY-MM. */
  find(month: string): Promise<MadeReport | undefined>;
  keep(month: string, report: MadeReport): Promise<void>;
  retention(): Promise<Retention | undefined>;
  keepRetention(retention: Retention): Promise<void>;
}

export interface ReportPorts {
  readonly facts: (span: Span) => Promise<Facts>;
  /** Of all patients. */
  readonly treatments: () => Promise<readonly TreatmentFact[]>;
  readonly kept: KeptReports;
  readonly rules: Pick<RecallRules, 'prices'>;
  /** IANA time zone of the practice's first location. */
  readonly zone: string;
}

/** Holdouts of a quarter are few: they are pooled over so many months before the end of a report. */
const pooledMonths = 12;

const earlier = (a: string, b: string): string => (a < b ? a : b);
const yesterdayOf = (now: string, zone: string): string => daysAfter(localDay(now, zone), -1);

/** The span of a report, both days included; everything is known until the day before `now`. */
function spanOf({ from, to }: { from: string; to: string }, now: string, zone: string): Span {
  const until = daysAfter(to, 1);
  return {
    from,
    until,
    pooledFrom: earlier(from, monthsAfter(until, -pooledMonths)),
    knownUntil: yesterdayOf(now, zone),
  };
}

const lastOf = (month: string): string => daysAfter(monthsAfter(`${month}-01`, 1), -1);

/** The month that these days are, from its first to its last. */
const wholeMonth = ({ from, to }: { from: string; to: string }): string | undefined =>
  from.endsWith('-01') && to === lastOf(from.slice(0, 7)) ? from.slice(0, 7) : undefined;

async function made(ports: ReportPorts, span: Span): Promise<MadeReport> {
  // Cohorts are of all patients, not of those of a span only.
  const { rows } = recallReport(await ports.facts(span), span, ports.rules.prices);
  return { span, rows };
}

/**
 * Did recall work between two local days, both included? A whole month is taken as the last night made it, where it did; `afresh` makes it
 * now. Instants are ISO.
 */
export async function didItWork(
  ports: ReportPorts,
  days: { readonly from: string; readonly to: string },
  { now, afresh }: { readonly now: string; readonly afresh: boolean },
): Promise<MadeReport> {
  const span = spanOf(days, now, ports.zone);
  const month = wholeMonth(days);
  const kept = month === undefined || afresh ? undefined : await ports.kept.find(month);
  // One that an earlier version made does not say how many bookings it could not count.
  const isWhole = kept?.rows.every(({ bookingDayUnknown }) => bookingDayUnknown !== undefined);
  return kept && isWhole && kept.span.knownUntil === span.knownUntil ? kept : made(ports, span);
}

const retentionNow = async ({ treatments, zone }: ReportPorts, now: string): Promise<Retention> => {
  const knownUntil = yesterdayOf(now, zone);
  return { knownUntil, cohorts: cohorts(await treatments(), knownUntil) };
};

/** Who comes back, by cohort: as the last night counted it, or now. */
export async function retention(
  ports: ReportPorts,
  { now, afresh }: { readonly now: string; readonly afresh: boolean },
): Promise<Retention> {
  const kept = afresh ? undefined : await ports.kept.retention();
  return kept?.knownUntil === yesterdayOf(now, ports.zone) ? kept : retentionNow(ports, now);
}

/** Months whose figures may still change: their 90 days are not over, or have been for less than a month. */
const unsettledMonths = 5;

/** Makes and keeps every month that may have changed, and the cohorts; gives how many months. */
export async function keepReports(ports: ReportPorts, now: string): Promise<number> {
  const today = localDay(now, ports.zone);
  const months = Array.from({ length: unsettledMonths }, (_, ago) =>
    monthsAfter(`${today.slice(0, 7)}-01`, -ago).slice(0, 7),
  );
  for (const month of months) {
    const days = { from: `${month}-01`, to: lastOf(month) };
    await ports.kept.keep(month, await made(ports, spanOf(days, now, ports.zone)));
  }
  await ports.kept.keepRetention(await retentionNow(ports, now));
  return months.length;
}
