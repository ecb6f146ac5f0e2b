import { Temporal } from 'temporal-polyfill';

/** The local date (YYYY-MM-DD) of an ISO instant in an IANA zone. */
export const localDay = (now: string, zone: string): string =>
  Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString();

/** Days by the calendar after a local date. */
export const daysAfter = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();
