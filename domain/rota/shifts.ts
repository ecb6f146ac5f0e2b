import { Temporal } from 'temporal-polyfill';
import { onCallBy } from './on-call.ts';
import type { Layer, Roster, Schedule } from './rota.ts';

/** A span in which the same person, or nobody, is on call by one schedule. Instants are ISO; `until` is exclusive. */
export interface Shift {
  readonly schedule: string;
  readonly from: string;
  readonly until: string;
  readonly staff?: string;
}

const iso = (at: Temporal.ZonedDateTime): string => new Date(at.epochMilliseconds).toISOString();

/** Local times at which a layer may change hands on a day: its turns, and where its times begin and end. */
function* changesOn(layer: Layer, date: Temporal.PlainDate, zone: string): Generator<string> {
  for (const { from, to } of layer.during ?? [])
    for (const time of [from, to]) yield iso(date.toZonedDateTime({ timeZone: zone, plainTime: time }));
  const start = Temporal.PlainDateTime.from(layer.from);
  const hours = layer.turn.unit === 'hour' ? Array.from({ length: 24 }, (_, hour) => hour) : [start.hour];
  for (const hour of hours)
    yield iso(
      date.toZonedDateTime({
        timeZone: zone,
        plainTime: Temporal.PlainTime.from({ hour, minute: start.minute }),
      }),
    );
}

/** Every instant within the span at which the person on call may change. */
function boundaries(
  { layers, zone }: Schedule,
  { changes }: Roster,
  from: string,
  until: string,
): readonly string[] {
  const found = new Set<string>([from]);
  const keep = (at: string): void => {
    if (at > from && at < until) found.add(at);
  };
  const day = Temporal.Instant.from(from).toZonedDateTimeISO(zone).toPlainDate();
  const last = Temporal.Instant.from(until).toZonedDateTimeISO(zone).toPlainDate();
  for (let date = day; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }))
    for (const layer of layers) for (const at of changesOn(layer, date, zone)) keep(at);
  for (const change of changes) {
    keep(change.from);
    keep(change.until);
  }
  return [...found].toSorted();
}

/** Who is on call by a schedule from one instant to another (ISO), span by span without a hole: a span without `staff` is a gap. */
export function shiftsOf(schedule: Schedule, roster: Roster, from: string, until: string): readonly Shift[] {
  const shifts: Shift[] = [];
  const at = boundaries(schedule, roster, from, until);
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
