import * as z from 'zod/mini';
import { DomainError } from '../errors.ts';
import type { Appointment, PatientRecord } from '../patient/patient.ts';
import { nextVisit } from '../recall/bookings.ts';
import { bookedDay, knownVisits } from '../recall/known-visits.ts';
import { daysAfter, localDay } from '../recall/local-day.ts';

const Window = z.strictObject({ from: z.iso.date(), until: z.iso.date() });

/** A few words, such as "20% off your next visit": they go into texts, and onto postcards that anybody may read. */
const Gives = z.string().check(z.minLength(3), z.maxLength(60));

/** What an offer is good for. Dates are local, both included. */
export const OfferTerms = z.strictObject({
  /** What it gives, as the patient reads it in their language; campaigns from before there were such words lack it. */
  description: z.optional(z.strictObject({ en: Gives, es: Gives })),
  /** The visit has to be booked, and has to take place, between these days. */
  bookBetween: Window,
  validBetween: Window,
  perPatient: z._default(z.int().check(z.minimum(1), z.maximum(10)), 1),
  total: z.int().check(z.minimum(1), z.maximum(100_000)),
  /** May be held beside another offer that is open. */
  stacks: z._default(z.boolean(), false),
  /** Not for who paid within so many days; 0 asks nothing. */
  notPaidWithinDays: z._default(z.int().check(z.minimum(0), z.maximum(365)), 0),
  /** From this attempt on, the first is 1: whoever comes without an offer gets none. */
  fromAttempt: z._default(z.int().check(z.minimum(1), z.maximum(20)), 1),
});
export type OfferTerms = z.infer<typeof OfferTerms>;

/** One code of one patient. */
export interface Offer {
  readonly code: string;
  readonly campaign: string;
  readonly patientId: string;
  /** Which of this patient's codes of the campaign, from 0. */
  readonly number: number;
  /** The touch it went out with; `desk#<staff>` where a person gave it. */
  readonly givenBy: string;
  /** What it gives, in both languages. */
  readonly description?: OfferTerms['description'];
  readonly state: 'open' | 'redeemed' | 'void';
  readonly fundedBy: 'practice' | 'third-party';
  readonly bookBetween: z.infer<typeof Window>;
  readonly validBetween: z.infer<typeof Window>;
  /** ISO instants, and the staff member's id. */
  readonly issuedAt: string;
  readonly endedAt?: string;
  readonly endedBy?: string;
}

/** No vowel, so that no word comes about; nothing that reads like another (0 O, 1 I L, 2 Z, 5 S, 8 B, U V). */
const alphabet = 'CDFGHJKMNPQRTWXY34679';
const length = 9;
const group = 3;

/** A new code, such as KTR-4XM-9HC. `below(n)` gives an unguessable whole number from 0 to n - 1; 39 bits in all. */
export function newCode(below: (n: number) => number): string {
  const letters = Array.from({ length }, () => alphabet[below(alphabet.length)] ?? '').join('');
  return (letters.match(new RegExp(`.{${group}}`, 'g')) ?? []).join('-');
}

/** A code as it was said or typed, in the one way in which codes are kept. */
export function normalCode(typed: string): string {
  const letters = typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  return (letters.match(new RegExp(`.{1,${group}}`, 'g')) ?? []).join('-');
}

/** Whether an offer that nobody redeemed is over on a local day. */
export const isExpired = ({ validBetween, state }: Offer, today: string): boolean =>
  state === 'open' && validBetween.until < today;

/** Open, and not expired on a local day. */
export const isOpen = (offer: Offer, today: string): boolean =>
  offer.state === 'open' && !isExpired(offer, today);

const paidSince = ({ treatments, purchases }: PatientRecord, since: string): boolean =>
  [...treatments.filter(({ elsewhere }) => !elsewhere), ...purchases].some(
    ({ on, price = 0 }) => on >= since && price > 0,
  );

