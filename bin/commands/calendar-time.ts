import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';

function isIana(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** The zone that a calendar says its times are in, if it says one. */
export function zoneOfCalendar(calendar: ICAL.Component): string | undefined {
  const zone = String(calendar.getFirstPropertyValue('x-wr-timezone') ?? '');
  return zone !== '' && isIana(zone) ? zone : undefined;
}

const isKnown = ({ zone }: ICAL.Time): boolean =>
  zone !== undefined && zone !== null && zone !== ICAL.Timezone.localTimezone;

/**
 * When a time of a calendar is (ISO), by the zone that its property names, as everybody knows it or as the calendar describes it; without
 * one by `zone` (IANA), never by that of this machine. Throws where it names a zone that nobody knows.
 */
export function instantOf(time: ICAL.Time, property: ICAL.Property | null, zone: string): string {
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toJSDate().toISOString();
  const [named] = [property?.getParameter('tzid')].flat();
  if (named !== undefined && !isIana(named)) {
    if (!isKnown(time)) throw new Error(`there is no time zone ${named}`);
    return new Date(time.toUnixTime() * 1000).toISOString();
  }
  const { year, month, day, hour, minute, second } = time;
  const wall = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second });
  return new Date(wall.toZonedDateTime(named ?? zone).epochMilliseconds).toISOString();
}
