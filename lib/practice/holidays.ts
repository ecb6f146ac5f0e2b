import Holidays from 'date-holidays';
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

function datesOf(chosen: Chosen): Readonly<Record<string, string>> {
  const calendar = calendarOf(chosen);
  const wanted = chosen.closed === 'all' ? undefined : new Set(chosen.closed);
  const dates: Record<string, string> = {};
  for (let year = firstYear; year <= lastYear; year += 1)
    for (const { date, name, type } of calendar.getHolidays(year))
      if (wanted ? wanted.has(plainName(name)) : type === 'public')
        dates[date.slice(0, 10)] = plainName(name);
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
