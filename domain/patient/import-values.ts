import { Temporal } from 'temporal-polyfill';
import type { ConsentMethod } from '../consent/consent-event.ts';
import type { OutreachChannel } from '../recall/recall-rules.ts';
import type { Appointment, Consultation } from './patient.ts';

/** Longer than any date or amount is written. A pattern would be tried at every place of a longer cell. */
const longest = 40;

function short(text: string, reason: string): string {
  const trimmed = text.trim();
  if (trimmed.length > longest) throw new Error(reason);
  return trimmed;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNumber = (name: string): string => String(months.indexOf(name.slice(0, 3).toLowerCase()) + 1);

function isoOf(text: string, order: 'MDY' | 'DMY'): string {
  const numbers = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const written = (year = '', month = '', day = ''): string =>
    `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (numbers) {
    const [, first, second, year] = numbers;
    return order === 'MDY' ? written(year, first, second) : written(year, second, first);
  }
  const american = /^([a-z]{3,9})\.? (\d{1,2}),? (\d{4})$/i.exec(text);
  if (american) return written(american[3], monthNumber(american[1] ?? ''), american[2]);
  const european = /^(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i.exec(text);
  return european ? written(european[3], monthNumber(european[2] ?? ''), european[1]) : text;
}

const isDay = (iso: string): boolean => {
  const date = new Date(`${iso}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(iso) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().slice(0, 10) === iso
  );
};

/** A calendar date as exports write it: 2026-11-20, 11/20/2026, 20.11.2026 or Nov 20, 2026. Throws a reason on anything else. */
export function importedDate(text: string, field: string, order: 'MDY' | 'DMY' = 'MDY'): string {
  const reason = `${field} is no date; write it as 2026-11-20`;
  const iso = isoOf(short(text, reason), order);
  if (!isDay(iso)) throw new Error(reason);
  return iso;
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const timed = /^(.+?)(?:T|,? +(?:at )?)(\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)? ?(?:[ap]\.?m\.?)?)$/i;
const clock = /^(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)? ?([ap])?/i;

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
  how: { readonly field: string; readonly order: 'MDY' | 'DMY'; readonly zone: string },
): Moment {
  const reason = `${how.field} is no date; write it as 2026-11-20`;
  const written = { day: short(given.day, reason), time: short(given.time, reason) };
  const whole = written.day || written.time;
  if (instant.test(whole)) {
    const at = new Date(whole);
    if (Number.isNaN(at.getTime())) throw new Error(reason);
    const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(how.zone);
    return { on: local.toPlainDate().toString(), at: at.toISOString() };
  }
  const [, day = whole, inside = ''] = timed.exec(whole) ?? [];
  const time = inside || (written.day ? written.time : '');
  const on = importedDate(day, how.field, how.order);
  if (!time || /^0?0:00(:00)?(\.0+)?$/.test(time)) return { on };
  const at = Temporal.PlainDate.from(on).toZonedDateTime({
    timeZone: how.zone,
    plainTime: timeOf(time, how.field),
  });
  return { on, at: new Date(at.epochMilliseconds).toISOString() };
}

/** An amount of money in its smallest unit: $1,250.00 and 1.250,00 are both 125000. Throws a reason. */
export function importedMoney(text: string, field: string): number {
  const reason = `${field} is no amount; write it as 1250.00`;
  const digits = short(text, reason).replaceAll(/[^\d.,-]/g, '');
  const [, whole = '', cents = '00'] = /^(\d[\d.,]*?)(?:[.,](\d{2}))?$/.exec(digits) ?? [];
  if (!whole || !/^(\d+|\d{1,3}([.,]\d{3})+)$/.test(whole)) throw new Error(reason);
  return Number(whole.replaceAll(/[.,]/g, '')) * 100 + Number(cents);
}

/** A count, from 1. Throws a reason. */
export function importedCount(text: string, field: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new Error(`${field} is no whole number from 1`);
  return count;
}

export const saysYes = (text: string): boolean => /^(y|yes|true|1|x|si|sí|opted[ -]?in|paid|✓)$/i.test(text);
export const saysNo = (text: string): boolean => /^(n|no|false|0|opted[ -]?out|unsubscribed)$/i.test(text);

