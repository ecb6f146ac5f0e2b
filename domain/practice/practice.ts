import * as z from 'zod/mini';
import type { RotaChange, Schedule } from '../rota/rota.ts';

/** Local time of day, `HH:MM`, 24 hours; `24:00` closes a day at midnight. */
const TimeOfDay = z
  .string()
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time as HH:MM, 24 hours'));
const Id = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'use lower-case letters, digits, - and _'));
const E164 = z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'write a phone number as +15125550100'));

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A number or a pool of numbers of AWS End User Messaging, by its id there. */
const TextOrigin = z
  .string()
  .check(
    z.regex(
      /^(phone|pool)-[0-9a-f]{32}$/,
      'write the id that AWS End User Messaging gave the number or pool: phone- or pool- and 32 digits',
    ),
  );
export const TextOrigins = z.strictObject({
  care: TextOrigin,
  /** Registered for marketing; without it no marketing is sent by text. */
  marketing: z.optional(TextOrigin),
  /** For safety replies alone, so that nobody who opted out elsewhere misses one (R12); by the number for care without it. */
  safety: z.optional(TextOrigin),
});
export type TextOrigins = z.infer<typeof TextOrigins>;

const Span = z.strictObject({ from: TimeOfDay, to: TimeOfDay });
const Hours = z.strictObject({
  mon: z.optional(z.array(Span)),
  tue: z.optional(z.array(Span)),
  wed: z.optional(z.array(Span)),
  thu: z.optional(z.array(Span)),
  fri: z.optional(z.array(Span)),
  sat: z.optional(z.array(Span)),
  sun: z.optional(z.array(Span)),
});

export const Location = z.strictObject({
  id: Id,
  name: z.string(),
  /** IANA name, such as America/Chicago. */
  zone: z.string(),
  phone: E164,
  /** The number of whoever is on call, for patients with an urgent case or treated lately (R65). */
  directLine: z.optional(E164),
  /** Postal address in lines; commercial mail must carry it (R18). */
  address: z.array(z.string()),
  /** US state or other region code; part of the candidate states of R6. */
  region: z.string(),
  hours: Hours,
  /** Mailbox of the front desk that is told on every open morning how many call tasks wait; none is told without it. */
  taskSummary: z.optional(
    z.strictObject({ to: z.email(), language: z._default(z.enum(['en', 'es']), 'en') }),
  ),
  /** Local dates, YYYY-MM-DD. */
  closedDays: z.optional(z.array(z.iso.date())),
  /** Public holidays of a country (and region) on which it is closed: all of them, or those that are named. */
  holidays: z.optional(
    z.strictObject({
      country: z.string().check(z.length(2)),
      region: z.optional(z.string()),
      closed: z._default(z.union([z.literal('all'), z.array(z.string())]), 'all'),
    }),
  ),
  /** The dates of those holidays with their names; the build fills them in (lib/practice/holidays.ts). */
  holidayDates: z.optional(z.record(z.iso.date(), z.string())),
});
export type Location = z.infer<typeof Location>;

export const staffRoles = ['coordinator', 'extender', 'physician', 'manager'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Which messages use a way: alerts and warnings are normal, pages important; both without it. */
const when = z.optional(z.enum(['normal', 'important']));

/**
 * One way to reach a person of the staff. `call` is a voice call that says no more than that there is an urgent case; `topic` is an SNS
 * topic of a pager service; its messages hold no content.
 */
export const ReachWay = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('email'), address: z.email(), for: when }),
  z.strictObject({ way: z.literal('sms'), address: E164, for: when }),
  z.strictObject({ way: z.literal('call'), address: E164, for: when }),
  z.strictObject({ way: z.literal('topic'), address: z.string(), for: when }),
]);
export type ReachWay = z.infer<typeof ReachWay>;

export const StaffMember = z.strictObject({
  id: Id,
  name: z.string(),
  roles: z.array(z.enum(staffRoles)),
  locations: z.array(Id),
  /** In order of preference. */
  reach: z.array(ReachWay),
  language: z.optional(z.enum(['en', 'es'])),
});
export type StaffMember = z.infer<typeof StaffMember>;

/** Who is on call for a role; `backup` is told when the first does not react. */
export const OnCall = z.strictObject({
  role: z.enum(staffRoles),
  locations: z.optional(z.array(Id)),
  primary: Id,
  backup: z.optional(Id),
});
export type OnCall = z.infer<typeof OnCall>;

const shorteners: ReadonlySet<string> = new Set(
  'bit.ly bitly.com tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly rb.gy tiny.cc shorturl.at t.ly lnkd.in'.split(
    ' ',
  ),
);

/** Stands in messages to patients: HTTPS (R20, R44), and no public shortener, which carriers block (R44). */
const OwnUrl = z.url({ protocol: /^https$/ }).check(
  z.refine((url) => !shorteners.has(new URL(url).hostname.replace(/^www\./, '')), {
    error: 'is a public link shortener, which carriers block: write the practice’s own address (R44)',
  }),
);

