import type { ConsentEvent } from '../consent/consent-event.ts';
import { DomainError } from '../errors.ts';
import { currentRecord } from './current-record.ts';
import { type KeepPorts, keysOf } from './keep-patient.ts';
import type { Erasure, Patient, PatientRecord } from './patient.ts';

export interface ErasePorts extends Pick<KeepPorts, 'patients' | 'contactKeys'> {
  /** Keeps an address from ever being written to, by its key alone. */
  readonly suppress: (addressKey: string, reason: 'erased', at: string) => Promise<void>;
}

interface Actor {
  /** Staff member's id. */
  readonly by: string;
  /** ISO instant. */
  readonly now: string;
}

async function found(ports: ErasePorts, id: string): Promise<PatientRecord> {
  const record = await currentRecord(ports.patients, id);
  if (!record) throw new DomainError('not-found', 'There is no such patient.');
  return record;
}

/** Asks for an erasure; another person has to approve it (R37). Asked for again it stays as it was asked for first. */
export async function askForErasure(
  ports: ErasePorts,
  { id, reason }: { readonly id: string; readonly reason: Erasure['reason'] },
  { by, now }: Actor,
): Promise<Erasure> {
  const { patient, erasure } = await found(ports, id);
  if (erasure) return erasure;
  const asked: Erasure = { patientId: patient.id, reason, requestedBy: by, requestedAt: now };
  await ports.patients.saveErasure(asked);
  return asked;
}

const hidden = (key: string | undefined): string => `hmac:${key ?? 'none'}`;

/** What stays of a consent event: what was said, when and how; the address as its key, and nothing of the device. */
async function redacted(event: ConsentEvent, { contactKeys }: ErasePorts): Promise<ConsentEvent> {
  const { ip, userAgent, witness, ...kept } = event;
  void [ip, userAgent, witness];
  if (kept.address === undefined || kept.address.startsWith('hmac:')) return kept;
  const address = kept.address.includes('@') ? { email: kept.address } : { phone: kept.address };
  const [key] = await contactKeys(address);
  return { ...kept, address: hidden(key) };
}

/** Nothing of a person is left in it but the id, which is a hash; an import that names them again finds it. */
const tombstone = ({ id, location, mergedInto }: Patient, erasedAt: string): Patient => ({
  id,
  schema: 1,
  externalId: '',
  firstName: '',
  lastName: '',
  language: 'en',
  location,
  erasedAt,
  ...(mergedInto ? { mergedInto } : {}),
});

/** The head, with the addresses, goes last: until then the same call again finds all it needs. */
async function eraseOne(record: PatientRecord, ports: ErasePorts, now: string): Promise<void> {
  const { patient } = record;
  if (patient.erasedAt) return;
  const { firstName, lastName, birthDate, ...addresses } = patient;
  void [firstName, lastName, birthDate];
  for (const key of await keysOf(addresses as Patient, ports)) await ports.suppress(key, 'erased', now);
  for (const event of record.consents) await ports.patients.redactConsent(await redacted(event, ports));
  for (const person of record.care?.supportPersons ?? [])
    await ports.patients.unlink(await ports.contactKeys(person), patient.id);
  await ports.patients.forget(patient.id);
  await ports.patients.unlink(await keysOf(patient, ports), patient.id);
  await ports.patients.save(tombstone(patient, now));
}

/**
 * Erases all that is known of a person, also in records that were merged into theirs. Evidence of consent and of its revocation is kept, and
 * their addresses stay suppressed by their keys, whatever is imported later (R70). The same call again finishes what was cut off, or changes
 * nothing. Throws DomainError when nobody asked for it, or when who approves is who asked.
 */
export async function approveErasure(ports: ErasePorts, id: string, { by, now }: Actor): Promise<Erasure> {
  const record = await found(ports, id);
  const { erasure } = record;
  if (!erasure) throw new DomainError('invalid', 'Nobody asked for this: ask for the erasure first.');
  if (erasure.doneAt) return erasure;
  if (erasure.requestedBy === by)
    throw new DomainError('forbidden', 'Another person has to approve what you asked for.');
  const approved = erasure.approvedBy ? erasure : { ...erasure, approvedBy: by, approvedAt: now };
  if (!erasure.approvedBy) await ports.patients.saveErasure(approved);
  for (const merged of record.patient.mergedFrom ?? []) {
    const other = await ports.patients.record(merged);
    if (other) await eraseOne(other, ports, now);
  }
  await eraseOne(record, ports, now);
  const done = { ...approved, doneAt: now };
  await ports.patients.saveErasure(done);
  return done;
}
