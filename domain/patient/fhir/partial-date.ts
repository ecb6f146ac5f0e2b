import { Temporal } from 'temporal-polyfill';

/** The last day that a FHIR date or instant may mean: of 2026-11 the thirtieth. Undefined for what is none. */
export function lastDayOf(written: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/.exec(written) ?? [];
  if (year === undefined) return undefined;
  try {
    const first = Temporal.PlainDate.from(
      { year: Number(year), month: Number(month ?? 12), day: Number(day ?? 1) },
      { overflow: 'reject' },
    );
    return (day === undefined ? first.with({ day: first.daysInMonth }) : first).toString();
  } catch {
    return undefined;
  }
}
