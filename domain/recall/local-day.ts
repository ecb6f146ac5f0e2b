import { Temporal } from 'temporal-polyfill';

/** The first ISO instant of a local date in a zone. */
export const startOfDay = (day: string, zone: string): string =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString({ fractionalSecondDigits: 3 });

/** The ISO instant of a local date and time (HH:MM) in a zone. */
export const instantOf = (day: string, time: string, zone: string): string =>
  Temporal.PlainDateTime.from(`${day}T${time}`)
    .toZonedDateTime(zone)
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });

/** The local date (YYYY-MM-DD) of an ISO instant in an IANA zone. */
export const localDay = (now: string, zone: string): string =>
  Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString();

export { daysAfter } from './calendar.ts';
