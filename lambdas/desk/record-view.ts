import type { PatientRecord } from '../../domain/patient/patient.ts';
import { itemView, patientView } from './recall-view.ts';

const shown = <T extends { readonly patientId: string }>(entries: readonly T[]) =>
  entries.map(({ patientId, ...entry }) => {
    void patientId;
    return entry;
  });

/** Everything of a patient as the API shows it: absent values are null. */
export const recordView = (record: PatientRecord) => ({
  patient: {
    ...patientView(record.patient),
    region: record.patient.region ?? null,
    country: record.patient.country ?? null,
    postal: record.patient.postal ?? null,
    zone: record.patient.zone ?? null,
    birthDate: record.patient.birthDate ?? null,
    deceased: record.patient.deceased ?? false,
    inactive: record.patient.inactive ?? false,
    provider: record.patient.provider ?? null,
    mergedFrom: record.patient.mergedFrom ?? [],
  },
  treatments: shown(record.treatments),
  purchases: shown(record.purchases),
  consultations: shown(record.consultations),
  series: shown(record.series),
  appointments: shown(record.appointments),
  settings: shown(record.settings),
  retractions: shown(record.retractions ?? []),
  consents: shown(record.consents),
  items: record.items.map(itemView),
  preferences: record.preferences ?? null,
  care: record.care ?? null,
  guardian: record.guardian ?? null,
  minorMark: record.minorMark ?? null,
  directions: shown(record.directions ?? []),
});
