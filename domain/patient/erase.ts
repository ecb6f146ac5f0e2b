import type { ConsentEvent } from '../consent/consent-event.ts';
import { DomainError } from '../errors.ts';
import {
  type CorrespondencePorts,
  eraseInquiry,
  erasePart,
  isRunning,
  type Person,
} from '../inquiry/correspondence.ts';
import { inquiriesOf } from '../inquiry/inquiries-of.ts';
import { mostWithOneAddress } from '../measure/households.ts';
import type { Practice } from '../practice/practice.ts';
import { addressTask } from '../recall/address-task.ts';
import type { Footprints } from '../recall/footprints.ts';
import type { CallTask } from '../recall/touch.ts';
import { currentRecord } from './current-record.ts';
import { entryNames } from './entry-names.ts';
import { type Guardian, speakersOf } from './guardian.ts';
import { type KeepPorts, keysOf, nameKeysOf } from './keep-patient.ts';
import type { Patient, PatientRecord } from './patient.ts';
import type { Erasure } from './subject-requests.ts';

export interface ErasePorts
  extends Pick<KeepPorts, 'patients' | 'contactKeys'>,
    Omit<CorrespondencePorts, 'isShared'> {
  readonly footprints: Footprints;
  /** Keys of the files of a batch of letters. */
  readonly letterKeys: (batchId: string) => readonly string[];
  /** Stores a task once, by its id. */
  readonly addTask: (task: CallTask) => Promise<void>;
  readonly practice: Practice;
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

/** Print files name everybody in a batch: they go, and the batch stays for its figures. */
async function eraseFootprints(patientId: string, ports: ErasePorts, now: string): Promise<void> {
  for (const batch of await ports.footprints.batchesOf(patientId)) {
    await ports.removeFiles(ports.letterKeys(batch));
    await ports.footprints.leaveBatch(batch, patientId, now);
  }
  await ports.footprints.forget(patientId, now);
}

const sharerWords =
  'an address of theirs is written to no more, nor is its number called: somebody who had it too was erased. Ask them for a consent of their own, with its evidence, and record it; their reminders wait for it';

const guardianWords =
  'the address of their guardian is written to no more, nor is its number called: somebody who had it was erased. Ask who speaks for them now, and for a consent of that person, with its evidence, and record both; their reminders wait for it';

const addressOf = ({ email, phone }: Guardian) => ({
  ...(email ? { email } : {}),
  ...(phone ? { phone } : {}),
});

/** Why a patient waits for reminders for ever once these addresses are erased; undefined where they do not. */
async function waitsFor(
  { patient, guardian }: PatientRecord,
  { keys, own }: { readonly keys: ReadonlySet<string>; readonly own: boolean },
  { contactKeys }: ErasePorts,
): Promise<string | undefined> {
  if (!isLiving(patient)) return undefined;
  if (own) return sharerWords;
  const theirs = guardian ? await contactKeys(addressOf(guardian)) : [];
  return theirs.some((key) => keys.has(key)) ? guardianWords : undefined;
}

interface Sharer {
  readonly patient: Patient;
  readonly why: string;
}

/** Living patients who have one of these addresses as their own, or whose guardian has. */
async function sharersOf(records: readonly PatientRecord[], ports: ErasePorts): Promise<readonly Sharer[]> {
  const erased = new Set(records.map(({ patient }) => patient.id));
  const keys = new Set(
    (await Promise.all(records.map(({ patient }) => keysOf(nameless(patient), ports)))).flat(),
  );
  const others = new Map<string, boolean>();
  for (const key of keys) {
    const found = await ports.patients.byAddress([key]);
    // A placeholder, or a front desk's: nobody's own, and hundreds of tasks are none.
    if (found.length > mostWithOneAddress) continue;
    for (const { id, relation } of found) others.set(id, others.get(id) === true || relation === undefined);
  }
  const sharers = new Map<string, Sharer>();
  for (const [id, own] of others) {
    const record = await currentRecord(ports.patients, id);
    if (!record || erased.has(record.patient.id)) continue;
    const why = await waitsFor(record, { keys, own }, ports);
    if (why !== undefined) sharers.set(record.patient.id, { patient: record.patient, why });
  }
  return [...sharers.values()];
}

const isLiving = ({ deceased, erasedAt, mergedInto }: Patient): boolean =>
  deceased !== true && erasedAt === undefined && mergedInto === undefined;

/** Whoever shares an address with the erased person would wait for reminders for ever, and nobody would know (docs/decisions/059). */
async function askSharers(records: readonly PatientRecord[], asked: Erasure, ports: ErasePorts, now: string) {
  for (const { patient, why } of await sharersOf(records, ports))
    await ports.addTask(
      addressTask(
        { id: `own-consent.${patient.id}.${Date.parse(asked.requestedAt)}`, patient, why },
        ports.practice,
        now,
      ),
    );
}

/** Without what people have in common who share nothing: their names and birthdays. */
function nameless(patient: Patient): Patient {
  const { firstName, lastName, birthDate, ...addresses } = patient;
  void [firstName, lastName, birthDate];
  return addresses as Patient;
}

/** The head, with the addresses, goes last: until then the same call again finds all it needs. */
async function eraseOne(record: PatientRecord, ports: ErasePorts, now: string): Promise<void> {
  const { patient } = record;
  if (patient.erasedAt) return;
  for (const key of await keysOf(nameless(patient), ports)) await ports.suppress(key, 'erased', now);
  for (const event of record.consents) await ports.patients.redactConsent(await redacted(event, ports));
  for (const person of speakersOf(record))
    await ports.patients.unlink(await ports.contactKeys(person), patient.id);
  await eraseFootprints(patient.id, ports, now);
  await ports.patients.leaveHouseholds(patient.id);
  await ports.patients.unlink(await ports.contactKeys({ names: entryNames(record) }), patient.id);
  await ports.patients.forget(patient.id);
  await ports.patients.unlink(await keysOf(patient, ports), patient.id);
  await ports.patients.unlink(await nameKeysOf(patient, ports), patient.id);
  await ports.patients.save(tombstone(patient, now));
}

async function personOf(records: readonly PatientRecord[], ports: ErasePorts): Promise<Person> {
  const keys = await Promise.all(records.map(({ patient }) => keysOf(patient, ports)));
  const names = records.map(({ patient }) => `${patient.firstName} ${patient.lastName}`);
  return { addressKeys: [...new Set(keys.flat())], names: names.filter((name) => name.trim() !== '') };
}

/** Inquiries before records: the addresses in the records are what leads to them. Gives how many were left as perhaps another's. */
async function eraseInquiries(
  records: readonly PatientRecord[],
  ports: ErasePorts,
  now: string,
): Promise<number> {
  const ids = new Set(records.map(({ patient }) => patient.id));
  const person = await personOf(records, ports);
  const isShared = async (keys: readonly string[]): Promise<boolean> =>
    (await ports.patients.byAddress(keys)).some(({ id, relation }) => relation === undefined && !ids.has(id));
  const all = { ...ports, isShared };
  const { theirs, parts, others } = await inquiriesOf(person, all);
  if ([...theirs, ...parts].some(({ inquiry }) => isRunning(inquiry)))
    throw new DomainError(
      'conflict',
      'An inquiry that they have written in is open: answer or close it with its reason first, then approve again.',
    );
  const changed = () =>
    new DomainError('conflict', 'They have just written again: look at it first, then approve again.');
  for (const file of theirs) if (!(await eraseInquiry(file, person, all, now))) throw changed();
  for (const part of parts) if (!(await erasePart(part, all))) throw changed();
  return others.length;
}

/**
 * Erases all that is known of a person, also in records that were merged into theirs: their inquiries, files, tasks, touches and letters too.
 * Evidence of consent and of its revocation is kept, their addresses stay suppressed by their keys, whatever is imported later (R70), and
 * times stay for reports. The same call again finishes what was cut off, or changes nothing. Throws DomainError when nobody asked for it, when
 * who approves is who asked, or while an inquiry of theirs is open.
 */
export async function approveErasure(ports: ErasePorts, id: string, { by, now }: Actor): Promise<Erasure> {
  const record = await found(ports, id);
  const { erasure } = record;
  if (!erasure) throw new DomainError('invalid', 'Nobody asked for this: ask for the erasure first.');
  if (erasure.doneAt) return erasure;
  if (erasure.requestedBy === by)
    throw new DomainError('forbidden', 'Another person has to approve what you asked for.');
  const merged = await Promise.all(
    (record.patient.mergedFrom ?? []).map((other) => ports.patients.record(other)),
  );
  const records = [...merged.flatMap((other) => other ?? []), record];
  const inquiriesLeft = await eraseInquiries(records, ports, now);
  const approved = erasure.approvedBy ? erasure : { ...erasure, approvedBy: by, approvedAt: now };
  if (!erasure.approvedBy) await ports.patients.saveErasure(approved);
  // While the addresses are known still.
  await askSharers(records, approved, ports, now);
  for (const one of records) await eraseOne(one, ports, now);
  const done = { ...approved, inquiriesLeft, doneAt: now };
  await ports.patients.saveErasure(done);
  return done;
}
