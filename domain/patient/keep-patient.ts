import { type AftercarePorts, asksForAftercare, keepAftercare } from '../recall/keep-aftercare.ts';
import type { Outreach } from '../recall/outreach.ts';
import type { RecallSetting } from '../recall/recall-item.ts';
import { consentNews } from './consent-news.ts';
import { currentRecord } from './current-record.ts';
import { joinHousehold } from './household.ts';
import type { ImportedRow } from './imported.ts';
import { guardianNews, withOneGuardian } from './keep-guardian.ts';
import { newer, newerSetting, newerVisit, same, withNews, withOutcome } from './merge-known.ts';
import type { Patient, PatientRecord } from './patient.ts';
import type { Preferences } from './preferences.ts';
import { redirected } from './redirected.ts';
import { type RefreshPorts, refreshItems } from './refresh-items.ts';
import { withoutRetracted } from './retraction.ts';
import { takeOverConsents } from './take-over-consents.ts';
import { correctionTasks } from './unusable.ts';
import { visitNews, withSource } from './visit-news.ts';

/** By what a person is found. */
export type Known = Pick<Patient, 'email' | 'phone'> &
  Partial<Pick<Patient, 'firstName' | 'lastName' | 'birthDate'>> & {
    /** Ids in other systems (`Patient.otherIds`); a patient's other keys are asked for without them, as they are nobody's address. */
    readonly names?: readonly string[];
  };

export interface KeepPorts extends RefreshPorts {
  /** Where aftercare of a treatment is put (R65, R66), and tasks to correct an address. */
  readonly outreach: AftercarePorts['outreach'] & Pick<Outreach, 'addTask'>;
  /** Keys of a patient's addresses, of name and birth date where both are known, and of names in other systems. */
  readonly contactKeys: (patient: Known) => Promise<readonly string[]>;
}

/** Every key that leads to a patient, also those of addresses that are not used any more. */
export async function keysOf(
  patient: Patient,
  { contactKeys }: Pick<KeepPorts, 'contactKeys'>,
): Promise<readonly string[]> {
  const before = (patient.otherAddresses ?? []).map((address) =>
    contactKeys(address.includes('@') ? { email: address } : { phone: address }),
  );
  return [...new Set((await Promise.all([contactKeys(patient), ...before])).flat())];
}

/** Keys of what other systems call a patient. */
export const nameKeysOf = (
  { otherIds = [] }: Pick<Patient, 'otherIds'>,
  { contactKeys }: Pick<KeepPorts, 'contactKeys'>,
): Promise<readonly string[]> => contactKeys({ names: otherIds });

type Write = () => Promise<void>;

interface Entry {
  readonly id: string;
}

/** The entries of a kind that say something new, each written once. */
function changedOf<T extends Entry>(
  news: readonly T[] | undefined,
  known: Map<string, T>,
  merged: (before: T | undefined, one: T) => T,
  write: (entry: T) => Promise<void>,
): readonly Write[] {
  return (news ?? []).flatMap((one) => {
    const before = known.get(one.id);
    const after = merged(before, one);
    if (same(after, before)) return [];
    known.set(one.id, after);
    return [() => write(after)];
  });
}

const over = <T>(before: T | undefined, one: T): T => ({ ...before, ...one });

/** What is known of a patient, by id; rows of one import add to it as they are taken. */
function knownOf(record: PatientRecord | undefined) {
  const byId = <T extends Entry>(entries: readonly T[] = []): Map<string, T> =>
    new Map(entries.map((entry) => [entry.id, entry]));
  return {
    treatments: byId(record?.treatments),
    purchases: byId(record?.purchases),
    consultations: byId(record?.consultations),
    series: byId(record?.series),
    appointments: byId(record?.appointments),
    settings: byId(record?.settings),
    consents: byId(record?.consents),
    preferences: record?.preferences,
    guardian: record?.guardian,
    care: record?.care,
  };
}

/**
 * The wish of a channel, unless the patient or the staff said one here, and the channels that are not wanted: whoever forbade them, they stay
 * forbidden (R27).
 */
function wishOf(row: ImportedRow, preferences: Preferences | undefined, ports: KeepPorts): readonly Write[] {
  const { preferredChannel, forbids = [], patient } = row;
  const isOurs = preferences !== undefined && preferences.by !== 'import';
  const channel = isOurs ? preferences.channel : (preferredChannel ?? preferences?.channel);
  const forbidden = [...new Set([...(preferences?.forbids ?? []), ...forbids])];
  const { channel: before, forbids: none, ...kept } = preferences ?? { by: 'import', at: ports.now };
  void [before, none];
  const wish: Preferences = {
    ...kept,
    patientId: patient.id,
    ...(channel ? { channel } : {}),
    ...(forbidden.length > 0 ? { forbids: forbidden } : {}),
  };
  const isNews = channel !== preferences?.channel || forbidden.length > (preferences?.forbids ?? []).length;
  if (!isNews) return [];
  return [() => ports.patients.savePreferences(isOurs ? wish : { ...wish, at: ports.now })];
}

/** What a row says of the next treatment; that something is not planned any more says something only of what was. */
const plansIn = ({ settings = [], undated }: ImportedRow, known: ReadonlyMap<string, RecallSetting>) =>
  settings.filter(({ id, dueOn, by }) => {
    const before = known.get(id);
    if (before === undefined) return dueOn !== undefined;
    return !undated || (before.by === by && before.dueOn !== dueOn);
  });

