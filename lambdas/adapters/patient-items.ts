import { leavingOut } from './leave-out.ts';

/** The partition of a person. */
export const patientPk = (patientId: string): string => `patient#${patientId}`;
export const patientKey = (patientId: string, sk: string) => ({ pk: patientPk(patientId), sk });

export const without = leavingOut('listShard', 'dueKey', 'dueSort', 'contactKey', 'order');
