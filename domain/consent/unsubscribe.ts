import { currentRecord } from '../patient/current-record.ts';
import type { PatientRecord } from '../patient/patient.ts';
import type { Patients } from '../patient/patients.ts';
import type { AddressConsent } from './consent-event.ts';

export interface UnsubscribingPorts {
  readonly patients: Pick<Patients, 'record' | 'byAddress' | 'addConsent' | 'keepForAddress' | 'ofAddress'>;
  /** Keeps an address from commercial mail, by its key alone (R22). */
  readonly suppress: (addressKey: string, reason: 'unsubscribed', at: string) => Promise<void>;
  /** ISO instant. */
  readonly now: string;
}

/** The mail whose link was opened. */
export interface MailLink {
  readonly touchId: string;
  readonly patientId: string;
  /** Key of the address that the mail went to. */
  readonly addressKey?: string | undefined;
}

const isMailGrant = ({ action, channel, purpose }: AddressConsent): boolean =>
  action === 'grant' &&
  (channel === 'email' || channel === 'all') &&
  (purpose === 'marketing' || purpose === 'all');

async function living(patients: Pick<Patients, 'record'>, id: string): Promise<PatientRecord | undefined> {
  const record = await currentRecord(patients, id);
  return record?.patient.erasedAt ? undefined : record;
}

/** Whoever the mail was for, and whoever shares the address; of a record that was merged away the one it leads to. */
async function concerned(
  { patientId, addressKey }: MailLink,
  { patients }: UnsubscribingPorts,
): Promise<readonly PatientRecord[]> {
  const sharing = addressKey === undefined ? [] : await patients.byAddress([addressKey]);
  // An address at which a patient may only be asked for is not theirs.
  const ids = [patientId, ...sharing.filter(({ relation }) => relation === undefined).map(({ id }) => id)];
  const found = await Promise.all(ids.map((id) => living(patients, id)));
  return [...new Map(found.flatMap((one) => (one ? [[one.patient.id, one] as const] : []))).values()];
}

/**
 * Ends commercial mail to whoever the mail was for, wherever they are written to, and to everybody at the address it went to, also those who
 * turn up with it later (R19, R22, R69). The address first, so that a crash leaves it stopped. The same again changes nothing, unless somebody
 * agreed anew in between: then it ends that too.
 */
export async function unsubscribeMail(link: MailLink, ports: UnsubscribingPorts): Promise<void> {
  const { patients, now } = ports;
  const { addressKey } = link;
  const people = await concerned(link, ports);
  const byAddress = addressKey === undefined ? [] : await patients.ofAddress(addressKey);
  const grants = [...people.flatMap(({ consents }) => consents), ...byAddress].filter(isMailGrant);
  const agreedAt = grants.map(({ occurredAt }) => occurredAt).toSorted();
  const revoked: AddressConsent = {
    id: `unsubscribe#${link.touchId}#${agreedAt.at(-1) ?? 'never-agreed'}`,
    channel: 'email',
    purpose: 'marketing',
    action: 'revoke',
    occurredAt: now,
    recordedAt: now,
    method: 'one-click',
    actor: 'patient',
  };
  if (addressKey !== undefined) {
    await patients.keepForAddress(addressKey, revoked);
    await ports.suppress(addressKey, 'unsubscribed', now);
  }
  for (const { patient } of people) await patients.addConsent({ ...revoked, patientId: patient.id });
}
