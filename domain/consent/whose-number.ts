import type { Spoken } from '../inquiry/arrival.ts';
import { localDay } from '../recall/local-day.ts';
import type { AddressOwner } from './address-owners.ts';
import { saidByNumber } from './read-revocation.ts';
import type { RevocationPorts } from './revocation-ports.ts';
import { giveEach } from './revocation-tasks.ts';

const backAgain =
  'wrote that the number is somebody else’s, and START since: make sure whose number it is, and note it; until then nothing is sent to it';

/** The number said that it is somebody else's: it is used no more, and the patients' records say why (R14). */
export async function reassigned(
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  const { phone } = arrival.contact;
  const key = (await ports.addressKeys(arrival.contact)).phone;
  if (!phone || key === undefined) return;
  await ports.outreach.suppress(key, 'wrong-number', ports.now);
  const on = localDay(arrival.receivedAt, arrival.location.zone);
  for (const { id } of people)
    await ports.patients.saveCheck({ patientId: id, kind: 'reassigned', number: phone, answer: 'yes', on });
}

const liftedByStart = ['carrier-blocked', 'wrong-number'] as const;

/**
 * START from the number itself: texts reach it again, also where the carrier took none. Where it was said to be somebody else's, a person of the staff
 * asks whose it is: no consent comes back by it, and the answer of the register stands until that person notes another (R14, R69), for the number
 * may have a new holder. The lift comes last.
 */
export async function inUseAgain(
  arrival: Spoken,
  people: readonly AddressOwner[],
  ports: RevocationPorts,
): Promise<void> {
  const key = (await ports.addressKeys(arrival.contact)).phone;
  if (!saidByNumber(arrival) || key === undefined) return;
  const known = new Set((await ports.outreach.suppressions(key, 'phone')).map(({ reason }) => reason));
  if (known.has('wrong-number')) await giveEach('address', backAgain, arrival, people, ports);
  for (const reason of liftedByStart)
    if (known.has(reason))
      await ports.outreach.liftSuppression(key, reason, { at: ports.now, by: 'START from the number' });
}
