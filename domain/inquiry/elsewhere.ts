import type { Patient } from '../patient/patient.ts';
import type { Patients } from '../patient/patients.ts';
import type { Inquiries } from './inquiries.ts';
import type { Contact, Inquiry } from './inquiry.ts';
import { isOpenCase } from './standing.ts';

/** What another conversation of the same patient says to repeat contact (R60). */
export interface Elsewhere {
  readonly inquiryId: string;
  /** When they wrote of symptoms there (ISO). */
  readonly symptomsAt: readonly string[];
  /** It is a red-flag case that nobody has closed, and not by what somebody only typed. */
  readonly openCase?: true;
}

export interface ElsewherePorts {
  readonly inquiries: Pick<Inquiries, 'ofAddresses'>;
  readonly patients: Pick<Patients, 'byAddress'>;
  readonly addressKeys: (contact: Contact) => Promise<readonly string[]>;
}

function saidIn(inquiry: Inquiry): readonly Elsewhere[] {
  const { id, symptomsAt = [], unprovedCase } = inquiry;
  const openCase = isOpenCase(inquiry) && !unprovedCase;
  if (symptomsAt.length === 0 && !openCase) return [];
  return [{ inquiryId: id, symptomsAt, ...(openCase ? { openCase: true as const } : {}) }];
}

/** The key of an address that is this patient's alone: what a family shares says nothing of one of them. */
async function keyOfOwn(
  contact: Contact,
  { id }: Pick<Patient, 'id'>,
  ports: ElsewherePorts,
): Promise<readonly string[]> {
  const keys = await ports.addressKeys(contact);
  const linked = keys.length > 0 ? await ports.patients.byAddress(keys) : [];
  const shared = linked.some((other) => other.id !== id && other.relation === undefined);
  return shared ? [] : keys;
}

/** The newest conversations of a patient, one for each address on their record, as far as they count for repeat contact: single items, strongly read. */
export async function conversationsOf(
  patient: Pick<Patient, 'id' | 'email' | 'phone'>,
  ports: ElsewherePorts,
): Promise<readonly Elsewhere[]> {
  const { email, phone } = patient;
  const contacts: readonly Contact[] = [...(email ? [{ email }] : []), ...(phone ? [{ phone }] : [])];
  const keys = await Promise.all(contacts.map((contact) => keyOfOwn(contact, patient, ports)));
  const { inquiries } = await ports.inquiries.ofAddresses(keys.flat());
  return inquiries.flatMap(saidIn);
}
