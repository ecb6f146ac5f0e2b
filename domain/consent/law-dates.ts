import * as z from 'zod/mini';

/** `practice/law/dates.yaml`: days on which the law changes, owned by the practice's counsel. */
export const LawDates = z.strictObject({
  version: z.int(),
  date: z.iso.date(),
  dates: z.array(
    z.strictObject({
      on: z.iso.date(),
      /** R-number. */
      rule: z.string().check(z.regex(/^R\d+$/)),
      what: z.string().check(z.minLength(1)),
      /** Who looked at it, and when: the alarm rests from then on. */
      settled: z.optional(z.strictObject({ by: z.string().check(z.minLength(1)), on: z.iso.date() })),
    }),
  ),
});
export type LawDates = z.infer<typeof LawDates>;

/** So long before its day somebody is told. */
const noticeDays = 60;

/** Days that are near, or past, and that nobody has settled. `today` is a date. */
export function unsettled({ dates }: LawDates, today: string): LawDates['dates'] {
  const until = new Date(Date.parse(today) + noticeDays * 86_400_000).toISOString().slice(0, 10);
  return dates.filter(({ on, settled }) => settled === undefined && on <= until);
}
