import type { PatientRecord, RecallItem } from '../patient/patient.ts';
import { daysAfter, localDay } from './local-day.ts';
import type { OutreachChannel, RecallType, Sequence } from './recall-rules.ts';
import { leavesByItself } from './touch.ts';

/** Which reason speaks when several come together: a paid visit before all, reactivation last. */
const order: readonly RecallType[] = ['series', 'due', 'consult', 'restock', 'campaign', 'lapsed'];

const isReady = ({ state, nextOn }: RecallItem, today: string): boolean =>
  state === 'open' && nextOn !== undefined && nextOn <= today;

/**
 * Items whose day has come, the one that speaks first. What has words of its own (a campaign, reactivation) goes alone; reactivation never
 * runs beside another reason.
 */
export function readyItems(record: PatientRecord, today: string): readonly RecallItem[] {
  const rank = ({ type, paid }: RecallItem): number => (paid ? -1 : order.indexOf(type));
  const ready = record.items.filter((item) => isReady(item, today)).sort((a, b) => rank(a) - rank(b));
  const [leading] = ready;
  if (!leading) return [];
  if (leading.type === 'lapsed') {
    const others = record.items.some(({ type, state }) => type !== 'lapsed' && state === 'open');
    return others ? [] : [leading];
  }
  if (leading.type === 'campaign') return [leading];
  return ready.filter(({ type }) => type !== 'campaign' && type !== 'lapsed');
}

/** One try of a sequence: what the patient would get, and by which channels in which order. */
export interface Try {
  /** Index in the sequence. */
  readonly index: number;
  readonly template: string;
  readonly channels: readonly OutreachChannel[];
}

/** The tries that are left of an item's sequence, the next first; the patient's preferred channel comes first in each. */
export function triesLeft(item: RecallItem, sequence: Sequence, preferred?: OutreachChannel): readonly Try[] {
  const automaticLeft =
    sequence.automaticMaximum === undefined || (item.automatic ?? 0) < sequence.automaticMaximum;
  return sequence.attempts
    .map((attempt, index) => ({
      index,
      template: attempt.template,
      channels: attempt.channels
        .filter((channel) => automaticLeft || !leavesByItself(channel))
        .toSorted((a, b) => Number(b === preferred) - Number(a === preferred)),
    }))
    .slice(item.attempts)
    .filter(({ channels }) => channels.length > 0);
}

/** The item after one more attempt of its sequence, made on a local day: the next one's day, or exhausted. */
export function raised(
  item: RecallItem,
  sequence: Sequence,
  made: { readonly attempt: number; readonly on: string; readonly byItself: boolean },
): RecallItem {
  const { nextOn, ...rest } = item;
  void nextOn;
  const attempts = made.attempt + 1;
  const counted = { ...rest, attempts, automatic: (item.automatic ?? 0) + (made.byItself ? 1 : 0) };
  const next = sequence.attempts[attempts];
  return next
    ? { ...counted, nextOn: daysAfter(made.on, next.afterDays) }
    : { ...counted, state: 'exhausted' };
}

/** The local date of a visit that is booked from today on, of whatever kind. */
export const nextVisit = ({ appointments }: PatientRecord, now: string, zone: string): string | undefined => {
  const today = localDay(now, zone);
  return appointments
    .filter(({ status, on }) => status === 'booked' && on >= today)
    .map(({ on }) => on)
    .sort()[0];
};
