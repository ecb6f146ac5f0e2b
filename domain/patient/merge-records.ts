import type { ConsentEvent } from '../consent/consent-event.ts';
import { DomainError } from '../errors.ts';
import { mergedItem } from '../recall/merged-item.ts';
import { zoneOf } from '../recall/zones.ts';
import { entryNames } from './entry-names.ts';
import { mergedGuardian, mergedMark, speakersOf } from './guardian.ts';
import { joinHousehold } from './household.ts';
import { type KeepPorts, keysOf, nameKeysOf } from './keep-patient.ts';
import {
  brought,
  closingId,
  type MergeActor,
  mergedCare,
  mergedPatient,
  mergedPreferences,
  mergedSetting,
  whyNotMerged,
} from './merge.ts';
import { newer, same } from './merge-known.ts';
import { restrictions } from './most-restrictive.ts';
import type { PatientRecord } from './patient.ts';
import { refreshItems } from './refresh-items.ts';
import { relinkSupport } from './support-links.ts';

async function entries(ours: PatientRecord, theirs: PatientRecord, { patients }: KeepPorts): Promise<void> {
  const { id } = ours.patient;
  for (const theirOwn of theirs.treatments) {
    const known = ours.treatments.find((one) => one.id === theirOwn.id);
    const merged = { ...theirOwn, ...known, patientId: id };
    if (!known || !same(known, merged)) await patients.saveTreatment(merged);
  }
  for (const theirOwn of theirs.appointments) {
    const known = ours.appointments.find((one) => one.id === theirOwn.id);
    const merged = { ...newer(known, theirOwn), patientId: id };
    if (!known || !same(known, merged)) await patients.saveAppointment(merged);
  }
  for (const one of brought(ours.purchases, theirs.purchases, id)) await patients.savePurchase(one);
  for (const one of brought(ours.consultations, theirs.consultations, id))
    await patients.saveConsultation(one);
  for (const one of brought(ours.series, theirs.series, id)) await patients.saveSeries(one);
  for (const one of theirs.checks)
    if (!ours.checks.some((known) => known.kind === one.kind && known.number === one.number))
      await patients.saveCheck({ ...one, patientId: id });
}

/** What was recorded of them by mistake is brought back by no import of ours, unless it stands in our record. */
async function mistakes(ours: PatientRecord, theirs: PatientRecord, { patients }: KeepPorts): Promise<void> {
  const standing = [ours.treatments, ours.purchases, ours.consultations, ours.series].flat();
  const left = (theirs.retractions ?? []).filter(
    ({ id }) => !standing.some((entry) => id.endsWith(`#${entry.id}`)),
  );
  for (const one of left) await patients.retract({ ...one, patientId: ours.patient.id });
}

async function wishes(ours: PatientRecord, theirs: PatientRecord, ports: KeepPorts): Promise<void> {
  const { patients } = ports;
  const patientId = ours.patient.id;
  for (const theirOwn of theirs.settings) {
    const known = ours.settings.find((one) => one.id === theirOwn.id);
    const merged = { ...mergedSetting(known, theirOwn), patientId };
    if (!known || !same(known, merged)) await patients.saveSetting(merged);
  }
  for (const event of theirs.preferenceEvents ?? [])
    await patients.addPreferenceEvent({ ...event, patientId });
  if (theirs.preferences) {
    const merged = { ...mergedPreferences(ours.preferences, theirs.preferences), patientId };
    if (!ours.preferences || !same(merged, ours.preferences)) await patients.savePreferences(merged);
  }
  await minors(ours, theirs, ports);
  if (theirs.care) {
    const merged = { ...mergedCare(ours.care, theirs.care), patientId };
    if (!ours.care || !same(merged, ours.care)) await patients.saveCare(merged);
  }
}

/** Who speaks for a minor, that somebody wrote like one, and what a physician directed: the more careful of both. */
async function minors(ours: PatientRecord, theirs: PatientRecord, ports: KeepPorts): Promise<void> {
  const { patients } = ports;
  const patientId = ours.patient.id;
  if (theirs.guardian) {
    const merged = mergedGuardian(ours.guardian, theirs.guardian, patientId);
    if (!same(merged, ours.guardian)) await patients.saveGuardian(merged);
  }
  if (theirs.minorMark) {
    const merged = mergedMark(ours.minorMark, theirs.minorMark, { patientId, now: ports.now });
    if (!same(merged, ours.minorMark)) await patients.saveMinorMark(merged);
  }
  for (const one of theirs.directions ?? [])
    if (!ours.directions?.some(({ treatment }) => treatment === one.treatment))
      await patients.saveDirection({ ...one, patientId });
  await speakers(ours, theirs, ports);
}

