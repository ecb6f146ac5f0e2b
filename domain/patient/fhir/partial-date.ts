import { Temporal } from 'temporal-polyfill';

/** Local days, the first and the last of them. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

/** The days that a FHIR date or instant may mean: of 2026-11 the first to the thirtieth. Undefined for what is none. */
export function daysOf(written: string): Days | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/.exec(written) ?? [];
  if (year === undefined) return undefined;
  const on = (ofYear: number): Temporal.PlainDate =>
    Temporal.PlainDate.from(
      { year: Number(year), month: Number(month ?? ofYear), day: Number(day ?? 1) },
      { overflow: 'reject' },
    );
  try {
    const last = on(12);
    return {
      first: on(1).toString(),
      last: (day === undefined ? last.with({ day: last.daysInMonth }) : last).toString(),
    };
  } catch {
    return undefined;
  }
}

/** The last day that a FHIR date or instant may mean: of 2026-11 the thirtieth. Undefined for what is none. */
export const lastDayOf = (written: string): string | undefined => daysOf(written)?.last;
