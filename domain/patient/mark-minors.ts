import type { Arrival } from '../inquiry/arrival.ts';
import { currentRecord } from './current-record.ts';
import type { Patients } from './patients.ts';

/** Who is that to a patient, by the relation that was written down, speaks for a grown-up: they may mean any child. */
const ofGrownUps =
  /husband|wife|spouse|partner|boyfriend|girlfriend|fianc|\b(?:grand)?(?:daughter|son)\b|child|friend|colleague|assistant|carer|espos[oa]|marido|mujer|novi[oa]|pareja|hij[oa]|niet[oa]|amig[oa]/i;

/**
 * Marks the patients of whom a message says that they are under 18 (R36): of what the writer says of themself whoever has the address, of a child
 * whom somebody else means the patients whom the address may ask for, unless it is a spouse's or a grown-up child's. A birth date that is known says more, and who only shares an address with
 * them is of age by it. Repeating it changes nothing, also once staff have cleared the mark.
 */
export async function markMinors(
  patients: Pick<Patients, 'byAddress' | 'record' | 'saveMinorMark'>,
  { apparentMinor, addressKeys, messageId, receivedAt, typed }: Arrival,
  inquiryId: string,
): Promise<void> {
  if (!apparentMinor || addressKeys.length === 0) return;
  const writes = apparentMinor.who === 'writer';
  const found = await patients.byAddress(addressKeys);
  const meant = found.filter(({ relation }) =>
    writes ? relation === undefined : relation !== undefined && !ofGrownUps.test(relation),
  );
  for (const { id } of meant) {
    const record = await currentRecord(patients, id);
    if (!record || record.patient.erasedAt || record.patient.birthDate !== undefined) continue;
    // Whoever types somebody's address again and again undoes nothing that staff have found out.
    if (typed && record.minorMark?.cleared) continue;
    const patientId = record.patient.id;
    await patients.saveMinorMark({ patientId, messageId, inquiryId, at: receivedAt, by: 'heard' });
  }
}
