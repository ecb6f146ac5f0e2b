import { Temporal } from 'temporal-polyfill';
import { onCallBy } from './on-call.ts';
import type { Layer, Roster, RotaChange, Schedule } from './rota.ts';

/** A span in which the same person, or nobody, is on call by one schedule. Instants are ISO; `until` is exclusive. */
export interface Shift {
  readonly schedule: string;
  readonly from: string;
  readonly until: string;
  readonly staff?: string;
}

const iso = (at: Temporal.ZonedDateTime): string => new Date(at.epochMilliseconds).toISOString();

const occurrences = ['earlier', 'later'] as const;

/** Instants at which a wall clock shows a time of a day: two where the clocks go back over it. */
function* instantsOf(date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): Generator<string> {
  for (const disambiguation of occurrences)
    yield iso(date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation }));
}

/** Instants of a day at which the clocks of a zone are changed: what hangs on the wall clock may change with them. */
function* clockChangesOn(date: Temporal.PlainDate, zone: string): Generator<string> {
  const end = date.add({ days: 1 }).toZonedDateTime(zone);
  let at = date.toZonedDateTime(zone).subtract({ seconds: 1 });
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || Temporal.ZonedDateTime.compare(next, end) > 0) return;
    yield iso(next);
    at = next;
  }
}

/** Local times at which a layer may change hands: its turns, and where its times begin and end. */
function timesOf(layer: Layer): readonly Temporal.PlainTime[] {
  const start = Temporal.PlainDateTime.from(layer.from);
  const hours = layer.turn.unit === 'hour' ? Array.from({ length: 24 }, (_, hour) => hour) : [start.hour];
  return [
    ...(layer.during ?? []).flatMap(({ from, to }) =>
      [from, to].map((time) => Temporal.PlainTime.from(time)),
    ),
    ...hours.map((hour) => Temporal.PlainTime.from({ hour, minute: start.minute })),
  ];
}

/** Instants of a day at which a schedule may change hands. */
function* changesOn({ layers, zone }: Schedule, date: Temporal.PlainDate): Generator<string> {
  yield* clockChangesOn(date, zone);
  for (const layer of layers) for (const time of timesOf(layer)) yield* instantsOf(date, time, zone);
}

/** Every instant from one to another (ISO, `until` exclusive) at which who is on call by these schedules may change, `from` first. */
export function boundaries(
  schedules: readonly Schedule[],
  changes: readonly RotaChange[],
  from: string,
  until: string,
): readonly string[] {
  const found = new Set<string>([from]);
  const keep = (at: string): void => {
    if (at > from && at < until) found.add(at);
  };
  for (const schedule of schedules) {
    const day = Temporal.Instant.from(from).toZonedDateTimeISO(schedule.zone).toPlainDate();
    const last = Temporal.Instant.from(until).toZonedDateTimeISO(schedule.zone).toPlainDate();
    for (let date = day; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }))
      for (const at of changesOn(schedule, date)) keep(at);
  }
  for (const change of changes) {
    keep(change.from);
    keep(change.until);
  }
  return [...found].toSorted();
}

/** Who is on call by a schedule from one instant to another (ISO), span by span without a hole: a span without `staff` is a gap. */
export function shiftsOf(schedule: Schedule, roster: Roster, from: string, until: string): readonly Shift[] {
  const shifts: Shift[] = [];
  const at = boundaries([schedule], roster.changes, from, until);
  at.forEach((start, index) => {
    const staff = onCallBy(schedule, roster, start);
    const end = at[index + 1] ?? until;
    const before = shifts.at(-1);
    if (before && before.staff === staff) shifts[shifts.length - 1] = { ...before, until: end };
    else
      shifts.push({
        schedule: schedule.id,
        from: start,
        until: end,
        ...(staff === undefined ? {} : { staff }),
      });
  });
  return shifts;
}
