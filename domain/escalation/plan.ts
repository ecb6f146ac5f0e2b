import { type Announcement, missedAnnouncement } from '../inquiry/announcements.ts';
import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { Inquiry, Undelivered } from '../inquiry/inquiry.ts';
import type { InquiryEvent } from '../inquiry/timeline-event.ts';
import { locationOf, type Practice } from '../practice/practice.ts';
import { type AtIt, type Circumstances, chain, hearingNow, reachOf, type Scene, toldIn } from './chain.ts';
import { isEmergency, isRedFlag } from './choose-policy.ts';
import { type OwedCall, owedCall } from './named-call-notices.ts';
import { acknowledgeableAt, patientNotices, safetyOutcomeAt } from './patient-notices.ts';
import { planLines } from './plan-lines.ts';
import { add } from './promise.ts';
import { undeliveredNotices, undeliveredOf } from './undelivered.ts';
import { nextWarning, warningNotices } from './warnings.ts';
import { welfareAskAt, welfareNotices } from './welfare.ts';

export interface Plan {
  /** ISO instant at which the plan must be looked at again. */
  readonly dueAt: string;
  /** Keys of the notices to send now, the most urgent first. */
  readonly notices: readonly string[];
  /** What Plan itself changes of the inquiry. */
  readonly course: {
    readonly step?: number;
    readonly repeat?: number;
    readonly roundAt?: string;
    readonly status?: Inquiry['status'];
    readonly claimedBy?: undefined;
    readonly claimUntil?: undefined;
    readonly claimSince?: undefined;
    readonly claimByClinician?: undefined;
    readonly missedAt?: string;
    readonly newDeadline?: string;
    readonly warnAt?: undefined;
    readonly announcements?: readonly Announcement[];
    readonly undelivered?: Undelivered | undefined;
  };
  /** Lines of the timeline that say what it found out; absent where that is nothing. */
  readonly lines?: readonly InquiryEvent[];
}

const withLines = (plan: Plan, lines: readonly InquiryEvent[]): Plan =>
  lines.length > 0 ? { ...plan, lines } : plan;

/** Whether nobody waits for an answer: it is closed, or every message was answered. */
export const nothingLeft = ({ status, messageCount, answeredCount }: Inquiry): boolean =>
  status === 'closed' || answeredCount >= messageCount;

/** Whether somebody's claim silences the alerts at `now`. A flag newer than the claim is never silenced (G1). */
export function leaseHolds(inquiry: Inquiry, now: string): boolean {
  const { claimedBy, claimUntil, claimSince, claimByClinician, flaggedAt, level } = inquiry;
  if (!claimedBy || !claimUntil || !claimSince || claimUntil <= now) return false;
  if (flaggedAt !== undefined && flaggedAt > claimSince) return false;
  return !isEmergency(level) || claimByClinician === true;
}

const later = (a: string, b: string): string => (a > b ? a : b);
const sooner = (a: string, b: string): string => (a < b ? a : b);

function resumed(inquiry: Inquiry): Plan['course'] {
  if (inquiry.claimedBy === undefined) return {};
  return {
    ...(inquiry.status === 'claimed' ? { status: inquiry.acknowledgedAt ? 'acknowledged' : 'new' } : {}),
    claimedBy: undefined,
    claimUntil: undefined,
    claimSince: undefined,
    claimByClinician: undefined,
  };
}

/** The first plan after the deadline notes that the promise was missed, and makes the new one that the patient is told. */
function missedOf(inquiry: Inquiry, practice: Practice, now: string): Plan['course'] {
  if (inquiry.missedAt !== undefined || inquiry.deadline > now) return {};
  const { level, policy } = inquiry;
  const clock = isRedFlag(level) ? 'wall' : 'business';
  const next = add(now, policy.targetMinutes, locationOf(practice, inquiry.location), clock);
  const told = practice.eventsOut?.some(({ events }) => events.includes('missed'));
  return {
    missedAt: now,
    newDeadline: next.at,
    // Those of the promise that is over.
    warnAt: undefined,
    ...(told ? { announcements: [...(inquiry.announcements ?? []), missedAnnouncement(inquiry, now)] } : {}),
  };
}

