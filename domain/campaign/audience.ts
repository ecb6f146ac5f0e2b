import * as z from 'zod/mini';
import { grantInForce } from '../consent/standing.ts';
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
  /** By ids of staff; or as the practice's own system writes a name, for somebody who is none of the staff here. */
  z
    .strictObject({
      is: z.literal('seen-by'),
      providers: z.optional(names),
      asWritten: z.optional(
        z.array(z.string().check(z.minLength(1), z.maxLength(100))).check(z.maxLength(50)),
      ),
    })
    .check(
      z.refine(
        ({ providers, asWritten }) => providers !== undefined || (asWritten ?? []).length > 0,
        'name whom: providers, asWritten, or both',
      ),
    ),
  /** Agreed to marketing by one of these channels, and did not take it back: for the address they have now. */
  z.strictObject({
    is: z.literal('agreed'),
    by: z.array(z.enum(['email', 'text', 'call', 'letter'])).check(z.minLength(1)),
  }),
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
export type Condition = z.infer<typeof Condition>;

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

/** When it is asked, and for whom a consent has to be. */
export interface Moment {
  /** Local day, YYYY-MM-DD. */
  readonly today: string;
  /** ISO instant. */
  readonly now: string;
  /** The practice's name. */
  readonly seller: string;
}

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

function seenBy(
  { patient, treatments }: PatientRecord,
  { providers = [], asWritten = [] }: Extract<Condition, { is: 'seen-by' }>,
): boolean {
  const meant = [...providers, ...asWritten].map((name) => name.trim().toLowerCase());
  return [patient.provider, ...treatments.map(({ provider }) => provider)].some(
    (provider) => provider !== undefined && meant.includes(provider.trim().toLowerCase()),
  );
}

/** Consent of the record alone; what stands against an address is asked of when somebody is contacted. */
function agreed(
  { patient, consents }: PatientRecord,
  { by }: Extract<Condition, { is: 'agreed' }>,
  { now, seller }: Moment,
): boolean {
  return by.some((channel) => {
    const byPhone = channel === 'text' || channel === 'call';
    const address = byPhone ? patient.phone : patient.email;
    if (channel !== 'letter' && address === undefined) return false;
    const scope = { channel, purpose: 'marketing', use: 'marketing', now } as const;
    // Mail and post need no address or brand in the consent, as where they are sent (R1, R2, R17).
    return (
      grantInForce(
        consents,
        byPhone ? { ...scope, address, seller } : { ...scope, address, anyAddress: true },
      ) !== undefined
    );
  });
}

const isBooked = ({ appointments }: PatientRecord, today: string): boolean =>
  knownVisits(appointments).some(({ status, on }) => status === 'booked' && on >= today);

function meets(record: PatientRecord, condition: Condition, moment: Moment): boolean {
  const { patient } = record;
  const { today } = moment;
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
      return seenBy(record, condition);
    case 'agreed':
      return agreed(record, condition, moment);
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

const isMet = (record: PatientRecord, clause: Clause, moment: Moment): boolean =>
  'is' in clause
    ? meets(record, clause, moment)
    : composed(clause, (condition) => meets(record, condition, moment));

/** Nobody whom no campaign may ever mean: the dead, records that are closed, and who is known to be under 18, or wrote like it (R36). */
function mayBeMeant(record: PatientRecord, today: string): boolean {
  const { patient } = record;
  const isClosed = patient.mergedInto !== undefined || patient.erasedAt !== undefined;
  return patient.deceased !== true && !isClosed && !isMinorOn(record, today);
}

/** Whether a campaign means this patient at a moment. Whether they may be written to, caps and bookings are asked of elsewhere, by the one question. */
export const inAudience = (record: PatientRecord, audience: Audience, moment: Moment): boolean =>
  mayBeMeant(record, moment.today) && composed(audience, (clause) => isMet(record, clause, moment));

/** Whether an audience says anything: one without any clause would mean everybody. */
export const saysWhom = ({ all = [], any = [] }: Audience): boolean => all.length + any.length > 0;