/** What a row brings that is not known yet, as writes; each is idempotent, so that a retry runs them all. */
function newsOf(
  row: ImportedRow,
  known: ReturnType<typeof knownOf>,
  ports: KeepPorts,
  patient: Patient,
): readonly Write[] {
  const { patients } = ports;
  const { appointments, treatments, gone } = visitNews(row, known);
  for (const { id } of gone) known.treatments.delete(id);
  const { id: patientId } = row.patient;
  const { guardian, care } = known;
  const standing = { ...(guardian ? { guardian } : {}), ...(care ? { care } : {}) };
  return [
    ...gone.map(
      ({ id }) =>
        () =>
          patients.removeEntry('treatment', patientId, id),
    ),
    ...changedOf(treatments, known.treatments, withSource, (one) => patients.saveTreatment(one)),
    ...changedOf(row.purchases, known.purchases, newer, (one) => patients.savePurchase(one)),
    ...changedOf(row.consultations, known.consultations, withOutcome, (one) =>
      patients.saveConsultation(one),
    ),
    ...changedOf(row.series, known.series, over, (one) => patients.saveSeries(one)),
    ...changedOf(
      appointments,
      known.appointments,
      (before, one) => newerVisit(before, one, ports.now),
      (one) => patients.saveAppointment(one),
    ),
    ...changedOf(plansIn(row, known.settings), known.settings, newerSetting, (one) =>
      patients.saveSetting(one),
    ),
    ...consentNews(row.consents ?? [], known.consents).map((one) => () => patients.addConsent(one)),
    ...wishOf(row, known.preferences, ports),
    ...guardianNews(row.guardian, patient, standing, ports),
  ];
}

/** Why what comes of somebody who was erased is not kept. */
export const erasedReason =
  'this person was erased, and nothing more is kept of them: if they have come back, give them a new id in the practice’s system and import it again';

export interface Kept {
  readonly changed: number;
  readonly unchanged: number;
  /** Rows that tell of something after their person was erased: somebody has to know (`erasedReason`). */
  readonly refused?: readonly ImportedRow[];
}

/** A list that still has them is nothing new; that they were here again, or are to come, is (R64). */
function ofErased(rows: readonly ImportedRow[], erasedAt: string): Kept {
  const refused = rows.filter(({ treatments = [], purchases = [], consultations = [], appointments = [] }) =>
    [...treatments, ...purchases, ...consultations, ...appointments].some(
      ({ on }) => on > erasedAt.slice(0, 10),
    ),
  );
  const unchanged = rows.length - refused.length;
  return { changed: 0, unchanged, ...(refused.length > 0 ? { refused } : {}) };
}

/**
 * Takes the rows of one patient in, each saying more of who it is; a row is `unchanged` when everything in it was known, so that importing
 * again writes nothing. Rows of a record that was merged away go to the one it leads to; those of an erased person are not taken, and those
 * that tell of something since are given back.
 */
export async function keepRows(ports: KeepPorts, rows: readonly ImportedRow[]): Promise<Kept> {
  const id = rows[0]?.patient.id;
  if (id === undefined) return { changed: 0, unchanged: 0 };
  const record = await currentRecord(ports.patients, id);
  if (record?.patient.erasedAt) return ofErased(rows, record.patient.erasedAt);
  const moved = record && record.patient.id !== id;
  return keepKnown(ports, moved ? rows.map((row) => redirected(row, record.patient)) : rows, record);
}

/** Stores who a patient is, findable by every address, and in the household of those who share one. */
export async function keepHead(
  ports: Pick<KeepPorts, 'patients' | 'contactKeys'>,
  patient: Patient,
  before: PatientRecord | undefined,
): Promise<void> {
  const keys = await ports.contactKeys(patient);
  const linked = before ? await ports.contactKeys(before.patient) : [];
  await ports.patients.link(keys, patient.id);
  const called = before?.patient.otherIds ?? [];
  const otherIds = (patient.otherIds ?? []).filter((name) => !called.includes(name));
  await ports.patients.link(await nameKeysOf({ otherIds }, ports), patient.id);
  if (before?.household === undefined || keys.some((key) => !linked.includes(key)))
    await joinHousehold(ports.patients, patient.id, keys);
  await takeOverConsents(ports, patient);
  // Last: whatever is cut off before is done again.
  await ports.patients.save(patient);
}

async function keepKnown(ports: KeepPorts, rows: readonly ImportedRow[], record: PatientRecord | undefined) {
  const patient = rows.reduce<Patient | undefined>(
    (before, row) => withNews(before, row.patient, ports.practice),
    record?.patient,
  ) as Patient;
  const isNew = !same(patient, record?.patient);
  if (isNew) {
    // Before the note of it: whatever is cut off raises the same task again.
    for (const task of correctionTasks(record?.patient, patient, ports)) await ports.outreach.addTask(task);
    await keepHead(ports, patient, record);
  }
  const known = knownOf(record);
  let changed = 0;
  for (const row of withOneGuardian(rows, record?.guardian)) {
    const news = newsOf(withoutRetracted(row, record?.retractions), known, ports, patient);
    // First: what is cut off after it is written and linked again.
    if (news.length > 0)
      await ports.patients.link(await ports.contactKeys({ names: row.names ?? [] }), patient.id);
    for (const write of news) await write();
    changed += news.length > 0 || isNew ? 1 : 0;
  }
  if (changed > 0) await refreshItems(ports, patient.id);
  const treatments = rows.flatMap((row) => row.treatments ?? []);
  // Also when all of it was known: a first time may have been cut off here.
  if (asksForAftercare(patient, treatments, ports)) await keepAftercare(ports, patient.id);
  return { changed, unchanged: rows.length - changed };
}
