import type { Patients } from '../patient/patients.ts';
import type { AddressConsent, ConsentEvent } from './consent-event.ts';
import { type ConsentAddress, holdersOf, isStopped, type StoppedPorts } from './given-consents.ts';
import { stillWaits } from './standing.ts';

export interface ConfirmPorts extends StoppedPorts {
  readonly patients: StoppedPorts['patients'] & Pick<Patients, 'addConsent' | 'keepForAddress'>;
}

/** What whoever has the address did. */
export interface Confirmation {
  readonly method: 'web-checkbox' | 'keyword';
  /** ISO instant. */
  readonly at: string;
  /** Where: the page that showed the words, or the text that answered them. */
  readonly source: string;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
}

const grantId = (pending: string): string => `${pending}#confirmed`;

/** What waits at an address to be confirmed, the oldest first: nothing where messages by it were stopped, or whoever had it was erased. */
export async function waitingAt(of: ConsentAddress, ports: StoppedPorts): Promise<readonly AddressConsent[]> {
  const events = (await ports.patients.ofAddress(of.key)).map((event) => ({ ...event, patientId: '' }));
  const waiting = events.filter(
    (event) => event.channel === of.channel && stillWaits(event, events, ports.now),
  );
  if (waiting.length === 0) return [];
  const holders = await holdersOf(of, ports);
  if (await isStopped(of, holders, ports)) return [];
  const records = await Promise.all(holders.map((id) => ports.patients.record(id)));
  return waiting
    .filter((event) => records.every((record) => stillWaits(event, record?.consents ?? [], ports.now)))
    .toSorted((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
}

/** The grant that a confirmation makes of what waited: the same words, the same brand and use, and the evidence of the confirmation (R68). */
function confirmedEvent(pending: AddressConsent, by: Confirmation, now: string): AddressConsent {
  const { id, until, ip, userAgent, wording, ...asked } = pending;
  void until;
  void ip;
  void userAgent;
  return {
    ...asked,
    id: grantId(id),
    action: 'grant',
    occurredAt: by.at,
    recordedAt: now,
    method: by.method,
    affirmative: true,
    confirms: id,
    ...(wording ? { wording: { ...wording, source: by.source } } : {}),
    ...(by.ip ? { ip: by.ip } : {}),
    ...(by.userAgent ? { userAgent: by.userAgent } : {}),
  };
}

/**
 * Grants what waits at an address, for it and for every patient who has it. `pending` is the id of what waits. False where it does not wait
 * any more (expired, stopped, unknown). The same again completes what was cut off, and changes nothing else.
 */
export async function confirmConsent(
  of: ConsentAddress,
  pending: string,
  by: Confirmation,
  ports: ConfirmPorts,
): Promise<boolean> {
  const known = (await ports.patients.ofAddress(of.key)).find(({ id }) => id === grantId(pending));
  const asked = known ? undefined : (await waitingAt(of, ports)).find(({ id }) => id === pending);
  const event = known ?? (asked && confirmedEvent(asked, by, ports.now));
  if (!event) return false;
  await ports.patients.keepForAddress(of.key, event);
  for (const id of await holdersOf(of, ports)) {
    const held: ConsentEvent = { ...event, patientId: id, address: of.address };
    await ports.patients.addConsent(held);
  }
  return true;
}
