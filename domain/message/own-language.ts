import type { Patient } from '../patient/patient.ts';
import type { Preferences } from '../patient/preferences.ts';

/** The record as whoever writes to, or speaks with, the patient needs it: in the language that they chose on their own page. */
export const inOwnLanguage = <T extends { readonly patient: Patient; readonly preferences?: Preferences }>(
  record: T,
): T => {
  const language = record.preferences?.language ?? record.patient.language;
  return { ...record, patient: { ...record.patient, language } };
};
