import type { CampaignLook } from '../campaign/campaigns.ts';
import { campaignsOf, type ItemCampaigns, inCampaignWords, underCampaigns } from '../campaign/planning.ts';
import type { Law } from '../consent/law.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { type RefreshPorts, refreshed } from '../patient/refresh-items.ts';
import { eligibleEvents } from './eligible.ts';
import { escalationTask } from './escalated.ts';
import { handRefills } from './hand-refills.ts';
import { type KnowPorts, know } from './know.ts';
import { daysAfter, localDay } from './local-day.ts';
import { lookAgain, putOff, raise } from './look-again.ts';
import { noteOutlook } from './note-outlook.ts';
import { heldOutReason, type Planned, planTouch } from './plan-touch.ts';
import type { RecallItem } from './recall-item.ts';
import type { Sequence } from './recall-rules.ts';
import type { Known } from './recipient.ts';
import { refillDecision } from './refill.ts';
import { sequencesFor } from './sequences.ts';
import { apart, type OnFault } from './sweep-fault.ts';
import type { SweepDecision, Touch } from './touch.ts';

export interface SweepPorts extends KnowPorts, RefreshPorts {
  readonly law: Law;
  readonly campaigns: CampaignLook;
  /** Of the practice's mail, read once a run. */
  readonly rates: Known['rates'];
  readonly onFault?: OnFault;
}

/** One shard of one zone's sweep, and where it stands. */
export interface Shard {
  readonly sweepId: string;
  readonly zone: string;
  readonly from: string;
  readonly on: string;
  readonly shard: number;
  /** The day being read, and the place in it; absent at the start. */
  readonly day?: string;
  readonly cursor?: string;
  readonly contacted: number;
  readonly considered: number;
}

interface Considered extends Planned {
  readonly sequenceOf: (item: RecallItem) => Sequence;
}

async function planned(
  ports: SweepPorts,
  known: Known,
  campaigns: ItemCampaigns,
  { sweepId, homeZone }: { readonly sweepId: string; readonly homeZone: string },
): Promise<Considered> {
  const { practice, rules, law, now } = ports;
  const sequenceOf = inCampaignWords(await sequencesFor(ports, known.record.items), campaigns);
  return {
    ...planTouch(known, sweepId, { practice, rules, law, sequenceOf, campaigns, homeZone, now }),
    sequenceOf,
  };
}

/** Decides on one patient as the sweep does; writes nothing. `campaigns` are those of the record's items, where they are known. */
export async function consider(
  ports: SweepPorts,
  record: PatientRecord,
  sweepId: string,
  homeZone: string,
  campaigns?: ItemCampaigns,
): Promise<Considered> {
  const running = campaigns ?? (await campaignsOf(ports.campaigns, record.items));
  const items = underCampaigns(record, running, localDay(ports.now, homeZone), ports.campaigns);
  const known = await know(ports, { ...record, items }, ports.now, ports.rates);
  return planned(ports, known, running, { sweepId, homeZone });
}

/** Ends or puts off the items whose campaign is over or waits, and gives the record as it is then, with its campaigns. */
async function withCampaigns(
  ports: SweepPorts,
  record: PatientRecord,
  due: { readonly zone: string; readonly shard: number },
): Promise<{ readonly record: PatientRecord; readonly campaigns: ItemCampaigns }> {
  const campaigns = await campaignsOf(ports.campaigns, record.items);
  const items = underCampaigns(record, campaigns, localDay(ports.now, due.zone), ports.campaigns);
  const changed = items.filter((item, index) => item !== record.items[index]);
  for (const item of changed) {
    const seen = record.items.find(({ id }) => id === item.id);
    await ports.patients.saveItem(item, due, seen);
  }
  // What waited behind a campaign may be a reason again.
  const fresh = changed.length === 0 ? record : (await refreshed(ports, record.patient.id))?.record;
  return { record: fresh ?? record, campaigns };
}

/** What reports find it by comes first: once the touch is there, nothing of it is decided or noted again. */
async function keep({ outreach, rules }: SweepPorts, record: PatientRecord, touch: Touch): Promise<Touch> {
  for (const event of eligibleEvents(touch, record, rules)) await outreach.noteEligible(event);
  if (touch.state !== 'held-out') await outreach.noteTouched(touch);
  return outreach.putTouch(touch);
}

/** What a sweep that was cut off had decided, by the touch that it left; the rules that had a word on it are not told again. */
const decisionBy = ({
  sweepId,
  patientId,
  channel,
  template,
  sendAt,
  state,
  items,
}: Touch): SweepDecision => {
  const ids = items.map(({ id }) => id);
  const heldOut = state === 'held-out';
  return {
    sweepId,
    patientId,
    items: ids,
    outcome: heldOut ? 'held-out' : 'contact',
    channel,
    template,
    sendAt,
    reason: heldOut ? heldOutReason : ids.join(', '),
    rules: heldOut ? ['holdout'] : [],
  };
};

