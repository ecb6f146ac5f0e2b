import { matchAppointments } from './bookings.ts';
import { daysAfter, later } from './calendar.ts';
import { consultEnding, consultReason } from './consult.ts';
import { dueReason } from './due.ts';
import { closed, continued, endings, isFinished, isOverdue, itemOf, type Moment } from './episode.ts';
import { lapsedReason, lastVisit } from './lapsed.ts';
import { notSuitableSince } from './not-suitable.ts';
import { overrideOf } from './overrides.ts';
import { happened, type Known, type Reason, type RecallOptions } from './reason.ts';
import type { RecallItem } from './recall-item.ts';
import type { RecallRules, TreatmentType } from './recall-rules.ts';
import { restockReason } from './restock.ts';
import { coursesOf, disabledCourses, openCourse, seriesReason } from './series.ts';

/** Days after an appointment of which nobody has noted what became of it, before a patient is contacted who may just have been here. */
const noteDays = 3;

interface Practice {
  readonly types: readonly TreatmentType[];
  readonly rules: RecallRules;
  readonly options: RecallOptions;
}

/** Found not suitable since: nobody is asked to come for it, unless a person has set the day after that. */
function isUnsuited(
  record: Known,
  { id, lastOn }: Reason,
  {
    type,
    options,
    today,
  }: { readonly type: TreatmentType; readonly options: RecallOptions; readonly today: string },
): boolean {
  const since = notSuitableSince(record, type.id, { today });
  if (since === undefined) return false;
  const { dueSetOn } = overrideOf(record, id, lastOn, options);
  return dueSetOn === undefined || dueSetOn < since;
}

/** All reasons but not being seen. A course with sessions left takes the place of its treatment's interval. */
export function reasonsOf(
  record: Known,
  { types, rules, options }: Practice,
  today: string,
): readonly Reason[] {
  const treatments = types.flatMap((type) => {
    const course = openCourse(record, type, options);
    const off = disabledCourses(record, type, options);
    const suited = (reason: Reason | undefined): boolean =>
      reason !== undefined && !isUnsuited(record, reason, { type, options, today });
    return [
      course ? seriesReason(record, type, course, options) : dueReason(record, type, rules, options),
      ...off.map((one) => seriesReason(record, type, one, options)),
    ].filter(suited);
  });
  const consultations = record.consultations.map((one) => consultReason(record, one, rules, options));
  const products = (options.products ?? []).map((one) => restockReason(record, one, rules, options));
  return [...treatments, ...consultations, ...products].filter((reason) => reason !== undefined);
}

const isLive = ({ state }: RecallItem): boolean => state === 'open' || state === 'booked';

/** How an item ended that has no reason any more. */
function endingOf(
  item: RecallItem,
  record: Known,
  { types, today }: { readonly types: readonly TreatmentType[]; readonly today: string },
): Pick<RecallItem, 'state' | 'endedBy'> {
  const none = { state: 'stopped', endedBy: endings.none } as const;
  if (item.type === 'consult') return consultEnding(item, record) ?? none;
  const type = types.find(({ id }) => id === item.treatment);
  if (!type) return none;
  if (notSuitableSince(record, type.id, { today }) !== undefined)
    return { state: 'stopped', endedBy: endings.notSuitable };
  const courses = coursesOf(record, type);
  if (item.type === 'due' && courses.length > 0) return { state: 'stopped', endedBy: endings.another };
  const course = courses.find(({ series }) => `series#${series.id}` === item.id);
  if (!course) return none;
  return course.done.length >= course.series.sessions
    ? { state: 'done' }
    : { state: 'stopped', endedBy: endings.another };
}

/** The items that have a reason; what has long been overdue and was never an item does not become one. */
function withReason(record: Known, reasons: readonly Reason[], moment: Moment): readonly RecallItem[] {
  const knownOf = (reason: Reason) => record.items.find(({ id }) => id === reason.id);
  const open = reasons.filter((reason) => {
    const known = continued(knownOf(reason), reason);
    return !reason.disabled && !(known && isFinished(known));
  });
  const matches = matchAppointments(open, record, moment.today);
  return reasons
    .filter(
      (reason) =>
        knownOf(reason) ||
        matches.get(reason.id)?.status === 'booked' ||
        !isOverdue(reason, moment.today) ||
        reason.disabled,
    )
    .map((reason) => itemOf(reason, knownOf(reason), matches.get(reason.id), moment));
}

