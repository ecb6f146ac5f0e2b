import type { Spoken } from '../inquiry/arrival.ts';
import type { RevocationPorts } from './revocation-ports.ts';

/** A patient whose own address a message came from. */
export interface AddressOwner {
  readonly id: string;
  /** The address that it came from, where it was a number. */
  readonly phone: string | undefined;
}

/** The patients to whom the address of a message belongs. */
export async function ownersOf(
  arrival: Spoken,
  ports: Pick<RevocationPorts, 'patients' | 'addressKeys'>,
): Promise<readonly AddressOwner[]> {
  const keys = Object.values(await ports.addressKeys(arrival.contact)).filter((key) => key !== undefined);
  const found = await ports.patients.byAddress(keys);
  // Whoever may ask for a patient takes nothing back for them.
  return found
    .filter(({ relation }) => relation === undefined)
    .map(({ id }) => ({ id, phone: arrival.contact.phone }));
}
