import type { Policy } from '../escalation/policy.ts';
import { openMinutes } from '../practice/opening-hours.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import type { Inquiry, Priority } from './inquiry.ts';
import type { Measured } from './timeline-event.ts';

/** What a line says of a promise (ISO instants) made for a message that came at `from`, under this policy. */
export function promiseMeasured(
  from: string,
  {
    priority,
    deadline,
    policy,
  }: { readonly priority: Priority; readonly deadline: string; readonly policy: Policy },
): Measured {
  const straight = Date.parse(from) + policy.targetMinutes * 60_000;
  return { priority, deadline, wallDeadline: new Date(straight).toISOString() };
}

/** The open minutes from receipt to `at` (ISO), by the hours as they are now. */
export function waitMeasured(
  inquiry: Pick<Inquiry, 'receivedAt' | 'location'>,
  at: string,
  practice: Practice,
): Measured {
  return { businessMinutes: openMinutes(inquiry.receivedAt, at, locationOf(practice, inquiry.location)) };
}
