import type { Inquiry } from '../inquiry/inquiry.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { daysAfter } from '../recall/local-day.ts';

/** Days, YYYY-MM-DD, both included, on which there was a reason to open a patient's record. */
export interface CareSpan {
  readonly from: string;
  readonly until: string;
}

/** Days of the practice and UTC days of the trail differ by one at most. */
const slack = 1;
/** A visit is prepared, and followed up. */
const aroundVisit = 30;
/** Something was sold, recorded or wished: whoever did it had the record open. */
const aroundEntry = 2;
/** A conversation goes on in people's heads. */
const afterConversation = 7;
/** An item that is due is called about, and asked about. */
const aroundDue = 60;

const span = (from: string, before: number, until: string, after: number): CareSpan => ({
  from: daysAfter(from.slice(0, 10), -before - slack),
  until: daysAfter(until.slice(0, 10), after + slack),
});
const around = (day: string, before: number, after = before): CareSpan => span(day, before, day, after);

/**
 * When there was a reason to open this record: an inquiry of theirs, a visit (30 days before and after), the day on which one was booked, a
 * sale, a consent, a wish, a consultation that is open, a reason to come back that is contacted about. `now` is an ISO instant: what is
 * open lasts until then.
 */
export function careSpans(
  record: PatientRecord,
  inquiries: readonly Pick<Inquiry, 'receivedAt' | 'closedAt'>[],
  now: string,
): readonly CareSpan[] {
  const { treatments, purchases, consultations, appointments, consents, items, erasure, copy } = record;
  return [
    ...inquiries.map(({ receivedAt, closedAt }) => span(receivedAt, 0, closedAt ?? now, afterConversation)),
    ...appointments.filter(({ status }) => status !== 'cancelled').map(({ on }) => around(on, aroundVisit)),
    ...appointments.flatMap(({ bookedAt }) => (bookedAt ? [around(bookedAt, aroundEntry)] : [])),
    ...treatments.map(({ on }) => around(on, aroundVisit)),
    ...purchases.map(({ on }) => around(on, aroundEntry)),
    ...consultations.map(({ on, outcome }) =>
      outcome === 'open' ? span(on, aroundVisit, now, 0) : around(on, aroundVisit),
    ),
    ...consents.map(({ occurredAt }) => around(occurredAt, aroundEntry)),
    ...(record.preferenceEvents ?? []).map(({ at }) => around(at, aroundEntry)),
    ...items.flatMap(({ firstOn, attemptedOn }) =>
      firstOn === undefined ? [] : [span(firstOn, aroundEntry, attemptedOn ?? firstOn, aroundDue)],
    ),
    ...[erasure, copy].flatMap((asked) =>
      asked ? [span(asked.requestedAt, aroundEntry, asked.approvedAt ?? now, aroundEntry)] : [],
    ),
  ];
}

/** Whether an instant, ISO, is in one of the spans. */
export const isWithinCare = (at: string, spans: readonly CareSpan[]): boolean =>
  spans.some(({ from, until }) => from <= at.slice(0, 10) && at.slice(0, 10) <= until);