/** Open, and not before a person's day. */
const heldBack = (item: RecallItem, heldUntil: string | undefined, { today }: Moment): RecallItem =>
  item.state === 'booked'
    ? item
    : {
        ...item,
        state: 'open',
        ...(heldUntil ? { heldUntil } : {}),
        nextOn: later(item.nextOn ?? today, heldUntil),
      };

/** Campaigns make their own items, `lastOn` the day they were made on; here they only learn of bookings and visits. */
function campaignItem(stored: RecallItem, record: Known, moment: Moment): RecallItem {
  const { heldUntil, disabled } = overrideOf(record, stored.id, stored.lastOn, moment.options);
  const switchedOff = stored.state === 'stopped' && stored.endedBy === endings.disabled;
  if (disabled) return closed(stored, { state: 'stopped', endedBy: endings.disabled });
  if (!isLive(stored) && !switchedOff) return stored;
  const { heldUntil: before, endedBy, ...kept } = stored;
  void [before, endedBy];
  const item = switchedOff || heldUntil ? heldBack(kept, heldUntil, moment) : kept;
  const seen = lastVisit(record);
  if (seen !== undefined && seen >= item.lastOn) return closed(item, { state: 'done' });
  const match = matchAppointments([item], record, moment.today).get(item.id);
  if (match) return closed(item, { state: 'booked' });
  const nextOn = later(moment.today, moment.quietUntil);
  return item.state === 'booked' ? { ...item, state: 'open', nextOn } : item;
}

/** Not being seen is a reason only while nothing else is one: the two follow each other, and never run together. */
function lapsedItem(
  record: Known,
  others: readonly RecallItem[],
  inCourse: boolean,
  { rules, options }: Practice,
  moment: Moment,
): readonly RecallItem[] {
  const known = record.items.find(({ id }) => id === 'lapsed');
  const stopped = others.filter((item) => item.state === 'stopped' && isFinished(item));
  const reason = lapsedReason(record, stopped, rules, options);
  // A late session of a course is never marketing, whatever became of contacting for it.
  const waits = inCourse || others.some(isLive);
  if (reason && !waits) {
    const match = matchAppointments([reason], record, moment.today).get('lapsed');
    return [itemOf(reason, known, match, moment)];
  }
  if (!known) return [];
  const came = reason !== undefined && reason.lastOn > known.lastOn;
  const ending = reason ? endings.another : endings.none;
  return [closed(known, came ? { state: 'done' } : { state: 'stopped', endedBy: ending })];
}

/** The day until which an appointment that has just passed keeps contacts away. */
function quietUntil({ appointments }: Known, today: string): string | undefined {
  const passed = appointments.filter(({ status, on }) => status === 'booked' && on < today);
  const until = later(...passed.map(({ on }) => daysAfter(on, noteDays)));
  return until > today ? until : undefined;
}

/**
 * A patient's recall items as they are now, recomputed whenever anything of the record changes: those with a reason, and those known whose reason
 * is gone, closed. `today` is the local date at the patient's location. Each has a clock of its own; a new treatment, purchase or visit begins a
 * new episode, and attempts count within one. Recomputing changes nothing that was computed from the same record on the same day.
 */
export function recallItems(
  record: Known,
  types: readonly TreatmentType[],
  rules: RecallRules,
  today: string,
  options: RecallOptions = {},
): readonly RecallItem[] {
  const practice = { types, rules, options };
  const past = happened(record, today);
  const moment: Moment = {
    patientId: record.patient.id,
    today,
    quietUntil: quietUntil(past, today),
    rules,
    options,
  };
  const reasons = reasonsOf(past, practice, today);
  const ids = new Set(reasons.map(({ id }) => id));
  const own = withReason(past, reasons, moment);
  const gone = past.items
    .filter(({ id, type }) => type !== 'campaign' && type !== 'lapsed' && !ids.has(id))
    .map((item) => closed(item, endingOf(item, past, { types, today })));
  const campaigns = past.items
    .filter(({ type }) => type === 'campaign')
    .map((item) => campaignItem(item, past, moment));
  const others = [...own, ...gone, ...campaigns];
  const inCourse = reasons.some(({ type, disabled }) => type === 'series' && !disabled);
  return [...others, ...lapsedItem(past, others, inCourse, practice, moment)];
}
