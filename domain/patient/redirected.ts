import type { ImportedRow } from './imported.ts';
import type { Patient } from './patient.ts';

/** Entries of a record that was merged away, as those of the one it leads to; who that is, is said by its own record. */
export function redirected(row: ImportedRow, to: Pick<Patient, 'id' | 'schema' | 'externalId'>): ImportedRow {
  const moved = <T extends { readonly patientId: string }>(entries: readonly T[] = []): readonly T[] =>
    entries.map((entry) => ({ ...entry, patientId: to.id }));
  const { id, schema, externalId } = to;
  return {
    ...row,
    patient: { id, schema, externalId },
    treatments: moved(row.treatments),
    purchases: moved(row.purchases),
    consultations: moved(row.consultations),
    series: moved(row.series),
    appointments: moved(row.appointments),
    settings: moved(row.settings),
    consents: moved(row.consents),
  };
}
