import { choosePolicy } from '../escalation/choose-policy.ts';
import type { EscalationRules } from '../escalation/policy.ts';
import { add } from '../escalation/promise.ts';
import type { Compiled, Location } from '../practice/practice.ts';

/** By when (ISO) a person would have answered a first message that came at this instant, if nothing in it is urgent. */
export function promiseFor(
  { receivedAt, location }: { readonly receivedAt: string; readonly location: Location },
  rules: Compiled<EscalationRules>,
): string {
  const { policy } = choosePolicy('R', 'new-lead', rules.value);
  return add(receivedAt, policy.targetMinutes, location, 'business').at;
}
