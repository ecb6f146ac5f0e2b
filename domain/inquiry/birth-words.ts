import { Temporal } from 'temporal-polyfill';

const twoDigits = (year: number, thisYear: number): number => {
  const full = Math.floor(thisYear / 100) * 100 + year;
  return full > thisYear ? full - 100 : full;
};

/** Whole years; below 0 for a day that has not come. */
function ageOn(at: string, year: number, month: number, day: number): number {
  const lived = Temporal.PlainDate.from({ year, month, day }).until(at.slice(0, 10), {
    largestUnit: 'years',
  });
  return lived.sign < 0 ? -1 : lived.years;
}

const isMonth = (month: number): boolean => month >= 1 && month <= 12;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const meses = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'];
const monthNamed = (word: string): number =>
  Math.max(months.indexOf(word.slice(0, 3)), meses.indexOf(word.slice(0, 3))) + 1;

/** A date whose month is a word, in digits. */
const inDigits = (written: string): string =>
  written
    .replace(
      /\b(\d{1,2})(?:st|nd|rd|th)?(?: de)? (\p{L}{3,10})(?: del?)?,? ((?:19|20)\d\d)\b/u,
      (all, day, name, year) => (monthNamed(name) > 0 ? `${year}-${monthNamed(name)}-${day}` : all),
    )
    .replace(/\b(\p{L}{3,10}) (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)\b/u, (all, name, day, year) =>
      monthNamed(name) > 0 ? `${year}-${monthNamed(name)}-${day}` : all,
    );

/**
 * Age at `at` (ISO) of a date in digits, or with the month as a word in lower case; of two readings, day or month first, the younger.
 * Undefined where it is no date of a life.
 */
export function birthDateAge(written: string, at: string): number | undefined {
  const [, first = '', second = '', third = ''] =
    /(?<!\d)(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?!\d)/.exec(inDigits(written)) ?? [];
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  const thisYear = Number(at.slice(0, 4));
  const year = first.length === 4 ? a : third.length === 4 ? c : twoDigits(c, thisYear);
  const readings: readonly (readonly [number, number])[] =
    first.length === 4
      ? [[b, c]]
      : [
          [a, b],
          [b, a],
        ];
  const ages = readings
    .filter(([month, day]) => isMonth(month) && day >= 1 && day <= 31)
    .map(([month, day]) => ageOn(at, year, month, day))
    .filter((years) => years >= 0 && years < 120);
  return first && ages.length > 0 ? Math.min(...ages) : undefined;
}

const bornIn =
  /(?:\b(?:i was born|im born|naci)|^ *born|[.;!?\n] *born)(?: in| on| en)?(?: \p{L}+)?(?: de| el)? ((?:19|20)\d\d)\b/u;
const bornOn =
  /\b(?:my (?:birthday|bday|birth ?date|date of birth|dob)|dob|date of birth|birth ?date|i was born(?: on)?|(?<=^|[.;!?\n] *)born(?: on)?|mi cumpleanos|fecha de nacimiento|naci(?: el)?)(?: is| es|:)? *(\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4})(?!\d)/;
/** Somebody else whose birth it may be. */
const child =
  /\b(?:gave birth|daughter|son|kid|child|baby|babies|niece|nephew|grandson|granddaughter|hij[ao]|bebe|nin[ao]|sobrin[ao]|niet[ao])s?\b/;
/** Nobody writes so young: what was born lately is a child of the writer. */
const youngestWriter = 5;

/** An age in years by a birth, and whether it is of a child that the writer speaks of. */
export interface Born {
  readonly years: number;
  readonly ofChild: boolean;
}

/** The age that a date or year of birth in plain words gives at `at` (ISO); of a year alone the greater, so that nobody is made a child by it. */
export function birthYearAge(text: string, at: string): Born | undefined {
  const inNumbers = inDigits(text);
  const dated = bornOn.exec(inNumbers);
  const exact = dated?.[1] === undefined ? undefined : birthDateAge(dated[1], at);
  const of = (years: number, before: string): Born => ({
    years,
    ofChild: years < youngestWriter || child.test(before),
  });
  if (dated && exact !== undefined) return of(exact, inNumbers.slice(0, dated.index));
  const named = bornIn.exec(text);
  return named?.[1] === undefined
    ? undefined
    : of(Number(at.slice(0, 4)) - Number(named[1]), text.slice(0, named.index));
}
