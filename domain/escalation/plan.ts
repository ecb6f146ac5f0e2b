import { type Announcement, missedAnnouncement } from '../inquiry/announcements.ts';
import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import { isOpen, nextOpening } from '../practice/opening-hours.ts';
import { type Location, locationOf, type Practice, type Staff } from '../practice/practice.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { type Reach, type Recipient, recipients } from './audience.ts';
import { isEmergency, isRedFlag } from './choose-policy.ts';
import { writeKey } from './notice-key.ts';
import { acknowledgeableAt, patientNotices, safetyOutcomeAt } from './patient-notices.ts';
import { clockOf, type Step } from './policy.ts';
import { add } from './promise.ts';
import { nextWarning, warningNotices } from './warnings.ts';
import { welfareAskAt, welfareNotices } from './welfare.ts';

/** What a plan needs to know besides the inquiry's file. `now` is an ISO instant. */
export interface Circumstances {
  readonly practice: Practice;
  readonly staff: Staff;
  readonly now: string;
}

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
  };
}

interface Round {
  readonly step: number;
  readonly repeat: number;
  readonly at: string;
}

export const nothingLeft = ({ status, messageCount, answeredCount }: Inquiry): boolean =>
  status === 'closed' || answeredCount >= messageCount;

/** Whether somebody's claim silences the alerts at `now`. A flag newer than the claim is never silenced (G1). */
export function leaseHolds(inquiry: Inquiry, now: string): boolean {
  const { claimedBy, claimUntil, claimSince, claimByClinician, flaggedAt, level } = inquiry;
  if (!claimedBy || !claimUntil || !claimSince || claimUntil <= now) return false;
  if (flaggedAt !== undefined && flaggedAt > claimSince) return false;
  return !isEmergency(level) || claimByClinician === true;
}

const everyWay: Step['via'] = ['email', 'sms', 'call', 'topic'];

const later = (a: string, b: string): string => (a > b ? a : b);
const sooner = (a: string, b: string): string => (a < b ? a : b);
const roundName = (inquiry: Inquiry, { step, repeat }: Round): string => `${inquiry.chain}.${step}.${repeat}`;

interface Scene extends Circumstances {
  readonly file: InquiryFile;
  readonly location: Location;
}

interface Told extends Attempts {
  readonly round: Round;
  /** When the next round begins. */
  readonly until: string;
}

/** What the messages of this inquiry can use; a red flag's are important. */
const reachOf = ({ file, practice, location, now }: Scene): Reach => ({
  location,
  now,
  texts: practice.channels?.text !== undefined,
  calls: practice.channels?.voice !== undefined,
  important: isRedFlag(file.inquiry.level),
});

const stepOf = ({ file }: Scene, round: Round): Step => file.inquiry.policy.steps[round.step] as Step;

const anybody = (scene: Scene): readonly Recipient[] =>
  recipients({ notify: [{ everyone: true }], via: everyWay }, scene.staff, reachOf(scene));

function tell(scene: Scene, round: Round): Told {
  const { file, staff, location, now } = scene;
  const step = stepOf(scene, round);
  const kind = isRedFlag(file.inquiry.level) ? 'page' : 'alert';
  const name = roundName(file.inquiry, round);
  const told = recipients(step, staff, reachOf(scene));
  const isLast = round.step === file.inquiry.policy.steps.length - 1;
  // R61: where nobody is left who should be, everybody who is there is.
  const everybody = isLast && told.length === 0 && kind === 'page' ? anybody(scene) : told;
  const keys = everybody.map(({ staff: person, way }) => writeKey({ kind, round: name, staff: person, way }));
  return {
    ...attemptsOf(keys, file.notices, now),
    round,
    until: add(round.at, step.waitMinutes, location, clockOf(step)).at,
  };
}

function following({ file }: Scene, { step, repeat }: Round, at: string): Round {
  const last = file.inquiry.policy.steps.length - 1;
  return step < last ? { step: step + 1, repeat: 0, at } : { step: last, repeat: repeat + 1, at };
}

/** How a manager learns what is no page: in words, and by a ring only where they have nothing else. */
const managersBy = (scene: Scene, via: Step['via']): readonly Recipient[] =>
  recipients({ notify: [{ roles: ['manager'] }], via }, scene.staff, { ...reachOf(scene), important: true });

/** The manager learns that a step reached nobody. */
function gapNotices(scene: Scene, round: Round): readonly string[] {
  const name = roundName(scene.file.inquiry, round);
  const known = new Set(scene.file.notices.map(({ key }) => key));
  const written = managersBy(scene, ['email', 'sms']);
  const rung = managersBy(scene, ['call', 'topic']).filter(
    ({ staff }) => !written.some((recipient) => recipient.staff === staff),
  );
  return [...written, ...rung]
    .map(({ staff, way }) => writeKey({ kind: 'gap', round: name, staff, way }))
    .filter((key) => !known.has(key));
}

