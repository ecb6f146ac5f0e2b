import * as z from 'zod/mini';
import { inOwnLanguage } from '../message/own-language.ts';
import { isMinorOn } from '../patient/guardian.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { monthsAfter } from '../recall/calendar.ts';
import { knownVisits } from '../recall/known-visits.ts';
import { lastVisit } from '../recall/lapsed.ts';

const names = z
  .array(z.string().check(z.minLength(1), z.maxLength(60)))
  .check(z.minLength(1), z.maxLength(50));
const day = z.iso.date();
const months = z.int().check(z.minimum(1), z.maximum(120));

/** Local dates, both included. */
const Between = z.strictObject({ from: z.optional(day), until: z.optional(day) });

const Condition = z.discriminatedUnion('is', [
  /** Had one of these treatments, here or elsewhere. */
  z.strictObject({ is: z.literal('treated'), with: names, between: z.optional(Between) }),
  z.strictObject({ is: z.literal('bought'), products: names, between: z.optional(Between) }),
  /** The last completed visit; whoever never came has none. */
  z.strictObject({
    is: z.literal('last-seen'),
    between: z.optional(Between),
    atLeastMonthsAgo: z.optional(months),
    atMostMonthsAgo: z.optional(months),
  }),
  z.strictObject({ is: z.literal('at-location'), locations: names }),
  z.strictObject({ is: z.literal('seen-by'), providers: names }),
  z.strictObject({ is: z.literal('speaks'), languages: z.array(z.enum(['en', 'es'])).check(z.minLength(1)) }),
  z.strictObject({
    is: z.literal('consulted'),
    outcomes: z.array(z.enum(['open', 'went-ahead', 'not-suitable', 'declined'])).check(z.minLength(1)),
    about: z.optional(names),
  }),
  /** Known to be 18 or older: a birth date that is not known is not enough. */
  z.strictObject({ is: z.literal('adult') }),
  z.strictObject({ is: z.literal('booked') }),
]);
type Condition = z.infer<typeof Condition>;

const Group = z.strictObject({
  all: z.optional(z.array(Condition)),
  any: z.optional(z.array(Condition)),
  none: z.optional(z.array(Condition)),
});
const clauses = z.array(z.union([Condition, Group])).check(z.maxLength(20));

/** Who is meant: all of these, and one of those, and none of these. A clause is a condition, or a group of them. */
export const Audience = z.strictObject({
  all: z.optional(clauses),
  any: z.optional(clauses),
  none: z.optional(clauses),
});
export type Audience = z.infer<typeof Audience>;
type Clause = NonNullable<Audience['all']>[number];

const inSpan = (on: string, { from = '', until = '9' }: z.infer<typeof Between> = {}): boolean =>
  on >= from && on <= until;

const isAdult = (birthDate: string | undefined, today: string): boolean =>
  birthDate !== undefined && monthsAfter(birthDate, 18 * 12) <= today;

function seenIn(
  record: PatientRecord,
  { between, atLeastMonthsAgo, atMostMonthsAgo }: Extract<Condition, { is: 'last-seen' }>,
  today: string,
): boolean {
  const seen = lastVisit(record);
  return (
    seen !== undefined &&
    inSpan(seen, between) &&
    (atLeastMonthsAgo === undefined || monthsAfter(seen, atLeastMonthsAgo) <= today) &&
    (atMostMonthsAgo === undefined || monthsAfter(seen, atMostMonthsAgo) >= today)
  );
}

function hadTalk(
  { consultations }: PatientRecord,
  { outcomes, about: topics }: Extract<Condition, { is: 'consulted' }>,
): boolean {
  return consultations.some(
    ({ outcome, about }) =>
      outcomes.includes(outcome) && (topics === undefined || (about !== undefined && topics.includes(about))),
  );
}

const seenBy = ({ patient, treatments }: PatientRecord, providers: readonly string[]): boolean =>
  [patient.provider, ...treatments.map(({ provider }) => provider)].some(
    (provider) => provider !== undefined && providers.includes(provider),
  );

const isBooked = ({ appointments }: PatientRecord, today: string): boolean =>
  knownVisits(appointments).some(({ status, on }) => status === 'booked' && on >= today);

