import { DomainError } from '../errors.ts';
import { isEmergency, isHigher } from '../escalation/choose-policy.ts';
import { nothingLeft } from '../escalation/plan.ts';
import { type Action, type AnsweringPorts, change, isClinician, mustBeOpen } from './action.ts';
import { priorityAt } from './arrival.ts';
import { promisedAgain } from './clocks-again.ts';
import type { Course } from './inquiries.ts';
import type { Inquiry, Level } from './inquiry.ts';

export interface LevelPorts extends AnsweringPorts {
  readonly policyVersion: string;
}

export interface Lowering extends Action {
  readonly level: Level;
  /** In the clinician's words; kept with their name. */
  readonly reason: string;
}

/** The longest reason or note that staff can give, in characters. */
export const longestNote = 500;

/** The claim and the calls outlast the new promise: whoever judged the level is answering. */
const keptOf = (inquiry: Inquiry): Course => ({
  status: inquiry.status,
  claimedBy: inquiry.claimedBy,
  claimUntil: inquiry.claimUntil,
  claimSince: inquiry.claimSince,
  claimByClinician: inquiry.claimByClinician,
  unreachedCalls: inquiry.unreachedCalls,
  reachedAt: inquiry.reachedAt,
  clinicianClaimedAt: inquiry.clinicianClaimedAt,
  welfareCheck: inquiry.welfareCheck,
  triageOfferedAt: inquiry.triageOfferedAt,
});

/**
 * A clinician finds it less urgent than the rules did (R61): name and reason are kept, and who waits is promised an answer anew, under the
 * policy of the new level; reports go on by the first promise, which is never moved back. Throws `forbidden` for others, `invalid` without
 * a reason or where the level would not fall.
 */
export function lowerLevel(ports: LevelPorts, lowering: Lowering): Promise<Inquiry> {
  const { by, level, now } = lowering;
  const reason = lowering.reason.trim();
  return change(ports, lowering, (inquiry) => {
    mustBeOpen(inquiry);
    if (!isClinician(by)) throw new DomainError('forbidden', 'Only a clinician lowers a level.');
    if (!reason) throw new DomainError('invalid', 'Say why it is less urgent.');
    if (!isHigher(inquiry.level, level))
      throw new DomainError('invalid', `It is ${inquiry.level}: choose a lower level.`);
    const at = { level, priority: priorityAt(level, inquiry) };
    const rules = { value: ports.rules, version: ports.policyVersion };
    const course = {
      ...(nothingLeft(inquiry)
        ? {}
        : { ...promisedAgain(inquiry, { ...ports, rules, now }, at), ...keptOf(inquiry) }),
      ...at,
      ...(isEmergency(level) ? {} : { emergency: undefined }),
    };
    const measured = { priority: at.priority };
    return { course, event: { what: 'level-lowered', why: [inquiry.level, level], note: reason, measured } };
  });
}
