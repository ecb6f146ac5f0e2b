import { add } from '../escalation/promise.ts';
import { openSpans } from '../practice/opening-hours.ts';
import type { Location } from '../practice/practice.ts';
import { daysAfter } from '../recall/calendar.ts';
import { localDay, startOfDay } from '../recall/local-day.ts';
import type { Arrival } from './arrival.ts';
import type { Inquiry } from './inquiry.ts';

/** A call that is owed to a patient the same day, by a person whom they know by name. */
export interface NamedCall {
  /** ISO instants: when it was asked for, and by when it is to be made. */
  readonly since: string;
  readonly by: string;
  /** R67, or F12 of R53: severe distress about how they look. */
  readonly why: 'nervous' | 'distress';
  /** Id or name of the member who is their contact; whoever is on duty calls where it is absent. */
  readonly contact?: string;
}

/**
 * The end of the local day's opening hours, where somebody can still call before it; else `minutes` of opening hours from then, which is on the next
 * open day. A location that never opens has until midnight. `at` is an ISO instant, so is what it gives.
 */
export function sameDay(at: string, minutes: number, location: Location): string {
  const today = localDay(at, location.zone);
  let closing: number | undefined;
  for (const span of openSpans(at, location)) {
    if (span.date > today)
      return closing === undefined ? add(at, minutes, location, 'business').at : iso(closing);
    closing = span.to;
  }
  return closing === undefined ? startOfDay(daysAfter(today, 1), location.zone) : iso(closing);
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Why a message asks for it; undefined where it does not: what waits for a person's look, and bare keywords, ask for nothing. */
function reasonOf({ nervous, assessment, review, keyword }: Arrival): NamedCall['why'] | undefined {
  if (review !== undefined || keyword) return undefined;
  if (assessment.flags.includes('F12')) return 'distress';
  return nervous ? 'nervous' : undefined;
}

/**
 * What a message changes of the call that its sender is owed: none that can still be made in time is put off by a later message. `minutes` is the policy's target, for what comes
 * after closing. `owed` is the call that was asked for before and nobody has made.
 */
export function namedCallAfter(
  arrival: Arrival,
  minutes: number,
  owed?: NamedCall,
): Pick<Inquiry, 'namedCall'> {
  const why = reasonOf(arrival);
  if (why === undefined) return {};
  const { receivedAt: since, location } = arrival;
  const contact = arrival.namedContact ?? owed?.contact;
  const fresh: NamedCall =
    owed && owed.by > since ? owed : { since, by: sameDay(since, minutes, location), why };
  return {
    namedCall: {
      ...fresh,
      ...(why === 'distress' ? { why } : {}),
      ...(contact === undefined ? {} : { contact }),
    },
  };
}
