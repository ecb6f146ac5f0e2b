import type { KeepPorts } from './keep-patient.ts';
import type { Patient } from './patient.ts';

/** What was said by an address before anybody knew whose it is, as the patient's own (R69). */
export async function takeOverConsents(
  ports: Pick<KeepPorts, 'patients' | 'contactKeys'>,
  patient: Patient,
): Promise<void> {
  for (const name of ['phone', 'email'] as const) {
    const address = patient[name];
    if (address === undefined) continue;
    for (const key of await ports.contactKeys({ [name]: address }))
      for (const event of await ports.patients.ofAddress(key)) {
        const about = event.channel === 'all' ? {} : { address };
        await ports.patients.addConsent({ ...event, patientId: patient.id, ...about });
      }
  }
}
