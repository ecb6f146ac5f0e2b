import { households, mostWithOneAddress } from '../measure/households.ts';
import type { Patients } from './patients.ts';

type HouseholdPorts = Pick<Patients, 'byAddress' | 'household' | 'householdMembers' | 'nameHousehold'>;

/** Others and the patient, each with those of the patient's keys that lead to them; a support person's key is not the patient's own. */
async function sharersOf(
  patients: HouseholdPorts,
  patientId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>([[patientId, [...keys]]]);
  for (const key of keys) {
    const own = (await patients.byAddress([key])).filter(({ relation }) => relation === undefined);
    if (own.length > mostWithOneAddress) continue;
    for (const { id } of own) if (id !== patientId) found.set(id, [...(found.get(id) ?? []), key]);
  }
  return found;
}

const rounds = 5;

/**
 * Puts a patient whose address keys were linked just now into the household of those who share one (`households`). A household keeps the smallest name that
 * any of it was given before, and names only ever become smaller, so that two of one household who come in at the same time end in the same one.
 * Reads the patient's own keys and those who share them, and writes only what changes.
 */
export async function joinHousehold(
  patients: HouseholdPorts,
  patientId: string,
  keys: readonly string[],
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const sharers = await sharersOf(patients, patientId, keys);
    const members = await Promise.all(
      [...sharers].map(async ([id, addressKeys]) => {
        const household = await patients.household(id);
        return { patientId: id, addressKeys, ...(household === undefined ? {} : { household }) };
      }),
    );
    const names = households(members);
    const name = names.get(patientId) ?? patientId;
    const together = members.filter((member) => names.get(member.patientId) === name);
    const moving = together.filter(({ household }) => household !== name);
    if (moving.length === 0) return;
    const left = new Set(moving.flatMap(({ household }) => household ?? []));
    const moved = new Set(moving.map((member) => member.patientId));
    for (const old of left) for (const id of await patients.householdMembers(old)) moved.add(id);
    for (const id of moved) await patients.nameHousehold(id, name);
    if (together.length === 1) return;
  }
}
