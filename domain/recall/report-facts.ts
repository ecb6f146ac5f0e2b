import { Temporal } from 'temporal-polyfill';
import type { EligibleEvent, Facts, TouchFact } from '../measure/facts.ts';
import type { PatientRecord } from '../patient/patient.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import { typeOfItem } from './eligible.ts';
import { isOnlyDay, knownVisits } from './known-visits.ts';
import { daysAfter, localDay, startOfDay } from './local-day.ts';
import type { Touch, TouchState } from './touch.ts';

/** When a booking was made; the whole local day where a system told no more than that. */
function bookedOf(bookedAt: string, zone: string) {
  if (!isOnlyDay(bookedAt)) return { bookedAt };
  const day = bookedAt.slice(0, 10);
  return { bookedAt: startOfDay(day, zone), bookedUntil: startOfDay(daysAfter(day, 1), zone) };
}

/** States of what reached a patient, or may have; a task counts once it is done. */
const left = new Set<TouchState>(['sent', 'delivered', 'printed', 'done', 'unknown']);

const startOf = (day: string, zone: string): string =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds).toISOString();

/** When a touch left. A call counts from the morning of the day on which it was made: who books during it may be noted before it is. */
function leftAt({ startedAt, sendAt, endedOn }: Touch, zone: string): string {
  const started = startedAt ?? sendAt;
  const morning = endedOn === undefined ? started : startOf(endedOn, zone);
  return morning > started ? morning : started;
}

function touchFact(touch: Touch, practice: Practice): readonly TouchFact[] {
  // What protects a patient asks nobody to come back.
  if (!left.has(touch.state) || touch.aftercare) return [];
  const { zone } = locationOf(practice, touch.location);
  const at = leftAt(touch, zone);
  const { id, patientId, location, channel, segments, cost } = touch;
  const items = touch.items.flatMap(({ id: item, episode, treatment }) => {
    const type = typeOfItem(item);
    return type === undefined
      ? []
      : [{ item, episode, type, ...(treatment === undefined ? {} : { treatment }) }];
  });
  if (items.length === 0) return [];
  return [
    {
      id,
      patientId,
      location,
      at,
      on: localDay(at, zone),
      channel,
      class: touch.class,
      items,
      ...(segments === undefined ? {} : { segments }),
      ...(cost === undefined ? {} : { cost }),
    },
  ];
}

const earliest = (days: readonly (string | undefined)[]): string | undefined =>
  days.flatMap((day) => day ?? []).toSorted()[0];

/** The local day on which a person ended an episode: the patient declined, or the item was switched off. */
function endOf(event: EligibleEvent, record: PatientRecord, touches: readonly Touch[], zone: string) {
  const declined = touches
    .filter(
      ({ outcome, items }) =>
        outcome === 'declined' &&
        items.some(({ id, episode }) => id === event.item && episode === event.episode),
    )
    .map(({ endedOn }) => endedOn);
  const off = record.settings
    .filter(({ id, disabled }) => id === event.item && disabled === true)
    .map(({ at }) => localDay(at, zone))
    .filter((day) => day >= event.on);
  return earliest([...declined, ...off]);
}

/** Many systems only tell of the treatment: it shows that the booking of its day was kept. */
const treatedHere = ({ treatments }: PatientRecord, day: string): boolean =>
  treatments.some(({ on, elsewhere }) => on === day && elsewhere !== true);

/**
 * What a report has to know of one patient: the events and touches of all their records, named by the one that they lead to, and what came of them.
 * `touches` are those of the ledger, in any state.
 */
export function factsOf(
  record: PatientRecord,
  { events, touches }: { readonly events: readonly EligibleEvent[]; readonly touches: readonly Touch[] },
  practice: Practice,
): Facts {
  const { id: patientId, location } = record.patient;
  const named = <T extends { readonly patientId: string }>(one: T): T => ({ ...one, patientId });
  return {
    events: events.map((event) => {
      const endedOn = endOf(event, record, touches, locationOf(practice, event.location).zone);
      return named({ ...event, ...(endedOn === undefined ? {} : { endedOn }) });
    }),
    touches: touches.flatMap((touch) => touchFact(touch, practice)).map(named),
    appointments: knownVisits(record.appointments).map(
      ({ id, on, status, bookedAt, type, location: at }) => ({
        id,
        patientId,
        location: at ?? location,
        on,
        status: status === 'booked' && treatedHere(record, on) ? 'fulfilled' : status,
        ...(bookedAt === undefined ? {} : bookedOf(bookedAt, locationOf(practice, at ?? location).zone)),
        ...(type === undefined ? {} : { treatment: type }),
      }),
    ),
    treatments: record.treatments.map(({ type, on, price, elsewhere }) => ({
      patientId,
      type,
      on,
      ...(price === undefined ? {} : { price }),
      ...(elsewhere ? { elsewhere } : {}),
    })),
    purchases: record.purchases.map(({ on, price }) => ({
      patientId,
      on,
      ...(price === undefined ? {} : { price }),
    })),
  };
}
