import { DomainError } from '../errors.ts';
import { nothingLeft } from '../escalation/plan.ts';
import { type Action, type ActionPorts, change, mustBeOpen } from './action.ts';
import { isForPhysician } from './context-note.ts';
import type { Inquiry } from './inquiry.ts';

function mustBeOfferable(inquiry: Inquiry): void {
  mustBeOpen(inquiry);
  if (!isForPhysician(inquiry))
    throw new DomainError(
      'invalid',
      'A triage call is offered to patients who ask for the doctor: call this one, and log the call.',
    );
  if (nothingLeft(inquiry))
    throw new DomainError('conflict', 'The patient has had an answer already.', inquiry);
  if (inquiry.triageOfferedAt !== undefined)
    throw new DomainError('conflict', 'A triage call was offered already: one is enough.', inquiry);
}

/**
 * Notes that staff have offered a triage call to a patient who asks for the doctor: once while they wait, beside the physician's step and never
 * instead of it. It neither claims nor answers, and the chain stays where it is. Throws `invalid` where nobody asks for the doctor, `conflict`
 * where one was offered or nobody waits.
 */
export function offerTriageCall(ports: ActionPorts, action: Action): Promise<Inquiry> {
  return change(ports, action, (inquiry) => {
    mustBeOfferable(inquiry);
    return { course: { triageOfferedAt: action.now }, event: { what: 'triage-offered' }, undoable: true };
  });
}