/** What a practice says of itself: `practice/practice.yaml` without its staff. */
export const Practice = z.strictObject({
  name: z.string(),
  /** Stands at the head of texts; 17 characters keep the safety reply in one segment (R59). */
  shortName: z.string().check(z.maxLength(17)),
  /** Origin that senders and patients see, such as https://intake.example.com. */
  publicUrl: OwnUrl,
  country: z.string().check(z.length(2)),
  emergencyNumber: z.string(),
  mail: z.strictObject({
    /** Verified sending domain of care mail, and of marketing mail (R21: kept apart). */
    care: z.email(),
    marketing: z.email(),
    replyTo: z.optional(z.email()),
    /** Where SES receives mail for Heard, in a domain of its own; answers to our mail come there. */
    inbound: z.optional(z.email()),
  }),
  bookingUrl: z.optional(OwnUrl),
  /** The brand itself says what is treated: postcards are not sent, envelopes carry no name (R25). */
  brandRevealsTreatment: z.optional(z.boolean()),
  /** Linked where consent is asked for (R43). */
  privacyUrl: z.optional(OwnUrl),
  termsUrl: z.optional(OwnUrl),
  /** Origins of the practice's own pages that may show the form in a frame, such as https://www.example.com. */
  websites: z.optional(z.array(z.url())),
  /** Channels that need a registration first; one that is absent is no choice anywhere. */
  channels: z.optional(
    z.strictObject({
      /** `end-user-messaging`: two-way, tells what became of each text; `sns`: one-way. */
      text: z.optional(z.enum(['sns', 'end-user-messaging'])),
      /** Numbers of AWS End User Messaging by which texts leave. */
      textFrom: z.optional(TextOrigins),
      /** Use cases for which the carrier registered the number (R42); texts of others are never sent. */
      textFor: z.optional(z.array(z.enum(['care', 'marketing']))),
      /** Countries besides the practice's own whose numbers Heard itself texts although nobody has proved to have them (ISO 3166, two letters). */
      textTo: z.optional(z.array(z.string().check(z.length(2)))),
      /** How many such texts go out within an hour in all; 60 where it says nothing. Staff are told of every one that does not. */
      textsPerHour: z.optional(z.int().check(z.minimum(1), z.maximum(10_000))),
      /** Texts of recall that leave in a second: what the carrier lets the numbers of `textFrom` send; 1 where it says nothing. */
      textsPerSecond: z.optional(z.number().check(z.positive(), z.maximum(100))),
      /** Content-free voice calls to staff, by Amazon Connect: its instance, contact flow and number (docs/deploy.md). */
      voice: z.optional(z.strictObject({ instance: z.string(), flow: z.string(), number: E164 })),
      /** Pages and numbers at Meta that Heard may answer from; each needs its token (docs/senders.md). */
      social: z.optional(z.array(z.enum(['messenger', 'instagram', 'whatsapp']))),
    }),
  ),
  /** The practice's other tools, told by signed webhooks of what happens; ids only, unless one is given a summary. */
  eventsOut: z.optional(
    z.array(
      z.strictObject({
        id: Id,
        url: z.url({ protocol: /^https$/ }),
        events: z.array(z.enum(['received', 'answered', 'missed', 'closed'])).check(z.minLength(1)),
        content: z._default(z.enum(['ids', 'summary']), 'ids'),
      }),
    ),
  ),
  /** Who reviews each month what staff saw and did (R28); managers where it says nothing. */
  audit: z.optional(
    z.strictObject({
      reviewers: z._default(z.array(z.enum(staffRoles)).check(z.minLength(1)), ['manager']),
      /** Whether nobody at all may delete what was written (`compliance`), or whoever the account lets do so (`governance`). */
      lock: z._default(z.enum(['governance', 'compliance']), 'governance'),
    }),
  ),
  locations: z.array(Location).check(z.minLength(1)),
});
export type Practice = z.infer<typeof Practice>;

/** The people of the practice, and who of them is on call: by a schedule of the rota, else by the standing entries of `onCall`. */
export interface Staff {
  readonly members: readonly StaffMember[];
  readonly onCall: readonly OnCall[];
  readonly schedules?: readonly Schedule[];
  /** Overrides and absences, made by hand. */
  readonly changes?: readonly RotaChange[];
}

/** A part of the configuration as a function holds it; `version` is the hash of its content. */
export interface Compiled<T> {
  readonly version: string;
  readonly value: T;
}

/** The location with this id; the first one where it is none or not there any more. Throws for a practice without any. */
export function locationOf({ locations }: Pick<Practice, 'locations'>, id: string | undefined): Location {
  const location = locations.find((candidate) => candidate.id === id) ?? locations[0];
  if (!location) throw new Error('The practice has no location.');
  return location;
}
