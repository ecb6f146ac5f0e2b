import { keepGiven } from '../../domain/consent/given-consents.ts';
import { obeyRevocation, type RevocationPorts } from '../../domain/consent/obey-revocation.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { log } from '../kit/logger.ts';
import { sha256 } from '../kit/sha256.ts';

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