/** Whoever might ask for either may ask for both. */
async function speakers(ours: PatientRecord, theirs: PatientRecord, ports: KeepPorts): Promise<void> {
  const now = [...speakersOf(theirs), ...speakersOf(ours)];
  await relinkSupport(ports, ours.patient.id, { before: [], now });
}

const mostTries = 5;

/** What was asked and answered under either record is so of both: attempts, endings and who said no (R5). */
async function reasons(ours: PatientRecord, theirs: PatientRecord, ports: KeepPorts): Promise<void> {
  const { patients, practice, shardOf } = ports;
  const { id } = ours.patient;
  const due = { zone: zoneOf(ours.patient, practice), shard: shardOf(id) };
  for (const item of theirs.items) {
    for (let tries = 0; ; tries += 1) {
      const known = (await patients.record(id))?.items.find((one) => one.id === item.id);
      const merged = mergedItem(known, item, id);
      if (same(merged, known) || (await patients.saveItem(merged, due, known))) break;
      if (tries === mostTries) throw new Error('The recall items kept changing; try again.');
    }
  }
}
/** What takes back first, then what grants, the newest first: cut off anywhere, nothing older stands in the place of something newer. */
const strictestFirst = (events: readonly ConsentEvent[]): readonly ConsentEvent[] =>
  events.toSorted((a, b) => {
    const grants = Number(a.action === 'grant') - Number(b.action === 'grant');
    return grants || (a.occurredAt > b.occurredAt ? -1 : 1);
  });

/** Denials first: however far a merge comes, the record allows nothing that either did not. */
async function evidence(
  ours: PatientRecord,
  theirs: PatientRecord,
  ports: KeepPorts,
  { by, now }: MergeActor,
): Promise<void> {
  const patientId = ours.patient.id;
  const said = theirs.consents.filter(({ id }) => id !== closingId);
  const whose = { patientId, otherId: theirs.patient.id, by, now };
  for (const event of restrictions(ours.consents, said, whose)) await ports.patients.addConsent(event);
  for (const event of strictestFirst(brought(ours.consents, said, patientId)))
    await ports.patients.addConsent(event);
}

/** Nobody is written to by the record that goes: a denial of everything, and no item that is open. */
async function close(theirs: PatientRecord, ports: KeepPorts, { by, now }: MergeActor): Promise<void> {
  const patientId = theirs.patient.id;
  await ports.patients.addConsent({
    id: closingId,
    patientId,
    channel: 'all',
    purpose: 'all',
    action: 'deny',
    occurredAt: now,
    recordedAt: now,
    method: 'api',
    actor: by,
  });
}

/**
 * Makes one record of two: everything of both is kept in ours, the consent is the most restrictive of both (R69), and the other id leads
 * here from then on. The mark on the other record is written last, so that whatever cuts a merge off, the same call again finishes it; once it
 * is there, the call changes nothing. Throws DomainError.
 */
export async function mergeRecords(
  ports: KeepPorts,
  ids: { readonly id: string; readonly other: string },
  actor: MergeActor,
): Promise<void> {
  const ours = await ports.patients.record(ids.id);
  const theirs = await ports.patients.record(ids.other);
  if (!ours || !theirs) throw new DomainError('not-found', 'There is no such patient.');
  const refusal = whyNotMerged(ours, theirs);
  if (refusal) throw new DomainError('invalid', refusal);
  if (!theirs.patient.mergedInto) await unite(ours, theirs, ports, actor);
  await refreshItems(ports, theirs.patient.id);
  await refreshItems(ports, ours.patient.id);
}

async function unite(
  ours: PatientRecord,
  theirs: PatientRecord,
  ports: KeepPorts,
  actor: MergeActor,
): Promise<void> {
  await evidence(ours, theirs, ports, actor);
  await entries(ours, theirs, ports);
  await mistakes(ours, theirs, ports);
  await wishes(ours, theirs, ports);
  await reasons(ours, theirs, ports);
  const patient = mergedPatient(ours.patient, theirs.patient);
  const theirKeys = await keysOf(theirs.patient, ports);
  const keys = [...new Set([...(await keysOf(patient, ports)), ...theirKeys])];
  await ports.patients.link(keys, patient.id);
  await ports.patients.link(await nameKeysOf(patient, ports), patient.id);
  const theirNames = await ports.contactKeys({ names: entryNames(theirs) });
  await ports.patients.link(theirNames, patient.id);
  await joinHousehold(ports.patients, patient.id, keys);
  if (!same(patient, ours.patient)) await ports.patients.save(patient);
  await close(theirs, ports, actor);
  await ports.patients.unlink([...theirKeys, ...theirNames], theirs.patient.id);
  await ports.patients.unlink(await nameKeysOf(theirs.patient, ports), theirs.patient.id);
  await relinkSupport(ports, theirs.patient.id, { before: speakersOf(theirs), now: [] });
  await ports.patients.save({ ...theirs.patient, mergedInto: patient.id });
}