/** The day has its touch already: its attempts are counted once. What was taken back counts for nothing, and all waits for tomorrow. */
async function countAgain(
  ports: SweepPorts,
  record: PatientRecord,
  standing: Touch,
  shard: Shard,
): Promise<void> {
  if (standing.takenBack) return putOff(ports, record, { ...standing, items: [] }, shard);
  await raise(ports, record, standing, await sequencesFor(ports, record.items), shard);
  await putOff(ports, record, standing, shard);
}

/** One patient: the touch first, conditionally, then the attempts; whatever is retried, nobody gets a second touch of the day. */
async function sweepPatient(
  ports: SweepPorts,
  shard: Shard,
  patientId: string,
): Promise<SweepDecision | undefined> {
  const fresh = await refreshed(ports, patientId);
  if (!fresh) return undefined;
  const due = { zone: shard.zone, shard: shard.shard };
  const { record: read, campaigns } = await withCampaigns(ports, fresh.record, due);
  const { record, refills } = await handRefills(ports, read, shard);
  const known = await know(ports, record, ports.now, ports.rates);
  const standing = known.touches.find(
    (touch) => !touch.aftercare && touch.on === shard.on && touch.patientId === record.patient.id,
  );
  if (standing) {
    const ours = standing.sweepId === shard.sweepId ? decisionBy(standing) : undefined;
    if (ours) await ports.outreach.recordDecision(ours);
    await countAgain(ports, record, standing, shard);
    return ours;
  }
  const { decision, touch, retry, escalated, sequenceOf } = await planned(ports, known, campaigns, {
    sweepId: shard.sweepId,
    homeZone: shard.zone,
  });
  // Looked at only because something changed by itself: there is nothing to tell of it.
  if (decision.items.length === 0) {
    if (refills.length === 0) return undefined;
    const told = refillDecision(shard.sweepId, patientId, refills);
    await ports.outreach.recordDecision(told);
    return told;
  }
  if (escalated)
    await ports.outreach.addTask(escalationTask(record, escalated.item, escalated.decision, shard.on));
  const stored = touch && (await keep(ports, record, touch));
  // Before what takes the patient out of the index: whoever is not in it is not decided on again.
  await ports.outreach.recordDecision(decision);
  if (stored) {
    await raise(ports, record, stored, sequenceOf, due);
    await putOff(ports, record, stored, shard);
  }
  if (retry) await lookAgain(ports, record, retry, shard);
  return decision;
}

const pageSize = 25;

/** The next page of a shard; `rest` is undefined when the shard is done. */
export async function nextPage(
  ports: Pick<SweepPorts, 'patients'>,
  shard: Shard,
): Promise<{ readonly patientIds: readonly string[]; readonly rest: Shard | undefined }> {
  const day = shard.day ?? shard.from;
  const { items, cursor } = await ports.patients.dueOn(
    { zone: shard.zone, day, shard: shard.shard },
    shard.cursor,
    pageSize,
  );
  const { cursor: read, ...kept } = shard;
  void read;
  if (cursor !== undefined) return { patientIds: items, rest: { ...kept, day, cursor } };
  const next = daysAfter(day, 1);
  return { patientIds: items, rest: next <= shard.on ? { ...kept, day: next } : undefined };
}

/** One record that cannot be worked out holds up nobody else; so many are no records' fault, and the machine tries again. */
const mostFaults = 10;

/**
 * Works through a shard, page by page, until it is done or `enough()`; gives the shard as it then stands, with `done`. A page that was
 * begun is begun again after a crash, which changes nothing.
 */
export async function sweepShard(
  ports: SweepPorts,
  given: Shard,
  enough: () => boolean,
): Promise<Shard & { readonly done: boolean }> {
  let shard = given;
  const seen = new Set<string>();
  let faults = 0;
  const onFault: OnFault = (patientId, fault) => {
    faults += 1;
    if (faults > mostFaults) throw fault;
    ports.onFault?.(patientId, fault);
  };
  const told = { ...ports, onFault };
  do {
    const { patientIds, rest } = await nextPage(ports, shard);
    let { contacted, considered } = shard;
    for (const id of patientIds) {
      // Somebody may stand in the index once for each item, and on several days.
      if (seen.has(id)) continue;
      seen.add(id);
      const of = shard;
      const decision = await apart(told, of, id, async () => {
        const decided = await sweepPatient(ports, of, id);
        await noteOutlook(ports, id, of.on, decided);
        return decided;
      });
      considered += decision ? 1 : 0;
      contacted += decision?.outcome === 'contact' ? 1 : 0;
    }
    if (!rest) return { ...shard, contacted, considered, done: true };
    shard = { ...rest, contacted, considered };
  } while (!enough());
  return { ...shard, done: false };
}
