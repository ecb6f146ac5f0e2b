import type { Appointment } from '../patient/patient.ts';
import { followingDay } from './attempts.ts';
import { later } from './calendar.ts';
import type { Reason, RecallOptions } from './reason.ts';
import type { RecallItem } from './recall-item.ts';
import type { RecallRules } from './recall-rules.ts';

/** How an item ends by what the dates say, and not by a person or its attempts: it opens again where it stood when they say otherwise. */
export const endings = {
  disabled: 'disabled',
  overdue: 'overdue',
  another: 'another-item',
  none: 'no-reason',
  notSuitable: 'consultation-not-suitable',
  declined: 'consultation-declined',
  inactive: 'no-patient-any-more',
} as const;
const byDates: ReadonlySet<string> = new Set(Object.values(endings));

export interface Moment {
  readonly patientId: string;
  readonly today: string;
  /** No contact before it: an appointment has just passed, and nobody has noted yet what became of it. */
  readonly quietUntil?: string | undefined;
  readonly rules: Pick<RecallRules, 'sequences'>;
  readonly options: RecallOptions;
}

/** Ended by a person, or by its last attempt. */
export const isFinished = ({ state, endedBy }: RecallItem): boolean =>
  (state === 'stopped' || state === 'exhausted') && (endedBy === undefined || !byDates.has(endedBy));

/**
 * Whether what is known of an item belongs to the cycle of a reason: it counts from the same day; or, where a treatment was noted late, contacts
 * were made, or it ended, after that treatment and when contact of the new cycle had begun already.
 */
function sameCycle(known: RecallItem, reason: Reason): boolean {
  if (known.lastOn === reason.lastOn && known.session === reason.session) return true;
  const acted = later(known.attemptedOn, known.endedOn);
  return acted > reason.lastOn && acted >= reason.startOn;
}

/** A person set a day after the end of an episode: that begins another. */
const begunByHand = (known: RecallItem, { byHand, startOn, heldUntil }: Reason): boolean =>
  byHand === true &&
  isFinished(known) &&
  known.endedOn !== undefined &&
  later(startOn, heldUntil) > known.endedOn;

/** The item as known, where its episode goes on under this reason. */
export const continued = (known: RecallItem | undefined, reason: Reason): RecallItem | undefined =>
  known && sameCycle(known, reason) && !begunByHand(known, reason) ? known : undefined;

/** The day of the next contact: as it was, unless its day moved or it was not open; then where its attempts stand. */
function nextOn(known: RecallItem | undefined, reason: Reason, moment: Moment): string {
  const kept =
    known?.state === 'open' && known.dueOn === reason.dueOn && known.heldUntil === reason.heldUntil
      ? known.nextOn
      : undefined;
  const byToday =
    known?.attemptedOn === undefined
      ? undefined
      : followingDay(reason, moment.rules.sequences[reason.type], known.attempts, known.attemptedOn);
  // The episode stays on the version that it began with.
  const stands = known?.followsOn ?? byToday;
  return later(kept ?? later(reason.startOn, stands), reason.heldUntil, moment.quietUntil, moment.today);
}

type Standing = Pick<RecallItem, 'state' | 'nextOn' | 'endedBy' | 'endedOn'>;

function standing(
  known: RecallItem | undefined,
  reason: Reason,
  match: Appointment | undefined,
  moment: Moment,
): Standing {
  if (known && isFinished(known)) {
    const { state, endedBy, endedOn } = known;
    return { state, ...(endedBy ? { endedBy } : {}), ...(endedOn ? { endedOn } : {}) };
  }
  if (reason.disabled) return { state: 'stopped', endedBy: endings.disabled };
  if (match) return { state: match.status === 'booked' ? 'booked' : 'done' };
  if (isOverdue(reason, moment.today)) return { state: 'exhausted', endedBy: endings.overdue };
  return { state: 'open', nextOn: nextOn(known, reason, moment) };
}

/** Whether a reason has been one for so long that it is none any more. */
export const isOverdue = ({ untilOn }: Reason, today: string): boolean =>
  untilOn !== undefined && today > untilOn;

const matchWords = ({ status, on }: Appointment): string =>
  status === 'booked' ? `booked for ${on}` : `came on ${on}`;

/** An item by its reason, by what is known of it, and by the appointment that is for it. */
export function itemOf(
  reason: Reason,
  stored: RecallItem | undefined,
  match: Appointment | undefined,
  moment: Moment,
): RecallItem {
  const { startOn, earliestOn, untilOn, byHand, disabled, why, ...kept } = reason;
  void [startOn, earliestOn, untilOn, byHand, disabled];
  const known = continued(stored, reason);
  const state = standing(known, reason, match, moment);
  const version = known ? known.sequence : moment.options.version?.(reason.type);
  const answered = match && (state.state === 'booked' || state.state === 'done');
  return {
    ...kept,
    patientId: moment.patientId,
    episode: known?.episode ?? reason.dueOn,
    attempts: known?.attempts ?? 0,
    ...(known?.automatic === undefined ? {} : { automatic: known.automatic }),
    ...(known?.attemptedOn === undefined ? {} : { attemptedOn: known.attemptedOn }),
    ...(known?.followsOn === undefined ? {} : { followsOn: known.followsOn }),
    ...(known?.firstOn === undefined ? {} : { firstOn: known.firstOn }),
    ...(known?.callBack === undefined ? {} : { callBack: known.callBack }),
    ...(version === undefined ? {} : { sequence: version }),
    ...state,
    why: answered ? [...why, matchWords(match)] : why,
  };
}

/** An item that has lost its reason; what had ended before stays as it ended. */
export function closed(item: RecallItem, ending: Pick<RecallItem, 'state' | 'endedBy'>): RecallItem {
  if (item.state !== 'open' && item.state !== 'booked') return item;
  const { nextOn: next, ...rest } = item;
  void next;
  return { ...rest, ...ending };
}
