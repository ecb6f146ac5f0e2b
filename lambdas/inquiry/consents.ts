import { keepGiven } from '../../domain/consent/given-consents.ts';
import {
  isBare,
  obeyRevocation,
  type RevocationPorts,
  read,
  whose,
} from '../../domain/consent/obey-revocation.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { log } from '../kit/logger.ts';
import { sha256 } from '../kit/sha256.ts';

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
  const people = await whose(arrival, ports);
  return { ...arrival, keyword: true, ...(people.length > 0 ? {} : { asksStaff: true }) };
}

/** What a message says of consent, either way: it is stored by now, whatever becomes of this. */
export async function obeyConsents(arrival: Arrival, ports: RevocationPorts): Promise<void> {
  const { intent } = await obeyRevocation(arrival, ports);
  if (intent !== 'no')
    log.info('A message about further messages was obeyed.', { messageId: arrival.messageId, kind: intent });
  // Whoever may have forged it has agreed to nothing.
  if (arrival.review !== undefined) return;
  const { messageId, contact, language, consents } = arrival;
  const { patients, addressKeys, practice, now } = ports;
  await keepGiven(
    { messageId, contact, language, consents },
    { patients, addressKeys, sha256, seller: practice.name, now },
  );
}
