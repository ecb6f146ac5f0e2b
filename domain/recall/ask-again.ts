import { type Decision, decide } from '../consent/decide.ts';
import type { MessageFinding } from '../consent/question.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { itemsNow } from '../patient/refresh-items.ts';
import { nextVisit } from './bookings.ts';
import { know } from './know.ts';
import { localDay } from './local-day.ts';
import type { RecallItem } from './recall-item.ts';
import { visitStands } from './reminders.ts';
import { sequencesFor } from './sequences.ts';
import type { SweepPorts } from './sweep.ts';
import type { Touch, TouchedItem } from './touch.ts';
import { type Planning, questionOf } from './touch-question.ts';
import { zoneOf } from './zones.ts';

/** What is asked again before a touch leaves, or is printed. */
export interface AskPorts extends Omit<SweepPorts, 'now'> {
  /** ISO instant. */
  readonly now: () => string;
}

const planningOf = async (ports: AskPorts, record: PatientRecord): Promise<Planning> => ({
  practice: ports.practice,
  rules: ports.rules,
  law: ports.law,
  sequenceOf: await sequencesFor(ports, record.items),
  homeZone: zoneOf(record.patient, ports.practice),
  now: ports.now(),
});

const waits = ({ state, endedBy, heldUntil = '' }: RecallItem, today: string): boolean =>
  (state === 'open' || state === 'exhausted') && endedBy === undefined && heldUntil <= today;

/** Items of a touch that still wait: a booking, a person's word or a new treatment may have ended them since, worked out or not yet. */
export function stillWaiting(
  ports: Omit<AskPorts, 'rates'>,
  touch: { readonly items: readonly Pick<TouchedItem, 'id' | 'episode'>[] },
  record: PatientRecord,
): boolean {
  const now = ports.now();
  const today = localDay(now, zoneOf(record.patient, ports.practice));
  const items = itemsNow({ ...ports, now }, record);
  return touch.items.some(({ id, episode }) =>
    items.some(
      (item) =>
        item.id === id && item.episode === episode && waits(item, today) && visitStands(record, item, today),
    ),
  );
}

const asksForAnyVisit = ({ items }: Touch): boolean =>
  items.every(({ id }) => id === 'lapsed' || id.startsWith('campaign#'));

/** Asks once more, at the moment of sending: consent, bookings, caps and hours may have changed since the touch was planned. */
export async function decideAgain(
  ports: AskPorts,
  touch: Touch,
  record: PatientRecord,
  findings: readonly MessageFinding[],
  remunerated: boolean,
): Promise<Decision> {
  const planning = await planningOf(ports, record);
  const known = await know(ports, record, planning.now, ports.rates);
  const paid = record.items.some((item) => item.paid && touch.items.some(({ id }) => id === item.id));
  const bookedOn = asksForAnyVisit(touch) ? nextVisit(record, planning.now, planning.homeZone) : undefined;
  return decide(
    questionOf({ ...known, heldOut: false }, planning, {
      channel: touch.channel,
      class: touch.class,
      paid,
      bookedOn,
      id: touch.id,
      findings,
      remunerated,
      ...(touch.aftercare ? { aftercare: true } : {}),
      ...(touch.aftercare && touch.aftercare !== 'direct-line' ? { asksHealth: true } : {}),
    }),
  );
}
