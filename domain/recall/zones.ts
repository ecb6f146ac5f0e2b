import type { Patient } from '../patient/patient.ts';
import { locationOf, type Practice } from '../practice/practice.ts';

/** The zone whose calendar counts a patient's days: that of the location they go to. */
export const zoneOf = (patient: Patient, practice: Practice): string =>
  locationOf(practice, patient.location).zone;

/** Zones a patient may be in: of the address they gave, and of the location they go to (R6). */
export function zonesOf({ patient }: { readonly patient: Patient }, practice: Practice): readonly string[] {
  const location = practice.locations.find(({ id }) => id === patient.location);
  return [...new Set([patient.zone, location?.zone].flatMap((zone) => zone ?? []))];
}
