import { Temporal } from 'temporal-polyfill';

const date = (day: string): Temporal.PlainDate => Temporal.PlainDate.from(day);

/**
 * A day plus a calendar duration (P3M, P6M1D): years and months first, then weeks and days; 31 January and a month is the last of February. Days are
 * YYYY-MM-DD throughout. Which of two durations is longer depends on the day that they count from: compare the days that they lead to.
 */
export const plus = (day: string, duration: string): string => date(day).add(duration).toString();

/** A day before another one by a calendar duration: years and months first, then weeks and days. */
export const minus = (day: string, duration: string): string => date(day).subtract(duration).toString();

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

/** The middle of some numbers, of an even count the mean of both in the middle; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}
