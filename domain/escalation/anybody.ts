import type { Inquiry } from '../inquiry/inquiry.ts';
import { locationOf, type Practice, type Staff } from '../practice/practice.ts';
import { recipients } from './audience.ts';
import { isRedFlag } from './choose-policy.ts';

/**
 * Whether anybody of the staff can be told of an inquiry now, by any step of its policy that does not wait for the doors. A patient is promised a call
 * only then (R59). `now` is an ISO instant.
 */
export function anybodyToTell(
  { policy, level, location }: Inquiry,
  staff: Staff,
  practice: Practice,
  now: string,
): boolean {
  const reach = {
    location: locationOf(practice, location),
    now,
    texts: practice.channels?.text !== undefined,
    calls: practice.channels?.voice !== undefined,
    important: isRedFlag(level),
  };
  return policy.steps.some((step) => step.during === 'always' && recipients(step, staff, reach).length > 0);
}
