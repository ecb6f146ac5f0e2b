import { DomainError } from '../errors.ts';
import type { Patients } from '../patient/patients.ts';
import { taskOf } from './hand-over.ts';
import type { KnowPorts } from './know.ts';
import type { Outreach } from './outreach.ts';

export interface ReturnPorts {
  readonly outreach: Pick<Outreach, 'findTouch' | 'move' | 'addTask' | 'suppress'>;
  readonly patients: Pick<Patients, 'record'>;
  readonly addressKeys: KnowPorts['addressKeys'];
  /** ISO instant. */
  readonly now: string;
}

/**
 * A piece of post came back: nothing more is sent to this address, and a person asks for another (R26). The touch last, so that what was cut
 * off is done again. Throws `not-found` where no such piece was printed.
 */
export async function mailReturned(ports: ReturnPorts, touchId: string): Promise<void> {
  const at = touchId.indexOf('.');
  const touch = await ports.outreach.findTouch(touchId.slice(0, at), touchId.slice(at + 1));
  const record = touch && (await ports.patients.record(touch.patientId));
  const wasPrinted = touch?.state === 'printed' || touch?.reason === 'returned';
  if (!touch || !record || !wasPrinted)
    throw new DomainError('not-found', 'No piece of post of this id was printed.');
  const { post } = await ports.addressKeys(record);
  if (post !== undefined) await ports.outreach.suppress(post, 'returned-mail', ports.now);
  const why = 'post came back: ask the patient for their address';
  await ports.outreach.addTask({ ...taskOf(touch, record, 'address', why), id: `${touch.id}.returned` });
  await ports.outreach.move(touch, 'printed', { state: 'bounced', reason: 'returned' });
}
