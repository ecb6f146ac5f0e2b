import { Temporal } from 'temporal-polyfill';
import { consents } from '../consent/consent.ts';
import type { PatientRecord } from '../patient/patient.ts';
import type { MessageClass, OutreachChannel, RecallRules } from './recall-rules.ts';

export type Decision =
  | { readonly outcome: 'allow'; readonly rules: readonly string[] }
  | { readonly outcome: 'defer'; readonly until: string; readonly rules: readonly string[] }
  | { readonly outcome: 'block'; readonly reason: string; readonly rules: readonly string[] };

export interface Question {
  readonly record: Pick<PatientRecord, 'patient' | 'appointments' | 'consents'>;
  readonly channel: OutreachChannel;
  readonly messageClass: MessageClass;
  /** Local days on which the patient was touched before, by any kind and channel. */
  readonly touchedOn: readonly string[];
  /** The address is on the suppression list: bounced, complained or erased. */
  readonly suppressed: boolean;
  /** The patient has an inquiry that nobody has answered; only care is sent meanwhile. */
  readonly openInquiry: boolean;
  /** Zones the patient may be in: of the address, of the location (R6). */
  readonly zones: readonly string[];
  /** Zone whose calendar counts days. */
  readonly homeZone: string;
  /** ISO instant. */
  readonly now: string;
}

const block = (reason: string, ...rules: readonly string[]): Decision => ({
  outcome: 'block',
  reason,
  rules,
});

export const localDay = (now: string, zone: string): string =>
  Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate().toString();

const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;

/** Full years of age on a day. */
const age = (birthDate: string, on: string): number =>
  Temporal.PlainDate.from(birthDate).until(Temporal.PlainDate.from(on), { largestUnit: 'years' }).years;

function withinCaps({ touchedOn, now, homeZone }: Question, { caps }: RecallRules): boolean {
  const today = localDay(now, homeZone);
  const within = (days: number): number =>
    touchedOn.filter((day) => {
      const ago = daysBetween(day, today);
      return ago >= 0 && ago < days;
    }).length;
  return within(1) < caps.day && within(7) < caps.week && within(30) < caps.month;
}

/** The first instant from `now` on that lies in the send window of every zone; undefined when there is none within two days. */
function firstAllowed(
  now: string,
  zones: readonly string[],
  { from, to }: RecallRules['sendBetween'],
): string | undefined {
  const inside = (instant: Temporal.Instant): boolean =>
    zones.every((zone) => {
      const time = instant.toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
      return from <= time && time < to;
    });
  const start = Temporal.Instant.from(now);
  if (inside(start)) return now;
  const openings = zones.flatMap((zone) =>
    [0, 1, 2].map((days) =>
      start
        .toZonedDateTimeISO(zone)
        .toPlainDate()
        .add({ days })
        .toZonedDateTime({ timeZone: zone, plainTime: from })
        .toInstant(),
    ),
  );
  return openings
    .filter((instant) => Temporal.Instant.compare(instant, start) > 0 && inside(instant))
    .sort(Temporal.Instant.compare)[0]
    ?.toString({ fractionalSecondDigits: 3 });
}

function reachable({ patient }: Question['record'], channel: OutreachChannel): boolean {
  return channel === 'email' ? patient.email !== undefined : patient.phone !== undefined;
}

function blocked(question: Question, rules: RecallRules): Decision | undefined {
  const { record, channel, messageClass, now, homeZone } = question;
  const today = localDay(now, homeZone);
  const { birthDate } = record.patient;
  const checks: readonly (readonly [boolean, string, string])[] = [
    [
      record.appointments.some(({ status, on }) => status === 'booked' && on >= today),
      'already booked',
      'booked',
    ],
    [
      !reachable(record, channel),
      `no ${channel === 'email' ? 'e-mail address' : 'phone number'} that can be used`,
      'address',
    ],
    [question.suppressed, 'the address is suppressed', 'R19'],
    [messageClass !== 'care' && question.openInquiry, 'an inquiry of theirs waits for an answer', 'R58'],
    [birthDate !== undefined && age(birthDate, today) < 18, 'a minor', 'minor'],
    [!consents(record.consents, channel, messageClass), `no consent to ${messageClass} by ${channel}`, 'R1'],
    [!withinCaps(question, rules), 'contacted often enough', 'R5'],
    [question.zones.length === 0, 'nobody knows what time it is there', 'R6'],
  ];
  const found = checks.find(([applies]) => applies);
  return found && block(found[1], found[2]);
}

/**
 * May this patient be contacted by this channel with this class of message now? Asked when a touch is planned and again when it is sent.
 * Whatever is not known never allows; a deferral ends at an instant that the hours allow.
 */
export function decide(question: Question, rules: RecallRules): Decision {
  const no = blocked(question, rules);
  if (no) return no;
  const allowed = firstAllowed(question.now, question.zones, rules.sendBetween);
  if (allowed === undefined) return block('no hour suits every zone they may be in', 'R4', 'R6');
  return allowed === question.now
    ? { outcome: 'allow', rules: ['R1', 'R4', 'R5'] }
    : { outcome: 'defer', until: allowed, rules: ['R4', 'R6'] };
}
