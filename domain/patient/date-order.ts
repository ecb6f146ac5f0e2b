/** Which stands first where a date is written in numbers with its year last: 3/4/2026. */
export type DateOrder = 'MDY' | 'DMY';
/** The same, where other dates of the file show the other order: what can be read both ways is not read. */
export type ReadOrder = DateOrder | 'MDY-doubted' | 'DMY-doubted';

export const isMonthFirst = (order: ReadOrder): boolean => order.startsWith('MDY');
export const isDoubted = (order: ReadOrder): boolean => order.endsWith('doubted');

/** How a country's own language writes a day in numbers (CLDR), by the type of its parts in order; undefined where that is not known. */
function partsIn(country: string): readonly string[] | undefined {
  const { language } = new Intl.Locale(`und-${country}`).maximize();
  const format = new Intl.DateTimeFormat(`${language}-${country}-u-ca-gregory`, { dateStyle: 'short' });
  const used = new Intl.Locale(format.resolvedOptions().locale);
  // A language that is not known here is answered for by that of this machine, for another country.
  if (used.region !== country) return undefined;
  return format.formatToParts(0).map(({ type }) => type);
}

/** The order of day and month that is usual in a country (ISO 3166, two letters), as CLDR has it: the day first where it says nothing else. */
export function dateOrderOf(country: string): DateOrder {
  const first = partsIn(country.toUpperCase())?.find((type) => /^(day|month|year)$/.test(type));
  return first === 'month' ? 'MDY' : 'DMY';
}

/** The two numbers of a date whose order is a matter of country, and its year; undefined for any other. */
export function numbersIn(
  text: string,
): { readonly first: string; readonly second: string; readonly year: string } | undefined {
  const [, first, second, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(text) ?? [];
  return first && second && year ? { first, second, year } : undefined;
}

const isDay = (number: string): boolean => Number(number) > 12 && Number(number) < 32;
const isMonth = (number: string): boolean => Number(number) > 0 && Number(number) < 13;

/** Whether a date can be read both ways, to two days. */
export function isAmbiguous(text: string): boolean {
  const { first = '', second = '' } = numbersIn(text) ?? {};
  return isMonth(first) && isMonth(second) && Number(first) !== Number(second);
}

/** The only order in which a date can be read, where there is one alone; a time of day after it does not count. */
export function orderProved(text: string): DateOrder | undefined {
  const [day = ''] = text
    .trim()
    .slice(0, 40)
    .split(/[T, ]+(?=\d{1,2}:)/, 1);
  const { first = '', second = '' } = numbersIn(day.trim()) ?? {};
  if (isDay(first) && isMonth(second)) return 'DMY';
  return isMonth(first) && isDay(second) ? 'MDY' : undefined;
}

const firstOf = (order: DateOrder): string => (order === 'MDY' ? 'month' : 'day');

/** A sentence for the end of an import in which so many dates can only be read in the other order than the one assumed. */
export function orderAdvice(order: DateOrder, against: number, system: string): string | undefined {
  if (against === 0) return undefined;
  const other = order === 'MDY' ? 'DMY' : 'MDY';
  const dates = against === 1 ? 'One date can' : `${against} dates can`;
  return `${dates} only be read with the ${firstOf(other)} first, and this file was read with the ${firstOf(order)} first. If that is how its dates are written, set "dates: ${other}" for the system "${system}" under import in practice/recall.yaml, deploy, and import the file again; otherwise correct those dates.`;
}
