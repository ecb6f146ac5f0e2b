import { Temporal } from 'temporal-polyfill';
import type { PatientRecord, Treatment } from '../patient/patient.ts';
import { windowOn } from '../patient/treatment-window.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import { daysAfter, localDay } from './local-day.ts';
import type { OutreachChannel, TreatmentType } from './recall-rules.ts';
import { type Aftercare, slotOf, type Touch } from './touch.ts';
import { zoneOf } from './zones.ts';

/** What aftercare is worked out from. `now` is an ISO instant. */
export interface AftercareRules {
  readonly practice: Practice;
  readonly types: readonly TreatmentType[];
  readonly now: string;
}

/** What a person is asked to do where no message may go, or nobody answered one. */
export const aftercareTasks: Readonly<Record<Aftercare, string>> = {
  'direct-line': 'tell the patient whom to call after their visit',
  'check-in': 'ask the patient how they are after their visit',
  'no-answer': 'the patient has not answered how they are after their visit: call them',
};

/**
 * Treatments done here within whose hot window a local date lies: older ones, such as those of an import of history, are none of aftercare's, nor
 * are those whose day is not known.
 */
export const hotOn = (
  day: string,
  treatments: readonly Treatment[],
  types: readonly TreatmentType[],
): readonly Treatment[] =>
  treatments.filter(
    (one) => one.elsewhere !== true && one.within === undefined && windowOn(day, [one], types) === 'hot',
  );

/** Since which local day a patient's touches say what has been done for these treatments. */
export const aftercareSince = (hot: readonly Treatment[]): string | undefined =>
  hot
    .map(({ on }) => daysAfter(on, -1))
    .toSorted()
    .at(0);

interface Moment extends AftercareRules {
  readonly record: PatientRecord;
  readonly touches: readonly Touch[];
  readonly hot: readonly Treatment[];
  readonly zone: string;
  readonly today: string;
}

const ofKind = ({ touches }: Moment, kind: Aftercare): readonly Touch[] =>
  touches.filter(({ aftercare }) => aftercare === kind);

const byMessage: readonly OutreachChannel[] = ['text', 'email', 'call'];

/** A text, else a mail, else a call that a person makes; what the patient prefers of these comes first. */
function channelsFor({ preferences }: PatientRecord): readonly OutreachChannel[] {
  return byMessage.toSorted(
    (a, b) => Number(b === preferences?.channel) - Number(a === preferences?.channel),
  );
}

type Own = Pick<Touch, 'on' | 'aftercare' | 'sendAt'> & Partial<Touch>;

function touchOf({ record }: Moment, own: Own): Touch {
  const { id: patientId, location } = record.patient;
  const [channel = 'call', ...otherwise] = channelsFor(record);
  return {
    id: `${patientId}.${slotOf(own)}`,
    schema: 1,
    patientId,
    location,
    sweepId: 'aftercare',
    channel,
    otherwise,
    class: 'care',
    template: own.aftercare ?? '',
    // R25: nothing in the ledger says what it was.
    items: [],
    state: 'planned',
    ...own,
  };
}

/** R65, once a window: a message of the day before the treatment, or later, covers it. */
function directLine(moment: Moment): readonly Touch[] {
  const { record, practice, hot, today, now } = moment;
  if (locationOf(practice, record.patient.location).directLine === undefined) return [];
  const told = ofKind(moment, 'direct-line');
  const isTold = ({ on }: Treatment): boolean => told.some((touch) => touch.on >= daysAfter(on, -1));
  return hot.every(isTold) ? [] : [touchOf(moment, { on: today, aftercare: 'direct-line', sendAt: now })];
}

interface Asked {
  readonly on: string;
  /** Local time of day. */
  readonly time: string;
  readonly callAfterHours: number | undefined;
}

/** Of a treatment only the date is known: it was done at noon, or, where it is recorded on the day itself, now. */
const timeOf = ({ on }: Treatment, { today, now, zone }: Moment): string =>
  on === today
    ? Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
    : '12:00';

/** The days on which a patient is asked after one treatment. A day that passed before it was recorded is made up for once, tomorrow. */
function askedAfter(treatment: Treatment, moment: Moment): readonly Asked[] {
  const { today, types } = moment;
  const checkIn = types.find(({ id }) => id === treatment.type)?.checkIn;
  if (!checkIn) return [];
  const { callAfterHours } = checkIn;
  const asked = (on: string): Asked => ({ on, time: timeOf(treatment, moment), callAfterHours });
  const days = checkIn.afterDays.map((after) => daysAfter(treatment.on, after));
  const coming = days.filter((day) => day >= today);
  const tomorrow = daysAfter(today, 1);
  const isAsked =
    coming.some((day) => day <= tomorrow) || ofKind(moment, 'check-in').some(({ on }) => on > treatment.on);
  const missed = days.length > coming.length && !isAsked;
  const makeUp = missed && hotOn(tomorrow, [treatment], types).length > 0;
  return [...(makeUp ? [tomorrow] : []), ...coming].map(asked);
}

const hourMilliseconds = 3_600_000;
const hoursAfter = (at: string, hours: number): string =>
  new Date(Date.parse(at) + hours * hourMilliseconds).toISOString();

/** Between the message that gives the number and the question, where both are due at the same time. */
const pauseHours = 2;

const least = (hours: readonly (number | undefined)[]): number | undefined =>
  hours.flatMap((one) => one ?? []).toSorted((a, b) => a - b)[0];

function checkInOn(on: string, asked: readonly Asked[], soonest: string, moment: Moment): readonly Touch[] {
  const time = asked.map((one) => one.time).toSorted()[0] ?? '12:00';
  const due = Temporal.PlainDate.from(on)
    .toZonedDateTime({ timeZone: moment.zone, plainTime: time })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
  const sendAt = due > soonest ? due : soonest;
  const touch = touchOf(moment, { on, aftercare: 'check-in', sendAt });
  const hours = least(asked.map(({ callAfterHours }) => callAfterHours));
  if (hours === undefined) return [touch];
  const call = touchOf(moment, {
    on,
    aftercare: 'no-answer',
    channel: 'call',
    otherwise: [],
    follows: { slot: slotOf(touch), hours },
    sendAt: hoursAfter(sendAt, hours),
  });
  return [touch, call];
}

/** R66: one question a day, whatever was done; with a call where one of the treatments wants an answer. */
function checkIns(moment: Moment, toldNow: boolean): readonly Touch[] {
  const soonest = toldNow ? hoursAfter(moment.now, pauseHours) : moment.now;
  const asked = moment.hot.flatMap((treatment) => askedAfter(treatment, moment));
  return [...Map.groupBy(asked, ({ on }) => on)].flatMap(([on, ofDay]) =>
    checkInOn(on, ofDay, soonest, moment),
  );
}

/**
 * The touches of aftercare that a patient lacks: whom to call, once a window (R65), and how they are, on the days that their treatments ask for (R66).
 * Nothing outside the hot window of a treatment that was done here. `touches` are those of the ledger since the day before the oldest of them;
 * asked again with what it gave, it gives nothing. Names no treatment.
 */
export function aftercareOf(
  record: PatientRecord,
  touches: readonly Touch[],
  rules: AftercareRules,
): readonly Touch[] {
  const zone = zoneOf(record.patient, rules.practice);
  const today = localDay(rules.now, zone);
  const hot = hotOn(today, record.treatments, rules.types);
  const moment = { ...rules, record, touches, hot, zone, today };
  const line = directLine(moment);
  const known = new Set(touches.map(slotOf));
  return [...line, ...checkIns(moment, line.length > 0)].filter((touch) => !known.has(slotOf(touch)));
}
