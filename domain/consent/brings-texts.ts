import type { Spoken } from '../inquiry/arrival.ts';
import type { Patients } from '../patient/patients.ts';
import type { Practice } from '../practice/practice.ts';
import type { Outreach } from '../recall/outreach.ts';
import { whyNoTexts } from '../recall/usable-texts.ts';
import type { Law } from './law.ts';

export interface BringsPorts {
  readonly patients: Pick<Patients, 'record' | 'ofAddress'>;
  readonly outreach: Pick<Outreach, 'suppressions'>;
  readonly addressKeys: (contact: Spoken['contact']) => Promise<{ readonly phone?: string }>;
  readonly practice: Practice;
  readonly law: Law;
  /** ISO instant. */
  readonly now: string;
}

/**
 * Whether one of these patients, who have the number, gets texts that the practice sends first, now that START has been obeyed: of recall,
 * or of their visits.
 */
export async function bringsTexts(
  { contact }: Pick<Spoken, 'contact'>,
  people: readonly { readonly id: string }[],
  ports: BringsPorts,
): Promise<boolean> {
  const key = (await ports.addressKeys(contact)).phone;
  if (key === undefined) return false;
  const { practice, law, now } = ports;
  const byAddress = await ports.patients.ofAddress(key);
  const asked = { practice, law, now, suppressed: await ports.outreach.suppressions(key, 'phone') };
  const records = await Promise.all(people.map(({ id }) => ports.patients.record(id)));
  return records.some((record) => {
    if (!record || record.patient.phone !== contact.phone) return false;
    const said = byAddress.map((event) => ({ ...event, patientId: record.patient.id }));
    const whole = { ...record, consents: [...record.consents, ...said] };
    return (['recall', 'care'] as const).some((use) => whyNoTexts(whole, use, asked) === undefined);
  });
}
