import type { Appointment, PatientRecord } from '../patient/patient.ts';
import { endings } from './episode.ts';
import { knownVisits } from './known-visits.ts';
import { daysAfter } from './local-day.ts';
import type { RecallItem } from './recall-item.ts';
import type { Sequence } from './recall-rules.ts';

type Known = Pick<PatientRecord, 'patient' | 'appointments' | 'items'> &
  Partial<Pick<PatientRecord, 'settings'>>;

const prefix = 'reminder#';
const cancelled = 'the visit was cancelled';

/** The visit that a reminder is for; undefined when the item is none, or the visit is gone. */
export const visitOf = (
  { appointments }: Pick<PatientRecord, 'appointments'>,
  itemId: string,
): Appointment | undefined =>
  itemId.startsWith(prefix)
    ? knownVisits(appointments).find(({ id }) => id === itemId.slice(prefix.length))
    : undefined;

/** Whether what an item speaks of still stands: of a reminder, that the visit is booked on that day and not over. Other items always do. */
export const visitStands = (
  record: Pick<PatientRecord, 'appointments'>,
  { id, type, dueOn }: Pick<RecallItem, 'id' | 'type' | 'dueOn'>,
  today: string,
): boolean => {
  if (type !== 'reminder') return true;
  const visit = visitOf(record, id);
  return visit?.status === 'booked' && visit.on === dueOn && dueOn >= today;
};

/**
 * The first reminder of a visit from attempt `from` on whose day comes after `today`; undefined when none is left. A visit of which one
 * learns on the day of a reminder is not reminded of on that day: it has just been booked. Dates are local.
 */
export function nextReminder(
  visitOn: string,
  { attempts }: Pick<Sequence, 'attempts'>,
  from: number,
  today: string,
): Pick<RecallItem, 'attempts' | 'nextOn'> | undefined {
  const index = attempts.findIndex(
    ({ beforeDays = 0 }, place) => place >= from && daysAfter(visitOn, -beforeDays) > today,
  );
  return index < 0
    ? undefined
    : { attempts: index, nextOn: daysAfter(visitOn, -(attempts[index]?.beforeDays ?? 0)) };
}

const withoutNext = ({ nextOn, ...rest }: RecallItem): RecallItem => {
  void nextOn;
  return rest;
};

const goesOn = ({ state }: RecallItem): boolean => state === 'open' || state === 'exhausted';

/** A booked visit that is to come. */
function coming(
  visit: Appointment,
  known: RecallItem | undefined,
  sequence: Sequence,
  today: string,
): RecallItem | undefined {
  const same = known?.episode === visit.on ? known : undefined;
  const stopped =
    same?.state === 'stopped' && same.endedBy !== cancelled && same.endedBy !== endings.disabled;
  const waits = same?.state === 'open' && same.nextOn !== undefined && same.nextOn >= today;
  if (same && (stopped || waits || same.state === 'exhausted')) return same;
  const next = nextReminder(visit.on, sequence, same?.attempts ?? 0, today);
  if (!next && !known) return undefined;
  return {
    patientId: visit.patientId,
    id: `${prefix}${visit.id}`,
    type: 'reminder',
    lastOn: visit.on,
    dueOn: visit.on,
    episode: visit.on,
    ...(same?.automatic ? { automatic: same.automatic } : {}),
    ...(next ? { ...next, state: 'open' } : { attempts: sequence.attempts.length, state: 'exhausted' }),
  };
}

function passed(visit: Appointment, known: RecallItem): RecallItem {
  if (!goesOn(known)) return known;
  return visit.status === 'cancelled'
    ? { ...withoutNext(known), state: 'stopped', endedBy: cancelled }
    : { ...withoutNext(known), state: 'done' };
}

/**
 * The reminders of a patient's booked visits as they are now, recomputed whenever an appointment changes: one item a visit, in the same due
 * index as every reason to come back. A visit that moved begins anew; one that was cancelled is never reminded of. `today` is the local
 * date at the patient's location.
 */
export function reminderItems(record: Known, sequence: Sequence, today: string): readonly RecallItem[] {
  const switchedOff = new Set(record.settings?.filter(({ disabled }) => disabled).map(({ id }) => id));
  const off = (item: RecallItem): RecallItem =>
    switchedOff.has(item.id) && goesOn(item)
      ? { ...withoutNext(item), state: 'stopped', endedBy: endings.disabled }
      : item;
  const knownOf = (id: string) => record.items.find((item) => item.id === `${prefix}${id}`);
  const ofVisits = knownVisits(record.appointments).flatMap((visit) => {
    const known = knownOf(visit.id);
    const item =
      visit.status === 'booked' && visit.on >= today
        ? coming(visit, known, sequence, today)
        : known && passed(visit, known);
    return item ? [off(item)] : [];
  });
  const gone = record.items
    .filter((item) => item.type === 'reminder' && !visitOf(record, item.id))
    .map((item) =>
      goesOn(item) ? { ...withoutNext(item), state: 'stopped' as const, endedBy: cancelled } : item,
    );
  return [...ofVisits, ...gone];
}
