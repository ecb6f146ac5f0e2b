import { type RefreshPorts, refreshed } from '../patient/refresh-items.ts';
import type { Practice } from '../practice/practice.ts';
import type { Outreach } from './outreach.ts';
import type { Product, RecallRules, TreatmentType } from './recall-rules.ts';
import { zoneOf } from './zones.ts';

/** How far the patients of a zone are worked out by what the practice has set. */
export interface Reckoning {
  /** Fingerprint of what it is worked out by. */
  readonly version: string;
  readonly done: boolean;
  /** The place in the list of patients; absent at its start, and once it is done. */
  readonly cursor?: string;
}

/** All of the practice's files that an item's days, and its place in the index, are worked out from. */
export const reckonedBy = (
  { locations }: Pick<Practice, 'locations'>,
  {
    treatments,
    products,
  }: { readonly treatments: readonly TreatmentType[]; readonly products: readonly Product[] },
  { lapsedAfterMonths, shards, sequences }: Pick<RecallRules, 'lapsedAfterMonths' | 'shards' | 'sequences'>,
) => ({
  treatments,
  products,
  lapsedAfterMonths,
  shards,
  reminder: sequences.reminder,
  consult: sequences.consult.attempts.map(({ afterDays }) => afterDays),
  zones: locations.map(({ id, zone }) => [id, zone]),
});

export interface ReckonPorts extends RefreshPorts {
  readonly outreach: Pick<Outreach, 'reckoning' | 'keepReckoning'>;
  /** One patient could not be worked out; the others are. */
  readonly failed: (patientId: string, fault: unknown) => void;
}

const pageSize = 25;

async function reckonPage(ports: ReckonPorts, zone: string, cursor: string | undefined) {
  const page = await ports.patients.list({ cursor, limit: pageSize });
  for (const patient of page.items) {
    if (zoneOf(patient, ports.practice) !== zone) continue;
    await refreshed(ports, patient.id, 'anew').catch((fault: unknown) => ports.failed(patient.id, fault));
  }
  return page.cursor;
}

/**
 * Works out the items of a zone's patients again, and puts them where the index is read, when `version` (of `reckonedBy`) is another than they were
 * worked out by: an edited catalogue reaches whoever is in it already. Costs one read while nothing changed. The place in the list is kept after
 * each page; gives whether all is done, or stops as soon as `enough()`.
 */
export async function reckonAnew(
  ports: ReckonPorts,
  { zone, version }: { readonly zone: string; readonly version: string },
  enough: () => boolean,
): Promise<boolean> {
  const known = await ports.outreach.reckoning(zone);
  let { cursor, done } = known?.version === version ? known : { cursor: undefined, done: false };
  while (!done) {
    if (enough()) return false;
    cursor = await reckonPage(ports, zone, cursor);
    done = cursor === undefined;
    await ports.outreach.keepReckoning(zone, { version, done, ...(cursor ? { cursor } : {}) });
  }
  return true;
}
