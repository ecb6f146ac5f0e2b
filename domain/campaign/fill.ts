import type { Patient, PatientRecord } from '../patient/patient.ts';
import { itemsNow } from '../patient/refresh-items.ts';
import { daysAfter, localDay } from '../recall/local-day.ts';
import type { RecallItem } from '../recall/recall-item.ts';
import { consider, type SweepPorts } from '../recall/sweep.ts';
import type { SweepDecision } from '../recall/touch.ts';
import { zoneOf } from '../recall/zones.ts';
import { inAudience } from './audience.ts';
import { type Campaign, isUnsuited, itemIdOf } from './campaign.ts';
import { standingOf, turned } from './campaign-steps.ts';
import type { Campaigns, Pass } from './campaigns.ts';

export interface FillPorts extends SweepPorts {
  readonly store: Campaigns;
}

/** The item of a patient whom a campaign means, made on a local day: contact begins the day after. */
const itemFor = (campaign: Campaign, patientId: string, on: string, version: string): RecallItem => {
  const first = daysAfter(on, 1);
  return {
    patientId,
    id: itemIdOf(campaign.id),
    type: 'campaign',
    lastOn: on,
    dueOn: first,
    episode: first,
    attempts: 0,
    sequence: version,
    nextOn: first,
    state: 'open',
  };
};

/** Running on the day on which contact would begin, whatever state it is stored in. */
const asRunning = (campaign: Campaign, look: SweepPorts['campaigns'], today: string): Campaign => ({
  ...campaign,
  state: 'running',
  content: { ...campaign.content, startOn: today, endOn: today },
  approval: {
    by: '',
    at: '',
    content: look.fingerprint({ ...campaign.content, startOn: today, endOn: today }),
  },
});

/**
 * What a sweep would decide today on a patient whom a campaign means: the same code as for every item, with the campaign's item beside
 * those the patient has. Undefined for whom it does not mean, or who has its item already. Writes nothing.
 */
export async function considerFor(
  ports: SweepPorts,
  campaign: Campaign,
  record: PatientRecord,
): Promise<{ readonly item: RecallItem; readonly decision: SweepDecision } | undefined> {
  const zone = zoneOf(record.patient, ports.practice);
  const today = localDay(ports.now, zone);
  const id = itemIdOf(campaign.id);
  if (record.items.some((item) => item.id === id)) return undefined;
  const moment = { today, now: ports.now, seller: ports.practice.name };
  if (!inAudience(record, campaign.content.audience, moment)) return undefined;
  if (isUnsuited(campaign.content, record, today)) return undefined;
  const version = ports.versionOf(ports.rules.sequences.campaign);
  const item = itemFor(campaign, record.patient.id, today, version);
  const items = itemsNow(ports, { ...record, items: [...record.items, { ...item, nextOn: today }] });
  const campaigns = new Map([[id, asRunning(campaign, ports.campaigns, today)]]);
  const { decision } = await consider(ports, { ...record, items }, 'preview', zone, campaigns);
  return { item, decision };
}

/** Whether the decision would contact the patient for this item; another reason that speaks first lets the campaign wait for a later pass. */
const wouldContact = ({ outcome, items }: SweepDecision, item: RecallItem): boolean =>
  (outcome === 'contact' || outcome === 'held-out') && items.includes(item.id);

/** A record that cannot be worked with is told of and passed over; a fault of the tables is thrown, and the page is begun again. */
async function considered(ports: FillPorts, campaign: Campaign, patientId: string) {
  const record = await ports.patients.record(patientId);
  try {
    return record && (await considerFor(ports, campaign, record));
  } catch (fault) {
    await ports.patients.record(patientId);
    ports.onFault?.(patientId, fault);
    return undefined;
  }
}

/** One patient of a page: false once the day's ceiling is reached. */
async function added(ports: FillPorts, campaign: Campaign, patient: Patient, on: string): Promise<boolean> {
  const found = await considered(ports, campaign, patient.id);
  if (!found || !wouldContact(found.decision, found.item)) return true;
  // Taken first: a crash between the two leaves one place unused, and never one too many.
  if (!(await ports.store.take(campaign.id, on, 'added', campaign.content.dailyCeiling))) return false;
  const due = { zone: zoneOf(patient, ports.practice), shard: ports.shardOf(patient.id) };
  await ports.patients.saveItem(found.item, due, undefined);
  return true;
}

const pageSize = 25;

/** The next page of the patients; the pass as it then stands. */
async function fillPage(
  ports: FillPorts,
  campaign: Campaign,
  { zone, on }: { readonly zone: string; readonly on: string },
  pass: Pass,
): Promise<Pass> {
  const page = await ports.patients.list({ cursor: pass.cursor, limit: pageSize });
  for (const patient of page.items) {
    if (zoneOf(patient, ports.practice) !== zone) continue;
    // The page is begun again tomorrow; who was added has an item then.
    if (!(await added(ports, campaign, patient, on))) return { ...pass, fullOn: on };
  }
  const { cursor, ...kept } = pass;
  void cursor;
  return page.cursor === undefined ? { ...kept, finishedOn: on } : { ...kept, cursor: page.cursor };
}

const isDone = ({ finishedOn, fullOn }: Pass, on: string): boolean => finishedOn === on || fullOn === on;

/** Works on one campaign until its pass is done for the day, or `enough()`; whether it is done. */
async function fillOne(
  ports: FillPorts,
  campaign: Campaign,
  at: { readonly zone: string; readonly on: string },
  enough: () => boolean,
): Promise<boolean> {
  let pass = await ports.store.pass(campaign.id, at.zone);
  while (!isDone(pass, at.on)) {
    if (enough()) return false;
    pass = await fillPage(ports, campaign, at, pass);
    await ports.store.keepPass(campaign.id, at.zone, pass);
  }
  return true;
}

/** Every campaign, page by page. */
export async function allCampaigns(store: Pick<Campaigns, 'list'>): Promise<readonly Campaign[]> {
  const found: Campaign[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list({ cursor, limit: 100 });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** A campaign as the day turns it, stored; as it was, when nothing turned or somebody else was faster. */
async function turnedBy(store: Campaigns, campaign: Campaign, first: string, on: string): Promise<Campaign> {
  const now = turned(campaign, first, on);
  return now && (await store.save(now)) ? now : campaign;
}

/**
 * The morning of a zone, before its sweep: campaigns begin and end, and patients whom they mean are added, at most as many a day as the
 * ceiling allows, in the order of the list of patients. Contact begins the day after. The place in the list is kept after each page, so a
 * call that is repeated goes on there; who was added is added once. A new pass begins each day after the last came to its end. `on` is the
 * zone's local day; gives whether all is done.
 */
export async function fillCampaigns(
  ports: FillPorts,
  at: { readonly zone: string; readonly on: string },
  enough: () => boolean,
): Promise<boolean> {
  const first = daysAfter(at.on, 1);
  for (const stored of await allCampaigns(ports.store)) {
    const campaign = await turnedBy(ports.store, stored, first, at.on);
    if (campaign.state !== 'running') continue;
    if (standingOf(campaign, first, ports.campaigns.fingerprint) !== 'runs') continue;
    if (!(await fillOne(ports, campaign, at, enough))) return false;
  }
  return true;
}
