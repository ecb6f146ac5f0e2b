import Holidays, { type HolidaysTypes } from 'date-holidays';
import type { Location } from '../../domain/practice/practice.ts';
import { foundOnce } from './found-once.ts';

/** As far as the library's rules are known; dates beyond are read again with the next deploy. */
const firstYear = 2024;
const lastYear = 2040;

type Chosen = NonNullable<Location['holidays']>;

// A holiday on a weekend is also kept on a weekday near it, under its name with "(substitute day)" behind it in the country's language.
const plainName = (name: string): string => name.replace(/ \([^)]*\)$/, '');

const calendarOf = ({ country, region }: Chosen): Holidays =>
  region ? new Holidays(country, region) : new Holidays(country);

const hour = 3_600_000;

/**
 * The local dates of a holiday: those of which more than half is in it. `date` is its first day as the library writes it: local time, and by how much it
 * begins before or after that (`2026-03-20 00:00:00 -0600` from the sunset before).
 */
function daysOf({ date, start, end }: HolidaysTypes.Holiday): readonly string[] {
  const [, day = date.slice(0, 10), hours = '0', minutes = '0', sign = '+', shift = '0'] =
    /^(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}):\d{2}(?: ([+-])(\d{2})\d{2})?/.exec(date) ?? [];
  const begins = Number(hours) + Number(minutes) / 60 + Number(`${sign}${shift}`);
  const ends = begins + (end.getTime() - start.getTime()) / hour;
  const found: string[] = [];
  for (let index = 0; index * 24 < ends; index += 1) {
    const covered = Math.min(ends, (index + 1) * 24) - Math.max(begins, index * 24);
    if (covered > 12)
      found.push(new Date(Date.parse(`${day}T00:00:00Z`) + index * 24 * hour).toISOString().slice(0, 10));
  }
  return found;
}

function datesOf(chosen: Chosen): Readonly<Record<string, string>> {
  const calendar = calendarOf(chosen);
  const wanted = chosen.closed === 'all' ? undefined : new Set(chosen.closed);
  const dates: Record<string, string> = {};
  for (let year = firstYear; year <= lastYear; year += 1)
    for (const holiday of calendar.getHolidays(year)) {
      const name = plainName(holiday.name);
      if (wanted ? wanted.has(name) : holiday.type === 'public')
        for (const day of daysOf(holiday)) dates[day] = name;
    }
  return dates;
}

/** The public holidays of a choice: dates (YYYY-MM-DD, local) with their names. Seventeen years of them take a quarter of a second. */
export const holidayDatesOf = (chosen: Chosen): Readonly<Record<string, string>> =>
  foundOnce('holidays', chosen, ['lib/practice/holidays.ts', 'package-lock.json'], () => datesOf(chosen));

/** What is wrong with a choice, in words: a country that is not known, or names that are no holidays there. */
export function holidayProblem(chosen: Chosen): string | undefined {
  const calendar = calendarOf(chosen);
  const known = new Set(calendar.getHolidays(firstYear).map(({ name }) => plainName(name)));
  if (known.size === 0) return `no holidays are known for ${chosen.country} ${chosen.region ?? ''}`.trim();
  const strange = chosen.closed === 'all' ? undefined : chosen.closed.find((name) => !known.has(name));
  return strange === undefined
    ? undefined
    : `there is no holiday "${strange}" there; there are ${[...known].join(', ')}`;
}
