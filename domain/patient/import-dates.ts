import { Temporal } from 'temporal-polyfill';
import {
  isAmbiguous,
  isDoubted,
  isMonthFirst,
  numbersIn,
  orderProved,
  type ReadOrder,
} from './date-order.ts';
import { short } from './import-values.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNumber = (name: string): string => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);

const weekday = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? +/i;
const written = (year = '', month = '', day = ''): string =>
  `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

function isoOf(plain: string, order: ReadOrder): string {
  const yearFirst = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/.exec(plain);
  if (yearFirst) return written(yearFirst[1], yearFirst[2], yearFirst[3]);
  const numbers = numbersIn(plain);
  if (numbers) {
    const { first, second, year } = numbers;
    return isMonthFirst(order) ? written(year, first, second) : written(year, second, first);
  }
  const american = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i.exec(plain);
  if (american) return written(american[3], monthNumber(american[1] ?? ''), american[2]);
  const european = /^(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i.exec(plain);
  return european ? written(european[3], monthNumber(european[2] ?? ''), european[1]) : plain;
}

const isDay = (iso: string): boolean => {
  const date = new Date(`${iso}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(iso) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().slice(0, 10) === iso
  );
};

/**
 * A calendar date as exports write it: 2026-11-20, 2026/11/20, 11/20/2026, 11/20/26 (of this century), 20.11.2026 or Fri, Nov 20, 2026. `order`
 * is that of day and month. Throws a reason on anything else.
 */
export function importedDate(text: string, field: string, order: ReadOrder): string {
  const reason = `${field} is no date; write it as 2026-11-20`;
  const plain = short(text, reason).replace(weekday, '');
  if (isDoubted(order) && isAmbiguous(plain))
    throw new Error(
      `${field} can be read with the day or the month first, and other dates of the file leave it in doubt; write it as 2026-11-20`,
    );
  const iso = isoOf(plain, order);
  if (isDay(iso)) return iso;
  const proved = orderProved(plain);
  throw new Error(
    proved
      ? `${field} is no date with the ${isMonthFirst(order) ? 'month' : 'day'} first; write it as 2026-11-20, or set dates: ${proved}`
      : reason,
  );
}

const instant =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(?:(Z|UTC|GMT)|([+-]\d{2}):?(\d{2}))$/i;
const timed = /^(.+?)(?:T|,? +(?:at )?)(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)? ?(?:[ap]\.?m\.?)?)$/i;
const clock = /^(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)? ?([ap])?/i;

/** ISO instant of a day and time with an offset, however they are parted; undefined for anything else. */
function instantIn(text: string): string | undefined {
  const [whole, day, time, , hours, minutes] = instant.exec(text) ?? [];
  return whole === undefined
    ? undefined
    : `${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`;
}

function timeOf(text: string, field: string): Temporal.PlainTime {
  const [, hours, minutes, half] = clock.exec(text) ?? [];
  const given = Number(hours);
  const hour = half ? (given % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : given;
  if (hours === undefined || hour > 23 || Number(minutes) > 59 || (half !== undefined && given > 12))
    throw new Error(`${field} is no time; write it as 14:30`);
  return new Temporal.PlainTime(hour, Number(minutes));
}

export interface Moment {
  /** Local date. */
  readonly on: string;
  /** ISO instant, where a time of day is known. */
  readonly at?: string;
}

/**
 * A date, with its time where one is written in the same column or in a column of its own, as local day and instant. `zone` is that of the
 * location. Throws a reason.
 */
export function importedMoment(
  given: { readonly day: string; readonly time: string },
  how: { readonly field: string; readonly order: ReadOrder; readonly zone: string },
): Moment {
  const reason = `${how.field} is no date; write it as 2026-11-20`;
  const said = { day: short(given.day, reason), time: short(given.time, reason) };
  const whole = said.day || said.time;
  const exact = instantIn(whole);
  if (exact !== undefined) {
    const at = new Date(exact);
    if (Number.isNaN(at.getTime())) throw new Error(reason);
    const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(how.zone);
    return { on: local.toPlainDate().toString(), at: at.toISOString() };
  }
  const [, day = whole, inside = ''] = timed.exec(whole) ?? [];
  const time = inside || (said.day ? said.time : '');
  const on = importedDate(day, how.field, how.order);
  if (!time || /^0?0:00(:00)?(\.0+)?$/.test(time)) return { on };
  const at = Temporal.PlainDate.from(on).toZonedDateTime({
    timeZone: how.zone,
    plainTime: timeOf(time, how.field),
  });
  return { on, at: new Date(at.epochMilliseconds).toISOString() };
}

/** A birth date: of two digits of a year, the last such year that is not still to come. `today` is a local date. Throws a reason. */
export function importedBirthDate(text: string, order: ReadOrder, today: string): string {
  const [day = ''] = text.trim().split(/[T ](?=\d{1,2}:)/);
  const date = importedDate(day, 'the birth date', order);
  const isShort = /[/.-]\d{2}$/.test(day) && !/^\d{4}/.test(day);
  return isShort && date > today ? `19${date.slice(2)}` : date;
}

/** What systems write where they know no date: the first day of the calendar, or none of it. */
export const isNoDate = (text: string): boolean =>
  /^(0001-01-01|0000-00-00|0?1\/0?1\/0001)([T ](0?0:00(:00)?(\.0+)?|12:00(:00)? AM)Z?)?$/i.test(text);