const countries: Readonly<Record<string, string>> = {
  usa: 'US',
  unitedstates: 'US',
  unitedstatesofamerica: 'US',
  canada: 'CA',
  can: 'CA',
  uk: 'GB',
  unitedkingdom: 'GB',
  gbr: 'GB',
  england: 'GB',
  ireland: 'IE',
  mexico: 'MX',
  méxico: 'MX',
  australia: 'AU',
};

/** ISO 3166 code of a country by code or name. Throws a reason. */
export function importedCountry(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
  const code = countries[plain] ?? (/^[a-z]{2}$/.test(plain) ? plain.toUpperCase() : undefined);
  if (code === undefined) throw new Error('the country is no country code; write it as US');
  return code;
}

type Words<T extends string> = readonly (readonly [T, RegExp])[];

function worded<T extends string>(words: Words<T>, text: string, otherwise: string): T {
  const found = words.find(([, pattern]) => pattern.test(text));
  if (!found) throw new Error(otherwise);
  return found[0];
}

const statuses: Words<Appointment['status']> = [
  ['noshow', /no[ -_]?show|missed|did not (arrive|attend)|dna/i],
  ['cancelled', /cancel|delet|declin|void|broken|resched/i],
  ['fulfilled', /complet|fulfil|checked[ -_]?out|closed|paid|done|show(ed)? up|attended|final/i],
  [
    'booked',
    /book|confirm|schedul|pend|arriv|checked[ -_]?in|request|new|active|accept|propos|unconfirmed|open/i,
  ],
];
/** Status of an appointment as practice systems word it. Throws a reason. */
export const importedStatus = (text: string): Appointment['status'] =>
  worded(
    statuses,
    text,
    'the appointment status is none that is known; use booked, cancelled, completed or no-show',
  );

const outcomes: Words<Consultation['outcome']> = [
  ['not-suitable', /not[ -_]?suitable|unsuitable|contraindicat|not a candidate/i],
  ['declined', /declin|lost|not interested|refus/i],
  ['went-ahead', /went[ -_]?ahead|book|accept|convert|won|treated|sold|proceed/i],
  ['open', /open|pend|think|undecided|follow|new|quoted/i],
];
/** What came of a consultation. Throws a reason. */
export const importedOutcome = (text: string): Consultation['outcome'] =>
  worded(outcomes, text, 'the outcome is none that is known; use open, went-ahead, not-suitable or declined');

const reasons: Words<NonNullable<Consultation['reason']>> = [
  ['price', /pric|cost|budget|money|expens|financ/i],
  ['fear', /fear|afraid|scared|nerv|anxi|pain|needle/i],
  ['time', /time|busy|schedul|downtime/i],
  ['second-opinion', /second|opinion|other (practice|provider)|compar/i],
];
/** Why a consultation did not move forward. Throws a reason. */
export const importedReason = (text: string): NonNullable<Consultation['reason']> =>
  worded(reasons, text, 'the reason is none that is known; use price, fear, time or second-opinion');

const channels: Words<OutreachChannel> = [
  ['email', /e-?mail/i],
  ['text', /text|sms/i],
  ['call', /call|phone|voice|mobile|cell/i],
  ['letter', /letter|post|mail/i],
];
/** The channel a patient prefers. Throws a reason. */
export const importedChannel = (text: string): OutreachChannel =>
  worded(channels, text, 'the preferred channel is none that is known; use email, text, call or letter');

const methods: Words<ConsentMethod> = [
  ['web-checkbox', /web|online|site|checkbox|portal/i],
  ['paper', /paper|form|intake|signed|written/i],
  ['keyword', /keyword|text|sms/i],
  ['call', /call|phone/i],
  ['verbal', /verbal|in person|spoken|oral/i],
  ['dm', /\bdm\b|direct message|instagram|messenger/i],
  ['api', /\bapi\b/i],
];
/** How a consent was given, as far as the words tell; `import` where they do not. */
export const importedMethod = (text: string): ConsentMethod =>
  methods.find(([, pattern]) => pattern.test(text))?.[0] ?? 'import';
