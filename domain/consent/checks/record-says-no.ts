import type { ConsentEvent } from '../consent-event.ts';
import { inForce, type Scope } from '../standing.ts';

/**
 * Whether what takes a scope back is a no that came with an import: nobody knows that the patient said it, so staff are told that the record says no, and
 * not that the patient unsubscribed.
 */
export function recordSaysNo(events: readonly ConsentEvent[], scope: Scope): boolean {
  const event = inForce(events, { ...scope, anyAddress: true });
  return event?.action === 'deny' && event.actor === 'import';
}
