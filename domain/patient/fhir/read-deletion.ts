import type { ImportedRow } from '../imported.ts';
import { placeOf } from './bundle-entries.ts';
import type { FhirContext, ReadEntry } from './read-bundle.ts';
import { knownResources } from './resources.ts';

const patientReason =
  'a deletion of a patient is none here: send one who left as active: false; for one who is to be forgotten ask for the erasure';
const otherReason =
  'a deletion does not say whose it was, and nothing that came in before goes by that name: send an appointment as cancelled, anything else as entered-in-error';

/** What is known no more: a visit counts as cancelled, of a procedure nothing stands that is known from it alone. */
function brought(
  type: string,
  id: string,
  { asOf, now }: FhirContext,
): Omit<ImportedRow, 'patient'> | undefined {
  if (type === 'Procedure') return { settles: [`procedure#${id}`] };
  if (type !== 'Appointment') return undefined;
  const visit = { id, status: 'cancelled' as const, updatedAt: asOf ?? now };
  return { visits: [visit], ...(asOf === undefined ? { undated: true } : {}) };
}

/** What a deletion says: of whom is found by what the resource was called when it came in. */
export function deletionOf(entry: number, url = '', context: FhirContext): ReadEntry {
  const { type = '', id = '', base } = placeOf(url.replace(/^\//, '')) ?? {};
  const row = brought(type, id, context);
  const kinds = url.split(/[/?]/);
  if (!row)
    return kinds.some((step) => knownResources.includes(step))
      ? { entry, reason: kinds.includes('Patient') ? patientReason : otherReason }
      : { entry, ignored: true };
  const name = `${type}/${id}`;
  return {
    entry,
    row: { patient: { id: context.patientId(name), schema: 1, externalId: '' }, ...row },
    patientGiven: false,
    naming: { names: [name], ...(base === undefined ? {} : { base }) },
    otherwise: otherReason,
    version: context.asOf ?? context.now,
  };
}
