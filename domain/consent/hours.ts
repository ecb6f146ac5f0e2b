import { Temporal } from 'temporal-polyfill';
import { whereabouts } from './jurisdiction.ts';
import type { LawfulHours } from './law.ts';
import { isTelephone, promotes, type Question } from './question.ts';
import { isZone } from './time-zone.ts';

/** One clock that must agree: hours of each local day in a zone. */
export interface Clock {
  readonly zone: string;
  /** `HH:MM-HH:MM`, the end exclusive, or null when nothing may leave on that day. */
  readonly on: (day: Temporal.PlainDate) => string | null;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What a jurisdiction says of a local date. */
export function lawfulOn(
  { hours, holidays }: LawfulHours,
  day: Temporal.PlainDate,
  publicHolidays: readonly string[],
): string | null {
  if (holidays === 'closed' && publicHolidays.includes(day.toString())) return null;
  const name = weekdays[day.dayOfWeek - 1];
  const span = name === undefined ? 'closed' : hours[name];
  return span === 'closed' ? null : span;
}

/** Every candidate state's hours hold in every candidate zone, and in those that the state names besides. */
function lawClocks({ recipient, law }: Question): readonly Clock[] {
  const { zones, lawful } = whereabouts(recipient, law);
  return lawful.flatMap(({ country, hours }) =>
    [...new Set([...zones, ...(hours.alsoInZones ?? [])])].map((zone) => ({
      zone,
      on: (day: Temporal.PlainDate) => lawfulOn(hours, day, law.holidays[country] ?? []),
    })),
  );
}

/** The clocks of a question: those of law (R4, R5) where it promotes, and the practice's own. */
export function clocks(question: Question): readonly Clock[] {
  const { law, rules, recipient, homeZone, channel, by } = question;
  const { from, to } = rules.sendBetween;
  const own = (zone: string): Clock => ({ zone, on: () => `${from}-${to}` });
  if (isTelephone(question)) {
    const practice = whereabouts(recipient, law).zones.map(own);
    return promotes(question) ? [...lawClocks(question), ...practice] : practice;
  }
  if (channel !== 'email' || by === 'person') return [];
  const { statedZone } = recipient;
  return [...new Set([homeZone, statedZone && isZone(statedZone) ? statedZone : homeZone])].map(own);
}

/** Beyond it nothing is looked for: a message of today is none of next month. */
export const horizonDays = 40;

/** The first instant from `at` on that lies within a clock; undefined when there is none within the horizon. */
export function firstWithin({ zone, on }: Clock, at: Temporal.Instant): Temporal.Instant | undefined {
  const local = at.toZonedDateTimeISO(zone);
  for (let days = 0; days <= horizonDays; days += 1) {
    const day = local.toPlainDate().add({ days });
    const [from, to] = on(day)?.split('-') ?? [];
    if (from === undefined || to === undefined) continue;
    const instant = (time: string): Temporal.Instant =>
      (time === '24:00' ? day.add({ days: 1 }) : day)
        .toZonedDateTime({ timeZone: zone, plainTime: time === '24:00' ? '00:00' : time })
        .toInstant();
    const opens = instant(from);
    const start = Temporal.Instant.compare(opens, at) > 0 ? opens : at;
    if (Temporal.Instant.compare(start, instant(to)) < 0) return start;
  }
  return undefined;
}
