import { Temporal } from 'temporal-polyfill';
import { type Weekday, weekdays } from '../practice/practice.ts';
import type { Layer, Roster, RotaChange, Schedule } from './rota.ts';

const covers = ({ from, until }: RotaChange, at: string): boolean => from <= at && at < until;
const newest = <T extends RotaChange>(changes: readonly T[]): T | undefined =>
  changes.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];

/** The absence of a person at an instant, if there is one. */
function absenceOf(
  person: string,
  { changes }: Roster,
  at: string,
): Extract<RotaChange, { kind: 'absence' }> | undefined {
  return newest(
    changes.filter((change) => change.kind === 'absence' && change.of === person && covers(change, at)),
  ) as Extract<RotaChange, { kind: 'absence' }> | undefined;
}

/** A delegate may be away too, and have one; a longer chain is a mistake. */
const longestDelegation = 3;

/** Who stands in for a person at an instant: they themselves, their delegate, or nobody. */
export function presentFor(person: string, roster: Roster, at: string): string | undefined {
  let current = person;
  for (let hop = 0; hop <= longestDelegation; hop += 1) {
    if (roster.able && !roster.able.includes(current)) return undefined;
    const away = absenceOf(current, roster, at);
    if (!away) return current;
    if (away.delegate === undefined) return undefined;
    current = away.delegate;
  }
  return undefined;
}

function isDuring({ during }: Layer, local: Temporal.ZonedDateTime): boolean {
  if (!during) return true;
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const today = weekdays[local.dayOfWeek - 1] as Weekday;
  const yesterday = weekdays[(local.dayOfWeek + 5) % 7] as Weekday;
  return during.some(({ days, from, to }) =>
    from < to
      ? days.includes(today) && from <= time && time < to
      : (days.includes(today) && time >= from) || (days.includes(yesterday) && time < to),
  );
}

/** Whose turn it is in a layer, by the wall clock of its zone; undefined before its first turn and outside its times. */
export function turnOf(layer: Layer, zone: string, at: string): string | undefined {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  const start = Temporal.PlainDateTime.from(layer.from);
  const now = local.toPlainDateTime();
  if (Temporal.PlainDateTime.compare(now, start) < 0 || !isDuring(layer, local)) return undefined;
  const { every, unit } = layer.turn;
  const passed = start.until(now, { largestUnit: unit, smallestUnit: unit, roundingMode: 'floor' });
  const turns = Math.floor({ hour: passed.hours, day: passed.days, week: passed.weeks }[unit] / every);
  return layer.people[turns % layer.people.length];
}

/** Who is on call by one schedule at an instant (ISO): by an override, else by the topmost layer that has somebody present. */
export function onCallBy(schedule: Schedule, roster: Roster, at: string): string | undefined {
  const override = newest(
    roster.changes.filter(
      (change) => change.kind === 'override' && change.schedule === schedule.id && covers(change, at),
    ),
  ) as Extract<RotaChange, { kind: 'override' }> | undefined;
  const first = override && presentFor(override.staff, roster, at);
  if (first !== undefined) return first;
  for (const layer of schedule.layers.toReversed()) {
    const turn = turnOf(layer, schedule.zone, at);
    const present = turn === undefined ? undefined : presentFor(turn, roster, at);
    if (present !== undefined) return present;
  }
  return undefined;
}
