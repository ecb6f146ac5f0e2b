import { Temporal } from 'temporal-polyfill';

const date = (day: string): Temporal.PlainDate => Temporal.PlainDate.from(day);

/** A day plus a calendar duration (P3M): 31 January and a month is the last of February. Days are YYYY-MM-DD throughout. */
export const plus = (day: string, duration: string): string => date(day).add(duration).toString();

/** Days by the calendar after a day. */
export const daysAfter = (day: string, days: number): string => date(day).add({ days }).toString();

/** The day so many months later; the last of the month where that month is shorter. */
export const monthsAfter = (day: string, months: number): string => date(day).add({ months }).toString();

/** Days from one day to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number =>
  date(from).until(date(to), { largestUnit: 'days' }).days;

/** The last of these days; empty where none is given. */
export const later = (...days: readonly (string | undefined)[]): string =>
  days.reduce<string>((latest, day) => (day !== undefined && day > latest ? day : latest), '');

/** The earlier of two days. */
export const earlier = (a: string, b: string): string => (a < b ? a : b);

const units = { Y: 'year', M: 'month', W: 'week', D: 'day' } as const;

/** P3M as staff say it: 3 months. */
export function durationWords(duration: string): string {
  const count = Number.parseInt(duration.slice(1), 10);
  const unit = units[duration.at(-1) as keyof typeof units];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The middle of some numbers, of an even count the mean of both in the middle; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}
