import { Temporal } from 'temporal-polyfill';

/** The local date (YYYY-MM-DD) of an ISO instant in an IANA zone. */
export const localDay = (now: string, zone: string): string =>
  Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString();

export { daysAfter } from './calendar.ts';
