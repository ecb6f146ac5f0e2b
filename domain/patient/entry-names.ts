import type { PatientRecord } from './patient.ts';

/** What a FHIR server calls what is known of a patient, as far as it came from one: `Appointment/7`, `Procedure/7`. */
export const entryNames = ({
  appointments,
  treatments,
}: Pick<PatientRecord, 'appointments' | 'treatments'>): readonly string[] => [
  ...appointments.map(({ id }) => `Appointment/${id}`),
  ...treatments.flatMap(({ from = '' }) => {
    const [kind, id] = from.split('#');
    return kind === 'procedure' && id ? [`Procedure/${id}`] : [];
  }),
];
