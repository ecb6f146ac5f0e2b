import { recallItems } from '../../domain/recall/items.ts';
import { nextLook } from '../../domain/recall/next-look.ts';
import type { RecallItem } from '../../domain/recall/recall-item.ts';
import { emptyRecord } from '../support/recall-record.ts';
import { now, today, zone } from './day.ts';
import type { House } from './house.ts';

/** So many of all patients, however many these are, have something due on the morning that is measured. */
export const dueCount = 50;

interface Due {
  readonly items: readonly RecallItem[];
  readonly look: string | undefined;
}
/** By the day of the treatment: the same for all who had theirs on it. */
const due = new Map<string, Due>();

function dueOf({ ports }: Pick<House, 'ports'>, on: string): Due {
  const { types, rules, products } = ports;
  const version = (type: RecallItem['type']): string => ports.versionOf(rules.sequences[type]);
  const options = { zone, products, version };
  const treatment = { patientId: 'p1', id: `botulinum-toxin#${on}`, type: 'botulinum-toxin', on };
  const record = { ...emptyRecord, treatments: [treatment] };
  const items = recallItems(record, types, rules, today, options);
  return { items, look: nextLook({ ...record, items }, types, rules, today, options) };
}

export const patientIdOf = (index: number): string => `pat_${index.toString(16).padStart(24, '0')}`;
export const mailOf = (index: number): string => `bench.${index}@example.com`;

const treatedOn = (index: number): string =>
  index < dueCount
    ? '2026-08-20'
    : `2026-${index % 2 ? '09' : '10'}-${String(10 + (index % 19)).padStart(2, '0')}`;

/** Writes one new patient as an import does, by the same adapter; whoever is not due had the treatment lately. */
export async function putPatient(house: Pick<House, 'ports'>, index: number): Promise<void> {
  const { patients, shardOf } = house.ports;
  const id = patientIdOf(index);
  const on = treatedOn(index);
  const patient = {
    ...emptyRecord.patient,
    id,
    externalId: String(index),
    email: mailOf(index),
    phone: `+1512${String(5_000_000 + index).slice(-7)}`,
    region: 'TX',
  };
  await patients.save(patient);
  await patients.link(await house.ports.contactKeys(patient), id);
  await patients.saveTreatment({ patientId: id, id: `botulinum-toxin#${on}`, type: 'botulinum-toxin', on });
  await patients.addConsent({
    id: 'import',
    patientId: id,
    channel: 'email',
    purpose: 'marketing',
    action: 'grant',
    occurredAt: '2025-01-01',
    recordedAt: now,
    method: 'import',
    actor: 'import',
    address: mailOf(index),
  });
  const { items, look } = due.get(on) ?? dueOf(house, on);
  due.set(on, { items, look });
  const place = { zone, shard: shardOf(id) };
  for (const item of items) await patients.saveItem({ ...item, patientId: id }, place, undefined);
  if (look !== undefined) await patients.saveLook(id, look, place);
}