interface Course {
  readonly notices: readonly string[];
  readonly dueAt: string;
  /** Absent while the first round waits for the doors to open. */
  readonly round?: Round;
}

/** Whether a round may begin now; otherwise when. */
function opensAt(scene: Scene, round: Round): string | undefined {
  if (stepOf(scene, round).during === 'always' || isOpen(scene.now, scene.location)) return undefined;
  return nextOpening(scene.now, scene.location);
}

function startOf({ file: { inquiry } }: Scene): Round | undefined {
  if (inquiry.step === undefined) return undefined;
  return { step: inquiry.step, repeat: inquiry.repeat ?? 0, at: inquiry.roundAt ?? inquiry.chainStartedAt };
}

/** What a round asks for while it lasts; undefined when the chain goes on to the next at once. */
function stay(scene: Scene, told: Told): Course | undefined {
  const { now } = scene;
  const isLast = told.round.step === scene.file.inquiry.policy.steps.length - 1;
  if (told.until <= now || (told.failed && !isLast)) return undefined;
  const opens = opensAt(scene, told.round);
  if (opens) return { notices: [], dueAt: sooner(told.until, opens), round: told.round };
  return { notices: told.open, dueAt: sooner(told.until, told.lookAgainAt ?? told.until), round: told.round };
}

function chain(scene: Scene): Course {
  const { now } = scene;
  const gaps: string[] = [];
  let round = startOf(scene);
  // Every pass either stays in a round or goes on to the next; no step is passed twice.
  for (let pass = 0; pass <= scene.file.inquiry.policy.steps.length; pass += 1) {
    const told: Told | undefined = round && tell(scene, round);
    if (told?.failed) gaps.push(...gapNotices(scene, told.round));
    const course = told && stay(scene, told);
    if (course) return { ...course, notices: [...course.notices, ...gaps] };
    const next: Round = round ? following(scene, round, now) : { step: 0, repeat: 0, at: now };
    const opens = opensAt(scene, next);
    if (opens) return { notices: gaps, dueAt: opens, ...(round ? { round } : {}) };
    round = next;
  }
  const told = tell(scene, round as Round);
  return { notices: [...told.open, ...gaps], dueAt: told.until, round: told.round };
}

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

/** Whom a warning goes to: whoever has claimed it, or those of the step where the chain stands. */
function toldIn(scene: Scene, who: Round | { readonly person: string } | undefined): readonly Recipient[] {
  const { staff } = scene;
  const reach = { ...reachOf(scene), important: false };
  if (who === undefined) return [];
  if ('person' in who)
    return recipients({ notify: [{ person: who.person }], via: ['email', 'sms'] }, staff, reach);
  return recipients(stepOf(scene, who), staff, reach);
}

/**
 * Whom to tell now, and when to look again; undefined when nothing is left to do. Decides from what is recorded as attempted,
 * never from a counter (G4). Throws when the inquiry's location is not the practice's.
 */
export function planEscalation(file: InquiryFile, circumstances: Circumstances): Plan | undefined {
  const { inquiry } = file;
  const { practice, now } = circumstances;
  if (nothingLeft(inquiry)) return undefined;
  const location = locationOf(practice, inquiry.location);
  const toPatient = patientNotices(file, practice, now);
  const missed = missedOf(inquiry, practice, now);
  const scene: Scene = { ...circumstances, file, location };
  const welfare = welfareNotices(file, circumstances.staff, reachOf(scene));
  // Looked at again as well when a text may go back, and when the promise would be missed.
  const lookAgain = (dueAt: string): string =>
    [
      acknowledgeableAt(file, practice, now),
      safetyOutcomeAt(file, now),
      nextWarning(file, now),
      welfareAskAt(file),
      welfare.lookAgainAt,
      inquiry.missedAt === undefined ? inquiry.deadline : undefined,
    ]
      .filter((at) => at !== undefined && at > now)
      .reduce<string>((soonest, at) => sooner(soonest, at as string), dueAt);

  if (leaseHolds(inquiry, now)) {
    const warned = warningNotices(file, toldIn(scene, { person: inquiry.claimedBy as string }), now);
    return {
      dueAt: lookAgain(inquiry.claimUntil as string),
      notices: [...toPatient, ...welfare.open, ...warned],
      course: missed,
    };
  }

  const { notices, dueAt, round } = chain(scene);
  const position = round ? { step: round.step, repeat: round.repeat, roundAt: round.at } : {};
  const expired = inquiry.claimUntil !== undefined && inquiry.claimUntil <= now;
  return {
    dueAt: later(lookAgain(dueAt), now),
    notices: [...toPatient, ...notices, ...welfare.open, ...warningNotices(file, toldIn(scene, round), now)],
    course: { ...position, ...(expired ? resumed(inquiry) : {}), ...missed },
  };
}
