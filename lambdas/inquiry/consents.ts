import { type AskPorts, askToConfirm } from '../../domain/consent/ask-to-confirm.ts';
import { type ConsentAddress, type GivenPorts, keepGiven } from '../../domain/consent/given-consents.ts';
import { obeyRevocation } from '../../domain/consent/obey-revocation.ts';
import type { RevocationPorts } from '../../domain/consent/revocation-ports.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { log } from '../kit/logger.ts';
import { sha256 } from '../kit/sha256.ts';

export interface ConsentPorts extends RevocationPorts {
  readonly patients: RevocationPorts['patients'] & GivenPorts['patients'];
  /** How whoever has a number is asked; absent where answers to texts do not come in. */
  readonly asking?: Pick<AskPorts, 'unprovedTexts' | 'heldBack'>;
}

async function keepTicked(arrival: Arrival, ports: ConsentPorts): Promise<void> {
  const { messageId, contact, language, consents } = arrival;
  if (!consents) return;
  const { patients, outreach, addressKeys, practice, now, asking } = ports;
  const ask = asking && ((of: ConsentAddress) => askToConfirm(of, arrival, { ...ports, ...asking }));
  await keepGiven(
    { messageId, contact, language, consents },
    {
      patients,
      outreach,
      addressKeys,
      sha256,
      seller: practice.name,
      now,
      // A form joins the conversation of whatever address is typed into it: that its patient wrote does not say who ticked.
      proved: () => false,
      ...(ask ? { ask } : {}),
    },
  );
}

/** What a message says of consent, either way: it is stored by now, in this inquiry, whatever becomes of this. */
export async function obeyConsents(arrival: Arrival, ports: ConsentPorts): Promise<void> {
  const { intent } = await obeyRevocation(arrival, ports);
  if (intent !== 'no')
    log.info('A message about further messages was obeyed.', { messageId: arrival.messageId, kind: intent });
  // Whoever may have forged it has agreed to nothing, and neither has a robot whose red flag is answered.
  if (arrival.review !== undefined || arrival.suspected) return;
  await keepTicked(arrival, ports);
}
