import { type GivenPorts, keepGiven } from '../../domain/consent/given-consents.ts';
import { obeyRevocation, type RevocationPorts } from '../../domain/consent/obey-revocation.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { log } from '../kit/logger.ts';
import { sha256 } from '../kit/sha256.ts';

export interface ConsentPorts extends RevocationPorts {
  readonly patients: RevocationPorts['patients'] & GivenPorts['patients'];
}

/** What a message says of consent, either way: it is stored by now, whatever becomes of this. */
export async function obeyConsents(arrival: Arrival, ports: ConsentPorts): Promise<void> {
  const { intent } = await obeyRevocation(arrival, ports);
  if (intent !== 'no')
    log.info('A message about further messages was obeyed.', { messageId: arrival.messageId, kind: intent });
  // Whoever may have forged it has agreed to nothing, and neither has a robot whose red flag is answered.
  if (arrival.review !== undefined || arrival.suspected) return;
  const { messageId, contact, language, consents } = arrival;
  const { patients, outreach, addressKeys, practice, now } = ports;
  await keepGiven(
    { messageId, contact, language, consents },
    { patients, outreach, addressKeys, sha256, seller: practice.name, now },
  );
}
