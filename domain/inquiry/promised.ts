import { choosePolicy, isRedFlag } from '../escalation/choose-policy.ts';
import type { EscalationRules } from '../escalation/policy.ts';
import { add } from '../escalation/promise.ts';
import { warningShares } from '../escalation/warnings.ts';
import type { Compiled } from '../practice/practice.ts';
import { type Arrival, priorityOf } from './arrival.ts';
import type { Inquiry, Priority } from './inquiry.ts';

/** The rules in force, and the instant (ISO). */
export interface Clockwork {
  readonly rules: Compiled<EscalationRules>;
  readonly now: string;
}

/** The promise for a message that arrived at `from`, under the policy for its level and priority. */
export function promised(
  arrival: Pick<Arrival, 'receivedAt' | 'location' | 'review'>,
  level: Inquiry['level'],
  priority: Priority,
  rules: Compiled<EscalationRules>,
) {
  const { name, policy } = choosePolicy(level, priority, rules.value, arrival.review !== undefined);
  const clock = isRedFlag(level) ? 'wall' : 'business';
  const after = (minutes: number) => add(arrival.receivedAt, minutes, arrival.location, clock);
  const due = after(policy.targetMinutes);
  return {
    warnAt: warningShares.map((share) => after(policy.targetMinutes * share).at),
    deadline: due.at,
    deadlineWhy: due.why,
    policyName: name,
    policyVersion: rules.version,
    policy,
  };
}

/** The promise by a message's own words, as if nothing were known of its sender. */
function promisedAlone({ people, ...arrival }: Arrival, rules: Compiled<EscalationRules>) {
  void people;
  const { postTreatment, ...unknown } = arrival;
  void postTreatment;
  const known = arrival.ownLevel === undefined ? arrival : unknown;
  const level = arrival.ownLevel ?? arrival.assessment.level;
  const priority = priorityOf({ ...known, assessment: { level, flags: [] } });
  return { level, ...promised(arrival, level, priority, rules) };
}

/** What a sender may be told whose address is not proved, is none of this conversation, or is not the one that is known: by their own words alone. */
export function toldOf(
  arrival: Arrival,
  beside: boolean,
  rules: Compiled<EscalationRules>,
): Pick<Arrival, 'told'> {
  if (!arrival.typed && !beside && arrival.ownLevel === undefined) return {};
  const { level, deadline } = promisedAlone(arrival, rules);
  const treated = arrival.postTreatment !== undefined && arrival.ownLevel === undefined;
  return { told: { level, by: deadline, ...(treated ? { treated } : {}) } };
}

/** An arrival with what its sender may be told. */
export const withTold = (arrival: Arrival, { rules }: Clockwork): Arrival => ({
  ...arrival,
  ...toldOf(arrival, false, rules),
});

type Promised = Pick<Inquiry, 'deadline' | 'deadlineWhy' | 'warnAt'> & Partial<Pick<Inquiry, 'policyName'>>;

/**
 * A promise, or the one that the sender is told where that is sooner. Where nothing else is known than that they are on record, its chain comes with it: one
 * that has more time than the promise would see it missed.
 */
export function atLatestAsTold<T extends Promised>(
  promise: T,
  arrival: Arrival,
  rules: Compiled<EscalationRules>,
): T {
  if (arrival.told === undefined || arrival.told.by >= promise.deadline) return promise;
  const { level, deadline, deadlineWhy, warnAt, ...chain } = promisedAlone(arrival, rules);
  void level;
  return { ...promise, deadline, deadlineWhy, warnAt, ...(promise.policyName === 'other' ? chain : {}) };
}
