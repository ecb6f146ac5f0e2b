import { DomainError } from '../errors.ts';
import { isEmergency } from '../escalation/choose-policy.ts';
import { type Action, type ActionPorts, change, isClinician, mustBeOpen } from './action.ts';
import type { Inquiry, WelfareCheck } from './inquiry.ts';

export interface WelfareDecision extends Action {
  readonly decision: WelfareCheck;
  /** In the clinician's words; kept with their name. */
  readonly reason: string;
}

/**
 * A clinician decides whether somebody is asked to look after a patient in an emergency who cannot be reached (R61). It neither claims nor
 * answers the inquiry, and may be decided anew. Throws `forbidden` for others, `invalid` without a reason or an emergency.
 */
export function decideWelfareCheck(ports: ActionPorts, given: WelfareDecision): Promise<Inquiry> {
  const reason = given.reason.trim();
  return change(ports, given, (inquiry) => {
    mustBeOpen(inquiry);
    if (!isClinician(given.by))
      throw new DomainError('forbidden', 'Only a clinician decides on a welfare check.');
    if (!isEmergency(inquiry.level))
      throw new DomainError('invalid', 'A welfare check is for an emergency; this is none.');
    if (!reason) throw new DomainError('invalid', 'Say why a welfare check is needed, or why not.');
    return {
      course: { welfareCheck: given.decision },
      event: { what: 'welfare-check', why: [given.decision], note: reason },
    };
  });
}
