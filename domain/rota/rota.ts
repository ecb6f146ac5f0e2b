import * as z from 'zod/mini';
import { staffRoles, weekdays } from '../practice/practice.ts';

const TimeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time as HH:MM, 24 hours'));
const Id = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'use lower-case letters, digits, - and _'));
/** A local wall time without a zone: 2026-01-05T08:00. */
const LocalTime = z
  .string()
  .check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'write a local time as 2026-01-05T08:00'));

/** People who take turns. A later layer covers an earlier one where it has somebody. */
export const Layer = z.strictObject({
  name: z.string(),
  people: z.array(Id).check(z.minLength(1)),
  /** When the first person's first turn begins, in the schedule's zone; nobody before it. */
  from: LocalTime,
  /** How long a turn is: every N hours, days or weeks on the wall clock. */
  turn: z._default(
    z.strictObject({ every: z.int().check(z.minimum(1)), unit: z.enum(['hour', 'day', 'week']) }),
    { every: 1, unit: 'week' },
  ),
  /** Only at these times; one that ends before it begins reaches into the next day. Always without it. */
  during: z.optional(
    z.array(
      z.strictObject({
        days: z.array(z.enum(weekdays)).check(z.minLength(1)),
        from: TimeOfDay,
        to: TimeOfDay,
      }),
    ),
  ),
});
export type Layer = z.infer<typeof Layer>;

/** Who is on call for one role, as first or as backup, at some locations or at all. */
export const Schedule = z.strictObject({
  id: Id,
  role: z.enum(staffRoles),
  duty: z._default(z.enum(['primary', 'backup']), 'primary'),
  locations: z.optional(z.array(Id)),
  /** IANA name; its wall clock turns the rota. */
  zone: z.string(),
  layers: z.array(Layer).check(z.minLength(1)),
});
export type Schedule = z.infer<typeof Schedule>;

export const Rota = z.strictObject({ schedules: z.array(Schedule) });
export type Rota = z.infer<typeof Rota>;

/** What staff change by hand. Instants are ISO; `until` is exclusive. */
export type RotaChange = {
  readonly id: string;
  readonly from: string;
  readonly until: string;
  /** Who made it, and when; of two that overlap the newer holds. */
  readonly by: string;
  readonly at: string;
} & (
  | { readonly kind: 'override'; readonly schedule: string; readonly staff: string }
  | { readonly kind: 'absence'; readonly of: string; readonly delegate?: string }
);

/** Everything that says who is on call. */
export interface Roster {
  readonly schedules: readonly Schedule[];
  readonly changes: readonly RotaChange[];
  /** Who can be called for the role in question; anybody else counts as away, as whoever has left. Without it, everybody can. */
  readonly able?: readonly string[];
}
