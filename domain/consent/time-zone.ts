import { Temporal } from 'temporal-polyfill';

/** Whether a text names a time zone that a clock can be set by: an export may say "Pacific Time (US & Canada)". */
export function isZone(text: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId.length > 0;
  } catch {
    return false;
  }
}
