import type { Contact, Inquiry } from '../inquiry/inquiry.ts';
import { currentRecord } from '../patient/current-record.ts';
import type { PatientRecord } from '../patient/patient.ts';
import type { Patients } from '../patient/patients.ts';
import { careSpans, isWithinCare } from './care-spans.ts';
import type { Judge } from './review.ts';

export interface JudgingPorts {
  readonly patients: Pick<Patients, 'record'>;
  /** Keys of the addresses of a contact. */
  readonly senderKeys: (contact: Contact) => Promise<readonly string[]>;
  /** Ids of the inquiries in which one of these addresses has written. */
  readonly ofSenders: (addressKeys: readonly string[]) => Promise<readonly string[]>;
  readonly inquiry: (id: string) => Promise<Pick<Inquiry, 'receivedAt' | 'closedAt'> | undefined>;
  /** ISO instant. */
  readonly now: string;
}

/** Every address from which a word about a patient may come: their own, those of merged records, those of support persons. */
const contactsOf = ({ patient, care }: PatientRecord): readonly Contact[] => [
  ...[patient, ...(care?.supportPersons ?? [])].map(({ email, phone }) => ({
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
  })),
  ...(patient.otherAddresses ?? []).map((text) => (text.includes('@') ? { email: text } : { phone: text })),
];

/** Says of a patient when there was a reason to open their record; nothing of who is erased, or not there. */
export const judging =
  (ports: JudgingPorts): Judge =>
  async (patientId) => {
    const record = await currentRecord(ports.patients, patientId);
    if (!record || record.patient.erasedAt !== undefined) return undefined;
    const keys = await Promise.all(contactsOf(record).map(ports.senderKeys));
    const inquiries: Pick<Inquiry, 'receivedAt' | 'closedAt'>[] = [];
    for (const id of await ports.ofSenders([...new Set(keys.flat())])) {
      const inquiry = await ports.inquiry(id);
      if (inquiry) inquiries.push(inquiry);
    }
    const spans = careSpans(record, inquiries, ports.now);
    return (at) => isWithinCare(at, spans);
  };
