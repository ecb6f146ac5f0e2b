import type { Practice } from '../practice/practice.ts';
import { closed, endings } from '../recall/episode.ts';
import { recallItems } from '../recall/items.ts';
import { localDay } from '../recall/local-day.ts';
import { nextLook } from '../recall/next-look.ts';
import { outlookOf, withOutlook } from '../recall/outlook.ts';
import type { RecallItem } from '../recall/recall-item.ts';
import type { Product, RecallRules, Sequence, TreatmentType } from '../recall/recall-rules.ts';
import { reminderItems } from '../recall/reminders.ts';
import { zoneOf } from '../recall/zones.ts';
import { same } from './merge-known.ts';
import type { Patient, PatientRecord } from './patient.ts';
import type { Patients } from './patients.ts';

export interface RefreshPorts {
  readonly patients: Patients;
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly products: readonly Product[];
  readonly rules: RecallRules;
  /** Version of a sequence: new episodes begin with it and stay on it. */
  readonly versionOf: (sequence: Sequence) => string;
  readonly shardOf: (patientId: string) => number;
  /** ISO instant. */
  readonly now: string;
}

const attempts = 5;

/** Nobody is asked to come back by a record that was merged away or erased. */
const isGone = ({ mergedInto, erasedAt }: Patient): boolean =>
  mergedInto !== undefined || erasedAt !== undefined;

function stopped({ nextOn, ...item }: RecallItem): RecallItem {
  void nextOn;
  return { ...item, state: 'stopped', endedBy: 'record-closed' };
}

/** It opens again where it stood when the practice's system has them as a patient again. */
const notRecalled = (item: RecallItem): RecallItem =>
  closed(item, { state: 'stopped', endedBy: endings.inactive });

const optionsOf = ({ products, rules, versionOf }: RefreshPorts, zone: string) => ({
  zone,
  products,
  version: (type: RecallItem['type']) => versionOf(rules.sequences[type]),
});

/** Reminders are worked out by themselves, from the visits, and stand in the index by their own days. */
const withoutReminders = (record: PatientRecord): PatientRecord => ({
  ...record,
  items: record.items.filter(({ type }) => type !== 'reminder'),
});

/** A patient's items as they are today, worked out from the record; nothing is stored. */
export function itemsNow(ports: RefreshPorts, record: PatientRecord): readonly RecallItem[] {
  if (isGone(record.patient)) return record.items.map(stopped);
  const zone = zoneOf(record.patient, ports.practice);
  const today = localDay(ports.now, zone);
  const recall = recallItems(
    withoutReminders(record),
    ports.types,
    ports.rules,
    today,
    optionsOf(ports, zone),
  );
  return [
    ...(record.patient.inactive ? recall.map(notRecalled) : recall),
    ...reminderItems(record, ports.rules.sequences.reminder, today),
  ];
}

/** The day on which something about a patient changes by itself, so that a sweep looks; the record holds the items as stored. */
function lookOf(ports: RefreshPorts, record: PatientRecord): string | undefined {
  if (isGone(record.patient)) return undefined;
  const zone = zoneOf(record.patient, ports.practice);
  const today = localDay(ports.now, zone);
  return nextLook(withoutReminders(record), ports.types, ports.rules, today, optionsOf(ports, zone));
}

/** Keeps, where it changed, what is told of the sweeps that do not look at the patient; of who was erased nothing is kept. */
async function noteOutlook({ patients, now }: RefreshPorts, record: PatientRecord): Promise<void> {
  if (record.patient.erasedAt !== undefined) return;
  const lines = withOutlook(record.outlooks ?? [], outlookOf(record, now));
  if (lines) await patients.saveOutlooks(record.patient.id, lines);
}

/** Stores what changed; undefined when somebody else was faster. */
async function stored(
  ports: RefreshPorts,
  record: PatientRecord,
  anew: boolean,
): Promise<{ readonly record: PatientRecord; readonly changed: number } | undefined> {
  const due = {
    zone: zoneOf(record.patient, ports.practice),
    shard: ports.shardOf(record.patient.id),
  };
  const items = itemsNow(ports, record);
  let changed = 0;
  for (const item of items) {
    const seen = record.items.find(({ id }) => id === item.id);
    const isSame = same(item, seen);
    // Unchanged, but the index may have it under a zone or a shard that is read no more.
    if (isSame && !(anew && item.nextOn !== undefined)) continue;
    if (!(await ports.patients.saveItem(item, due, seen))) return undefined;
    changed += isSame ? 0 : 1;
  }
  const fresh = { ...record, items };
  const look = lookOf(ports, fresh);
  if (look !== record.lookOn || (anew && look !== undefined))
    await ports.patients.saveLook(record.patient.id, look, due);
  const { lookOn, ...known } = fresh;
  void lookOn;
  const now = { ...known, ...(look ? { lookOn: look } : {}) };
  await noteOutlook(ports, now);
  return { record: now, changed };
}

/**
 * Works out a patient's recall items anew, stores those that changed, with `anew` also where the index has the others, and gives the record with
 * them; undefined when there is no such patient.
 */
export async function refreshed(
  ports: RefreshPorts,
  patientId: string,
  how: 'changed' | 'anew' = 'changed',
): Promise<{ readonly record: PatientRecord; readonly changed: number } | undefined> {
  for (let tries = 0; tries < attempts; tries += 1) {
    const record = await ports.patients.record(patientId);
    if (!record) return undefined;
    const outcome = await stored(ports, record, how === 'anew');
    if (outcome) return outcome;
  }
  throw new Error('The recall items kept changing; try again.');
}

/** As `refreshed`; gives how many items changed. */
export const refreshItems = async (ports: RefreshPorts, patientId: string): Promise<number> =>
  (await refreshed(ports, patientId))?.changed ?? 0;
