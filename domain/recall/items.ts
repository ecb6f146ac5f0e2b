import { Temporal } from 'temporal-polyfill';
import type { PatientRecord, RecallItem } from '../patient/patient.ts';
import type { RecallRules, TreatmentType } from './recall-rules.ts';

type Known = Pick<PatientRecord, 'patient' | 'treatments' | 'appointments' | 'items'>;

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const newest = (days: readonly string[]): string | undefined => days.toSorted().at(-1);
const latest = (a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate =>
  Temporal.PlainDate.compare(a, b) >= 0 ? a : b;

interface Reason {
  readonly id: string;
  readonly type: RecallItem['type'];
  readonly treatment?: string;
  readonly lastOn: string;
  readonly dueOn: string;
  /** The first day of contact. */
  readonly startOn: string;
}

/** The next treatment of a type is due an interval after the last, never sooner than its minimum gap. */
function dueReason(type: TreatmentType, lastOn: string): Reason {
  const due = latest(date(lastOn).add(type.interval), date(lastOn).add({ days: type.minimumGapDays }));
  return {
    id: `due#${type.id}`,
    type: 'due',
    treatment: type.id,
    lastOn,
    dueOn: due.toString(),
    startOn: due.subtract({ days: type.leadDays }).toString(),
  };
}

function reasons(
  record: Known,
  types: readonly TreatmentType[],
  rules: RecallRules,
  today: string,
): readonly Reason[] {
  const due = types.flatMap((type) => {
    const last = newest(
      record.treatments.filter((treatment) => treatment.type === type.id).map(({ on }) => on),
    );
    return last === undefined ? [] : [dueReason(type, last)];
  });
  // A treatment that has been due for so long is no reminder any more: then it is the patient who has not been seen.
  const current = due.filter(
    ({ dueOn }) => date(dueOn).add({ months: rules.lapsedAfterMonths }).toString() >= today,
  );
  const lastVisit = newest(record.treatments.map(({ on }) => on));
  if (lastVisit === undefined) return current;
  const lapsed = date(lastVisit).add({ months: rules.lapsedAfterMonths }).toString();
  return [...current, { id: 'lapsed', type: 'lapsed', lastOn: lastVisit, dueOn: lapsed, startOn: lapsed }];
}

/** Days by the calendar after a day. */
export const daysAfter = (day: string, days: number): string => date(day).add({ days }).toString();

function itemOf(reason: Reason, record: Known, today: string): RecallItem {
  const { startOn, ...kept } = reason;
  const known = record.items.find(({ id }) => id === reason.id);
  const sameEpisode = known?.episode === reason.dueOn;
  const booked = record.appointments.some(({ status, on }) => status === 'booked' && on >= today);
  const fresh: RecallItem = {
    ...kept,
    patientId: record.patient.id,
    episode: reason.dueOn,
    attempts: 0,
    nextOn: startOn,
    state: 'open',
  };
  const item = sameEpisode && known ? { ...known, ...kept } : fresh;
  if (booked) return { ...withoutNext(item), state: 'booked' };
  // A booking that was cancelled opens the item again, where it stood.
  if (item.state === 'booked')
    return { ...item, state: 'open', nextOn: item.nextOn ?? later(startOn, today) };
  // Whatever changed may have lifted what stood in the way: a day that has passed is looked at again today.
  return item.state === 'open' && item.nextOn !== undefined
    ? { ...item, nextOn: later(item.nextOn, today) }
    : item;
}

const later = (a: string, b: string): string => (a > b ? a : b);

function withoutNext(item: RecallItem): RecallItem {
  const { nextOn, ...rest } = item;
  void nextOn;
  return rest;
}

/**
 * A patient's recall items as they are now: recomputed whenever a treatment, an appointment or a consent changes. `today` is the local date
 * at the patient's location. A new treatment begins a new episode; attempts count within one.
 */
export function recallItems(
  record: Known,
  types: readonly TreatmentType[],
  rules: RecallRules,
  today: string,
): readonly RecallItem[] {
  return reasons(record, types, rules, today).map((reason) => itemOf(reason, record, today));
}

/** The item after one more attempt: the next one's day by its sequence, or exhausted. */
export function attempted(item: RecallItem, rules: RecallRules, on: string): RecallItem {
  const attempts = item.attempts + 1;
  const next = rules.sequences[item.type].attempts[attempts];
  if (!next) return { ...withoutNext(item), attempts, state: 'exhausted' };
  return { ...item, attempts, nextOn: daysAfter(on, next.afterDays) };
}
