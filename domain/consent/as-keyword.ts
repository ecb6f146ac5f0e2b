import type { Arrival } from '../inquiry/arrival.ts';
import { ownersOf } from './address-owners.ts';
import { isBare, read } from './read-revocation.ts';
import type { RevocationPorts } from './revocation-ports.ts';

/**
 * Marks a message that says STOP, HELP or the like and nothing else. The red-flag check came before (R55): what it found is answered. A bare
 * CANCEL is one too (R7): a task asks a known patient whether the appointment was meant; of a stranger the open inquiry does.
 */
export async function asKeyword(
  arrival: Arrival,
  ports: Pick<RevocationPorts, 'revoking' | 'patients' | 'addressKeys'>,
): Promise<Arrival> {
  if (arrival.assessment.level !== 'R' || arrival.review !== undefined) return arrival;
  const revocation = read(arrival, ports.revoking);
  if (isBare(revocation, arrival.text)) return { ...arrival, keyword: true };
  if (revocation.intent !== 'revoke' || !revocation.perhapsAppointment) return arrival;
  const people = await ownersOf(arrival, ports);
  return { ...arrival, keyword: true, ...(people.length > 0 ? {} : { asksStaff: true }) };
}
