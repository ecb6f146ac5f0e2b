import * as z from 'zod/mini';

/** Local times, the end exclusive (R4: strictly before 21:00), or `closed` on a day without any. */
const Span = z
  .string()
  .check(
    z.regex(
      /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$|^closed$/,
      'write hours as 09:00-20:00, or closed',
    ),
  );
const Week = z.strictObject({ mon: Span, tue: Span, wed: Span, thu: Span, fri: Span, sat: Span, sun: Span });
const Zones = z.array(z.string()).check(z.minLength(1));
const Holidays = z.enum(['none', 'closed']);
const Source = z.looseObject({ mark: z.enum(['P', 'S', 'M', 'D']) });

const Profile = z.strictObject({ hours: Week, holidays: Holidays, sources: z.array(Source) });

const State = z.strictObject({
  zones: Zones,
  /** R5 has no row for it: the federal hours. */
  federal: z.optional(z.literal(true)),
  hours: z.optional(Week),
  holidays: z.optional(Holidays),
  /** Zones in which its hours must hold besides those in which the recipient may be. */
  alsoInZones: z.optional(Zones),
  cap: z.optional(z.looseObject({ contacts: z.int(), hours: z.int() })),
  revocation: z.optional(z.string()),
  conflict: z.optional(z.string()),
  verify: z.optional(z.string()),
  notes: z.optional(z.array(z.string())),
  sources: z.optional(z.array(Source)),
});

const head = { version: z.int(), date: z.iso.date() };

/** `practice/law/us-states.yaml`: owned by the practice's counsel (R4, R5). */
export const UsStates = z.strictObject({
  ...head,
  factsAsOf: z.iso.date(),
  review: z.string(),
  profiles: z.strictObject({ federal: Profile, strict: Profile }),
  states: z.record(z.string().check(z.regex(/^[A-Z]{2}$/)), State),
});
export type UsStates = z.infer<typeof UsStates>;

/** `practice/law/countries.yaml`: patients with an address abroad (R38 to R41). */
export const Countries = z.strictObject({
  ...head,
  ceiling: z.strictObject({ contacts: z.int().check(z.minimum(1)), hours: z.int().check(z.minimum(1)) }),
  countries: z.record(
    z.string().check(z.regex(/^[A-Z]{2}$/)),
    z.strictObject({
      zones: Zones,
      /** Digits with which its numbers begin; none for those of the North American plan, whose area codes say more. */
      callingCode: z.optional(z.string().check(z.regex(/^[2-9]\d{0,2}$/))),
      hours: z.optional(Week),
      holidays: z.optional(Holidays),
      consent: z.enum(['explicit', 'express-or-implied', 'any']),
      /** Consent to calls that says no end is over after three months (R40). */
      consentToCallsLapses: z.optional(z.boolean()),
      /** Promoting prescription drugs to the public is forbidden (R41). */
      noDrugPromotion: z.boolean(),
      sources: z.array(z.string()),
    }),
  ),
});
export type Countries = z.infer<typeof Countries>;

/** `practice/law/north-american-numbers.yaml`: where an area code lies (R6); codes without a place have neither region nor zones. */
export const NorthAmericanNumbers = z.strictObject({
  ...head,
  sources: z.array(z.looseObject({ name: z.string() })),
  codes: z.record(
    z.string().check(z.regex(/^[2-9]\d\d$/)),
    z.strictObject({
      region: z.optional(z.string()),
      zones: z.optional(Zones),
      kind: z.optional(z.string()),
    }),
  ),
});
export type NorthAmericanNumbers = z.infer<typeof NorthAmericanNumbers>;

/** When solicitation is lawful in a place, by local time. */
export interface LawfulHours {
  readonly hours: z.infer<typeof Week>;
  readonly holidays: 'none' | 'closed';
  readonly alsoInZones?: readonly string[] | undefined;
}

/** The tables as the functions hold them. */
export interface Law {
  readonly profiles: Readonly<Record<'federal' | 'strict', LawfulHours>>;
  readonly states: Readonly<
    Record<string, { readonly zones: readonly string[]; readonly lawful: LawfulHours }>
  >;
  readonly countries: Countries['countries'];
  readonly ceiling: Countries['ceiling'];
  readonly numbers: Readonly<Record<string, { readonly region: string; readonly zones: readonly string[] }>>;
  /** Public holidays by country: local dates, YYYY-MM-DD. */
  readonly holidays: Readonly<Record<string, readonly string[]>>;
}

const territories = new Set(['PR', 'GU', 'VI', 'AS', 'MP']);
/** Whether a code is one of the fifty states or the District: a territory is bound by the strict hours, and no part of "nationwide". */
export const isTerritory = (code: string): boolean => territories.has(code);

/** What the functions need of the three files, without notes and sources; the holidays are found at build. */
export function lawOf(
  files: { readonly states: UsStates; readonly countries: Countries; readonly numbers: NorthAmericanNumbers },
  holidays: Law['holidays'],
): Law {
  const plain = ({ hours, holidays: kept }: z.infer<typeof Profile>): LawfulHours => ({
    hours,
    holidays: kept,
  });
  const { federal, strict } = files.states.profiles;
  return {
    profiles: { federal: plain(federal), strict: plain(strict) },
    states: Object.fromEntries(
      Object.entries(files.states.states).map(([code, { zones, hours, holidays: kept, alsoInZones }]) => {
        const usual = plain(isTerritory(code) ? strict : federal);
        const lawful = hours
          ? { hours, holidays: kept ?? 'none', ...(alsoInZones ? { alsoInZones } : {}) }
          : usual;
        return [code, { zones, lawful }];
      }),
    ),
    countries: files.countries.countries,
    ceiling: files.countries.ceiling,
    numbers: Object.fromEntries(
      Object.entries(files.numbers.codes).flatMap(([code, { region, zones }]) =>
        region && zones ? [[code, { region, zones }]] : [],
      ),
    ),
    holidays,
  };
}
