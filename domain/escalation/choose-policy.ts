import type { Level, Priority } from '../inquiry/inquiry.ts';
import type { EscalationRules, Policy, PolicyName } from './policy.ts';

const rank: Readonly<Record<Level, number>> = { E0: 4, E1: 3, U: 2, S: 1, R: 0 };

/** The more urgent of two levels (R55: several matches, the highest wins). */
export const higher = (a: Level, b: Level): Level => (rank[a] >= rank[b] ? a : b);
/** Whether a level is more urgent than another. */
export const isHigher = (a: Level, than: Level): boolean => rank[a] > rank[than];
/** Levels that page clinicians at any hour (R52). */
export const isRedFlag = (level: Level): boolean => rank[level] >= rank.U;
/** Levels that only a clinician's claim silences, and only a clinician closes (R61). */
export const isEmergency = (level: Level): boolean => rank[level] >= rank.E1;

/** The policy for an inquiry: a red flag's own, the review queue's for what could not be read, otherwise that of its priority. */
export function choosePolicy(
  level: Level,
  priority: Priority,
  rules: EscalationRules,
  review = false,
): { readonly name: PolicyName; readonly policy: Policy } {
  const queue = rules.policies.review;
  if (review && queue && !isRedFlag(level)) return { name: 'review', policy: queue };
  const name: Exclude<PolicyName, 'review'> =
    level === 'E0' || level === 'E1' || level === 'U' ? level : priority === 'red-flag' ? 'U' : priority;
  return { name, policy: rules.policies[name] };
}
