import type { KeepPorts } from './keep-patient.ts';
import type { SupportPerson } from './patient.ts';

/** Somebody by whose address a patient is found. */
type Speaker = Pick<SupportPerson, 'relation' | 'phone' | 'email'>;

type LinkPorts = Pick<KeepPorts, 'patients' | 'contactKeys'>;

/** Makes a patient findable by the addresses of who may ask for them, and no more by those of who no longer may. */
export async function relinkSupport(
  { patients, contactKeys }: LinkPorts,
  patientId: string,
  persons: { readonly before: readonly Speaker[]; readonly now: readonly Speaker[] },
): Promise<void> {
  const kept = new Set<string>();
  for (const person of persons.now) {
    const keys = await contactKeys(person);
    for (const key of keys) kept.add(key);
    await patients.link(keys, patientId, person.relation);
  }
  for (const person of persons.before) {
    const gone = (await contactKeys(person)).filter((key) => !kept.has(key));
    await patients.unlink(gone, patientId, 'support');
  }
}