/** What the staff hear of a patient who did not get what Heard sent by itself, and what the inquiry says of it from now on. */
function unreached(scene: Scene, who: AtIt, open: readonly string[]) {
  const { file, now, staff } = scene;
  const undelivered = undeliveredOf(file, now);
  const notify = hearingNow(scene, who);
  return {
    notices: undeliveredNotices(file, undelivered, { notify, open }, { staff, reach: reachOf(scene) }),
    course: undelivered === file.inquiry.undelivered ? {} : { undelivered },
  };
}

/** Longer than telling everybody takes. */
const shortly = 60_000;

/** A call that is owed outlasts a written answer (R67): undefined once it was made, or its last word was said. */
function owedAlone({ notices, lookAgainAt, lines }: OwedCall, now: string): Plan | undefined {
  if (notices.length === 0 && lookAgainAt === undefined && lines.length === 0) return undefined;
  const dueAt = lookAgainAt ?? new Date(Date.parse(now) + shortly).toISOString();
  return withLines({ dueAt, notices, course: {} }, lines);
}

/**
 * Whom to tell now, and when to look again; undefined when nothing is left to do. Decides from what is recorded as attempted,
 * never from a counter (G4). Throws when the inquiry's location is not the practice's.
 */
export function planEscalation(file: InquiryFile, circumstances: Circumstances): Plan | undefined {
  const { inquiry } = file;
  const { practice, now } = circumstances;
  const location = locationOf(practice, inquiry.location);
  const scene: Scene = { ...circumstances, file, location };
  const owed = owedCall(file, { location, staff: circumstances.staff, reach: reachOf(scene) });
  if (nothingLeft(inquiry)) return owedAlone(owed, now);
  const toPatient = patientNotices(file, practice, now);
  const missed = missedOf(inquiry, practice, now);
  const called = isRedFlag(inquiry.level) ? { notices: [], lines: [] } : owed;
  const welfare = welfareNotices(file, circumstances.staff, reachOf(scene));
  // Looked at again as well when a text may go back, and when the promise would be missed.
  const lookAgain = (dueAt: string): string =>
    [
      acknowledgeableAt(file, practice, now),
      safetyOutcomeAt(file, now),
      nextWarning(file, now),
      welfareAskAt(file),
      welfare.lookAgainAt,
      called.lookAgainAt,
      inquiry.missedAt === undefined ? inquiry.deadline : undefined,
    ]
      .filter((at) => at !== undefined && at > now)
      .reduce<string>((soonest, at) => sooner(soonest, at as string), dueAt);

  if (leaseHolds(inquiry, now)) {
    const claimer = { person: inquiry.claimedBy as string };
    const unheard = unreached(scene, claimer, []);
    const warned = warningNotices(file, toldIn(scene, claimer), now);
    return withLines(
      {
        dueAt: lookAgain(inquiry.claimUntil as string),
        notices: [...toPatient, ...unheard.notices, ...welfare.open, ...warned, ...called.notices],
        course: { ...missed, ...unheard.course },
      },
      [...planLines(file, { unheard: [], lapsed: false, missed: 'missedAt' in missed }), ...called.lines],
    );
  }

  const { notices, dueAt, round, unheard: passed } = chain(scene);
  const unheard = unreached(scene, round, notices);
  const position = round ? { step: round.step, repeat: round.repeat, roundAt: round.at } : {};
  const expired = inquiry.claimUntil !== undefined && inquiry.claimUntil <= now;
  const lapsed = expired && inquiry.claimedBy !== undefined;
  return withLines(
    {
      dueAt: later(lookAgain(dueAt), now),
      notices: [
        ...toPatient,
        ...notices,
        ...unheard.notices,
        ...welfare.open,
        ...warningNotices(file, toldIn(scene, round), now),
        ...called.notices,
      ],
      course: { ...position, ...(expired ? resumed(inquiry) : {}), ...missed, ...unheard.course },
    },
    [...planLines(file, { unheard: passed, lapsed, missed: 'missedAt' in missed }), ...called.lines],
  );
}
