import { currentRecord } from '../patient/current-record.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { type RefreshPorts, refreshItems } from '../patient/refresh-items.ts';
import { daysAfter, later } from './calendar.ts';
import { touchesOf } from './know.ts';
import { localDay } from './local-day.ts';
import type { Outreach } from './outreach.ts';
import type { RecallItem } from './recall-item.ts';
import { leavesByItself, type Touch, type TouchedItem } from './touch.ts';
import { zoneOf } from './zones.ts';

export interface GiveBackPorts extends RefreshPorts {
  readonly outreach: Outreach;
}

/** What of a touch's attempt was counted: the touch, the channel that it was planned for, and the last contact for the item before it. */
interface Counted {
  readonly touch: Touch;
  readonly touched: TouchedItem;
  readonly channel: Touch['channel'];
  readonly before: string | undefined;
}

/** Whether the attempt of this touch, and none after it, is the last that an item has counted. */
function isLast({ episode, attempts, attemptedOn, state, endedBy }: RecallItem, { touch, touched }: Counted) {
  const ended = state === 'stopped' || state === 'done' || endedBy !== undefined;
  return !ended && episode === touched.episode && attempts > touched.attempts && attemptedOn === touch.on;
}

/**
 * An item without the attempt that a touch had counted for it, looked at again on a local day; undefined where that is not its last attempt, it was
 * given back before, or somebody has ended it since.
 */
export function givenBack(item: RecallItem, counted: Counted, on: string): RecallItem | undefined {
  if (!isLast(item, counted)) return undefined;
  const { touch, touched, channel, before } = counted;
  const { attempts, automatic = 0, attemptedOn, firstOn, followsOn, endedOn, nextOn, ...rest } = item;
  void [attempts, attemptedOn, followsOn, endedOn, nextOn];
  const byItself = automatic - (leavesByItself(channel) ? 1 : 0);
  return {
    ...rest,
    attempts: touched.attempts,
    ...(byItself > 0 ? { automatic: byItself } : {}),
    ...(before === undefined ? {} : { attemptedOn: before }),
    ...(firstOn === undefined || firstOn === touch.on ? {} : { firstOn }),
    ...(touch.callBack && touched === touch.items[0] ? { callBack: touch.callBack } : {}),
    ...(item.state === 'booked' ? {} : { state: 'open', nextOn: later(on, item.heldUntil) }),
  };
}

/** The local day of the next sweep: today as long as it has not been made. */
async function nextSweep({ outreach, now }: GiveBackPorts, zone: string): Promise<string> {
  const today = localDay(now, zone);
  const closed = await outreach.lastClosed(zone);
  return closed !== undefined && closed >= today ? daysAfter(today, 1) : today;
}

/** The last contact for an item before a touch: what was taken back itself was none. */
async function contactBefore(
  { outreach }: GiveBackPorts,
  record: PatientRecord,
  { firstOn, id, episode }: RecallItem,
  { on }: Touch,
): Promise<string | undefined> {
  if (firstOn === undefined || firstOn >= on) return undefined;
  const touches = await touchesOf(outreach, record, firstOn);
  return touches
    .filter((touch) => touch.on < on && !touch.takenBack)
    .filter(({ items }) => items.some((one) => one.id === id && one.episode === episode))
    .map((touch) => touch.on)
    .toSorted()
    .at(-1);
}

const mostTries = 5;

/** A booking or a call may change the item at the same time: then by what it is then. */
async function giveBackOne(ports: GiveBackPorts, counted: Omit<Counted, 'before'>): Promise<void> {
  const { touch, touched } = counted;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const record = await currentRecord(ports.patients, touch.patientId);
    const item = record?.items.find(({ id }) => id === touched.id);
    if (!record || !item) return;
    const zone = zoneOf(record.patient, ports.practice);
    const before = await contactBefore(ports, record, item, touch);
    const after = givenBack(item, { ...counted, before }, await nextSweep(ports, zone));
    const due = { zone, shard: ports.shardOf(record.patient.id) };
    if (!after || (await ports.patients.saveItem(after, due, item))) return;
  }
  throw new Error('The recall items kept changing; try again.');
}

/**
 * Gives the items of a touch that was not sent the attempt back that they had counted for it; the next sweep looks at them again. `channel` is the one
 * that it was planned for. Repeating it changes nothing.
 */
export async function giveBack(ports: GiveBackPorts, touch: Touch, channel: Touch['channel']): Promise<void> {
  const record = await currentRecord(ports.patients, touch.patientId);
  if (!record || record.patient.erasedAt) return;
  for (const touched of touch.items) await giveBackOne(ports, { touch, touched, channel });
  await refreshItems(ports, record.patient.id);
}
