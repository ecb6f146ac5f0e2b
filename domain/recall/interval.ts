import * as z from 'zod/mini';

const parts = String.raw`(?:\d{1,3}Y)?(?:\d{1,3}M)?(?:\d{1,3}W)?(?:\d{1,3}D)?`;
const howTo =
  'write an interval as P3M, P6M1D, P1Y6M, P2M2W or P90D: years, months, weeks and days in this order';

/** Calendar duration of ISO 8601 in whole years, months, weeks and days, in this order: P3M, P6M1D, P1Y6M, P2M2W. Never nothing. */
export const Interval = z
  .string()
  .check(z.regex(new RegExp(`^P(?=.*[1-9])${parts}$`), `${howTo}; not nothing at all`));

/** The same, where nothing (P0D) says that there is none. */
export const IntervalOrNone = z.string().check(z.regex(new RegExp(String.raw`^P(?=\d)${parts}$`), howTo));

/** What of a catalogue entry says how long something takes, in days or as an interval. */
export interface Spans {
  readonly minimumGapDays?: number | undefined;
  readonly minimumGap?: string | undefined;
  readonly leadDays?: number | undefined;
  readonly lead?: string | undefined;
}

const inDays = (days = 0): string => `P${days}D`;

/** The hard clinical floor between two treatments, as an interval. */
export const minimumGapOf = ({ minimumGap, minimumGapDays }: Spans): string =>
  minimumGap ?? inDays(minimumGapDays);

/** How long before the due day contact starts, as an interval. */
export const leadOf = ({ lead, leadDays }: Spans): string => lead ?? inDays(leadDays);

type Language = 'en' | 'es';

const units: Readonly<Record<string, Readonly<Record<Language, readonly [string, string]>>>> = {
  Y: { en: ['year', 'years'], es: ['año', 'años'] },
  M: { en: ['month', 'months'], es: ['mes', 'meses'] },
  W: { en: ['week', 'weeks'], es: ['semana', 'semanas'] },
  D: { en: ['day', 'days'], es: ['día', 'días'] },
};
const joined = { en: 'and', es: 'y' } as const;

/** An interval as one says it: P3M is 3 months, P6M1D is 6 months and 1 day, P1Y2M3D is 1 year, 2 months and 3 days. */
export function durationWords(duration: string, language: Language = 'en'): string {
  const all = [...duration.matchAll(/(\d+)([YMWD])/g)].map(([, digits, unit = 'D']) => ({
    count: Number(digits),
    names: (units[unit] as (typeof units)[string])[language],
  }));
  const said = all.filter(({ count }) => count > 0);
  const words = (said.length > 0 ? said : all.slice(-1)).map(
    ({ count, names }) => `${count} ${names[count === 1 ? 0 : 1]}`,
  );
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joined[language]} ${last}`;
}
