import { DomainError } from '../errors.ts';
import { isEmergency } from '../escalation/choose-policy.ts';
import { type Action, type AnsweringPorts, change, isClinician, mustBeOpen, noClaim } from './action.ts';
import { withAnswer } from './first-answer.ts';
import type { CloseReason, Inquiry, Outcome } from './inquiry.ts';
import { waitMeasured } from './measured.ts';

export interface Closing extends Action {
  readonly reason: CloseReason;
  /** How an emergency ended; asked for where `needsOutcome`. */
  readonly outcome?: Outcome | undefined;
  /** In the words of whoever closes it. */
  readonly note?: string | undefined;
}

/** Whether only a clinician closes this, with an outcome (R61): it is an emergency, or was one that nobody has judged yet. */
export const needsOutcome = ({ level, emergency }: Pick<Inquiry, 'level' | 'emergency'>): boolean =>
  isEmergency(level) || emergency === true;

function mustBeClosable(inquiry: Inquiry, { by, reason, outcome }: Closing): void {
  mustBeOpen(inquiry);
  if (needsOutcome(inquiry) && !isClinician(by))
    throw new DomainError('forbidden', 'Only a clinician closes an emergency.');
  if (needsOutcome(inquiry) && outcome === undefined)
    throw new DomainError('invalid', 'Say how the emergency ended: choose an outcome.');
  if (reason === 'answered' && inquiry.respondedAt === undefined)
    throw new DomainError('refused', 'Nobody has answered it yet: answer it, or give another reason.');
}

/**
 * Ends it with a reason. An emergency is closed by a clinician only, with an outcome (R61): throws `forbidden` for others, `invalid` without
 * one.
 */
export function close(ports: AnsweringPorts, closing: Closing): Promise<Inquiry> {
  const { reason, outcome, note, by, now } = closing;
  return change(ports, closing, (inquiry) => {
    mustBeClosable(inquiry, closing);
    const booked = reason === 'booked' ? withAnswer(inquiry, { at: now, by: by.id }) : {};
    return {
      course: {
        ...noClaim,
        ...booked,
        status: 'closed',
        closedAt: now,
        closeReason: reason,
        outcome,
        emergency: undefined,
      },
      event: {
        what: 'closed',
        why: [reason, ...(outcome ? [outcome] : [])],
        ...(note ? { note } : {}),
        measured: { answers: reason === 'booked', ...waitMeasured(inquiry, now, ports.practice) },
      },
      undoable: true,
    };
  });
}