function meets(record: PatientRecord, condition: Condition, today: string): boolean {
  const { patient } = record;
  switch (condition.is) {
    case 'treated':
      return record.treatments.some(
        ({ type, on }) => condition.with.includes(type) && inSpan(on, condition.between),
      );
    case 'bought':
      return record.purchases.some(
        ({ product, on }) => condition.products.includes(product) && inSpan(on, condition.between),
      );
    case 'last-seen':
      return seenIn(record, condition, today);
    case 'at-location':
      return condition.locations.includes(patient.location);
    case 'seen-by':
      return seenBy(record, condition.providers);
    case 'speaks':
      return condition.languages.includes(inOwnLanguage(record).patient.language);
    case 'consulted':
      return hadTalk(record, condition);
    case 'adult':
      return isAdult(patient.birthDate, today);
    case 'booked':
      return isBooked(record, today);
  }
}

/** What is true of the clauses of each kind; an empty or absent list asks for nothing. */
function composed<T>(
  given: {
    readonly all?: readonly T[] | undefined;
    readonly any?: readonly T[] | undefined;
    readonly none?: readonly T[] | undefined;
  },
  holds: (one: T) => boolean,
): boolean {
  const { all = [], any = [], none = [] } = given;
  return all.every(holds) && (any.length === 0 || any.some(holds)) && !none.some(holds);
}

const isMet = (record: PatientRecord, clause: Clause, today: string): boolean =>
  'is' in clause
    ? meets(record, clause, today)
    : composed(clause, (condition) => meets(record, condition, today));

/** Nobody whom no campaign may ever mean: the dead, records that are closed, and who is known to be under 18, or wrote like it (R36). */
function mayBeMeant(record: PatientRecord, today: string): boolean {
  const { patient } = record;
  const isClosed = patient.mergedInto !== undefined || patient.erasedAt !== undefined;
  return patient.deceased !== true && !isClosed && !isMinorOn(record, today);
}

/** Whether a campaign means this patient on a local day (YYYY-MM-DD). Consent, caps and bookings are asked of elsewhere, by the one question. */
export const inAudience = (record: PatientRecord, audience: Audience, today: string): boolean =>
  mayBeMeant(record, today) && composed(audience, (clause) => isMet(record, clause, today));

/** Whether an audience says anything: one without any clause would mean everybody. */
export const saysWhom = ({ all = [], any = [] }: Audience): boolean => all.length + any.length > 0;

/** Something that audiences name: by its id, and as the practice calls it. */
export interface Named {
  readonly id: string;
  readonly names?: readonly string[];
}

export interface Nameable {
  readonly treatments: readonly Named[];
  readonly products: readonly Named[];
  readonly locations: readonly Named[];
}

const conditionsOf = ({ all = [], any = [], none = [] }: Audience): readonly Condition[] =>
  [...all, ...any, ...none].flatMap((clause) =>
    'is' in clause
      ? [clause]
      : [clause.all, clause.any, clause.none].flatMap((conditions) => conditions ?? []),
  );

/** What a condition names, and among what. */
function namedBy(
  condition: Condition,
  known: Nameable,
): readonly [what: string, names: readonly string[], among: readonly Named[]] {
  switch (condition.is) {
    case 'treated':
      return ['treatment', condition.with, known.treatments];
    case 'consulted':
      return ['treatment', condition.about ?? [], known.treatments];
    case 'bought':
      return ['product', condition.products, known.products];
    case 'at-location':
      return ['location', condition.locations, known.locations];
    default:
      return ['', [], []];
  }
}

const alike = (name: string, { id, names = [] }: Named): boolean =>
  [id, ...names].some((one) => one.toLowerCase() === name.toLowerCase());

/** What an audience names that there is not, in words that say what to write; nobody would be meant by it. */
export const unknownNames = (audience: Audience, known: Nameable): readonly string[] =>
  conditionsOf(audience).flatMap((condition) => {
    const [what, names, among] = namedBy(condition, known);
    return names
      .filter((name) => !among.some(({ id }) => id === name))
      .map((name) => {
        const meant = among.find((one) => alike(name, one));
        const instead = meant ? `write ${meant.id}` : `write one of ${among.map(({ id }) => id).join(', ')}`;
        return `there is no ${what} ${name}: ${instead}`;
      });
  });