export interface OfferCircumstances {
  readonly record: PatientRecord;
  /** Of this patient, of all campaigns. */
  readonly held: readonly Offer[];
  readonly campaign: string;
  /** Which attempt it would go with, the first is 1; absent where a person gives it. */
  readonly attempt?: number;
  /** ISO instant, and the zone whose calendar counts. */
  readonly now: string;
  readonly zone: string;
}

/** Why a patient gets no code now, in words for the staff; undefined where they get one. The total is asked of where codes are counted. */
export function whyNoOffer(terms: OfferTerms, about: OfferCircumstances): string | undefined {
  const { record, held, campaign, attempt, now, zone } = about;
  const today = localDay(now, zone);
  const own = held.filter((offer) => offer.campaign === campaign);
  if (today > terms.bookBetween.until || today > terms.validBetween.until) return 'the offer is over';
  if (today < terms.bookBetween.from) return `it may be booked from ${terms.bookBetween.from} on`;
  if (attempt !== undefined && attempt < terms.fromAttempt)
    return `offers go out from attempt ${terms.fromAttempt} on`;
  if (nextVisit(record, now, zone) !== undefined) return 'the patient has a booking';
  if (own.length >= terms.perPatient) return 'the patient had as many codes as one patient may';
  if (!terms.stacks && held.some((offer) => isOpen(offer, today)))
    return 'the patient holds another offer that is open';
  if (terms.notPaidWithinDays > 0 && paidSince(record, daysAfter(today, -terms.notPaidWithinDays)))
    return `the patient paid within the last ${terms.notPaidWithinDays} days`;
  return undefined;
}

interface Redeeming {
  readonly staff: string;
  readonly patientId?: string | undefined;
  /** Local day on which the visit was booked, as staff say it: for a visit that does not tell. */
  readonly bookedOn?: string | undefined;
  /** Of the patient who holds the code. */
  readonly appointments?: readonly Appointment[];
}

/** The days on which the visit that a code is redeemed for, one of today, may have been booked; none where nobody knows. */
function bookingDays(
  { appointments = [], bookedOn }: Redeeming,
  today: string,
  zone: string,
): readonly string[] {
  const visits = knownVisits(appointments).filter(
    ({ on, status }) => on === today && (status === 'booked' || status === 'fulfilled'),
  );
  const told = visits.flatMap((visit) => bookedDay(visit, zone) ?? []);
  if (visits.length > 0 && told.length === visits.length) return told;
  // The visit may be one that does not tell.
  return bookedOn === undefined ? [] : [...told, bookedOn];
}

function checkBooking({ bookBetween: { from, until } }: Offer, days: readonly string[]): void {
  if (days.length === 0 || days.some((day) => from <= day && day <= until)) return;
  throw new DomainError(
    'refused',
    `The visit was not booked between ${from} and ${until}, but on ${days.join(' or ')}.`,
  );
}

/**
 * What an offer becomes when it is redeemed on a local day. Throws, each in its own words for the staff, when the code is used, void, not
 * valid yet, expired, another patient's, or when the visit was booked outside of its days: by what the visit of that day says itself, else by what
 * staff say; where neither is known it is not asked.
 */
export function redeemed(
  offer: Offer,
  by: Redeeming,
  { now, zone }: { readonly now: string; readonly zone: string },
): Pick<Offer, 'state' | 'endedAt' | 'endedBy'> {
  const today = localDay(now, zone);
  const { validBetween } = offer;
  if (offer.state === 'redeemed')
    throw new DomainError('conflict', `This code was used on ${localDay(offer.endedAt ?? now, zone)}.`);
  if (offer.state === 'void')
    throw new DomainError('refused', 'This code was taken back; it is worth nothing.');
  if (by.patientId !== undefined && by.patientId !== offer.patientId)
    throw new DomainError('refused', 'This code was given to another patient.');
  if (isExpired(offer, today))
    throw new DomainError('refused', `This code expired: it was good until ${validBetween.until}.`);
  if (today < validBetween.from)
    throw new DomainError('refused', `This code is not good yet: it is from ${validBetween.from} on.`);
  checkBooking(offer, bookingDays(by, today, zone));
  return { state: 'redeemed', endedAt: now, endedBy: by.staff };
}
