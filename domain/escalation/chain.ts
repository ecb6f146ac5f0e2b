import type { InquiryFile } from '../inquiry/inquiries.ts';
import type { Inquiry } from '../inquiry/inquiry.ts';
import { isOpen, nextOpening } from '../practice/opening-hours.ts';
import type { Location, Practice, Staff } from '../practice/practice.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import { type Reach, type Recipient, recipients } from './audience.ts';
import { isRedFlag } from './choose-policy.ts';
import { writeKey } from './notice-key.ts';
import { type Audience, clockOf, type Step } from './policy.ts';
import { add } from './promise.ts';

/** What a plan needs to know besides the inquiry's file. `now` is an ISO instant. */
export interface Circumstances {
  readonly practice: Practice;
  readonly staff: Staff;
  readonly now: string;
}

/** A step of the policy that has begun, and when (ISO). */
export interface Round {
  readonly step: number;
  readonly repeat: number;
  readonly at: string;
}

const everyWay: Step['via'] = ['email', 'sms', 'call', 'topic'];

const sooner = (a: string, b: string): string => (a < b ? a : b);
const roundName = (inquiry: Inquiry, { step, repeat }: Round): string => `${inquiry.chain}.${step}.${repeat}`;

/** What a chain is planned from. */
export interface Scene extends Circumstances {
  readonly file: InquiryFile;
  readonly location: Location;
}

interface Told extends Attempts {
  readonly round: Round;
  /** Nobody was there to be told. */
  readonly nobody: boolean;
  /** When the next round begins. */
  readonly until: string;
}

/** What the messages of this inquiry can use; a red flag's are important. */
export const reachOf = ({ file, practice, location, now }: Scene): Reach => ({
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
    nobody: keys.length === 0,
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

/** A round that reached nobody: nobody was there to be told, or every message failed. */
export interface Unheard {
  readonly round: Round;
  readonly why: 'nobody-there' | 'nobody-reached';
}

/** What the chain asks for now; `dueAt` is when it goes on (ISO). */
export interface ChainCourse {
  readonly notices: readonly string[];
  readonly dueAt: string;
  /** Absent while the first round waits for the doors to open. */
  readonly round?: Round;
  readonly unheard: readonly Unheard[];
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
function stay(scene: Scene, told: Told): Omit<ChainCourse, 'unheard'> | undefined {
  const { now } = scene;
  const isLast = told.round.step === scene.file.inquiry.policy.steps.length - 1;
  if (told.until <= now || (told.failed && !isLast)) return undefined;
  const opens = opensAt(scene, told.round);
  if (opens) return { notices: [], dueAt: sooner(told.until, opens), round: told.round };
  return { notices: told.open, dueAt: sooner(told.until, told.lookAgainAt ?? told.until), round: told.round };
}

const unheardIn = (told: Told | undefined): readonly Unheard[] =>
  told?.failed ? [{ round: told.round, why: told.nobody ? 'nobody-there' : 'nobody-reached' }] : [];

/** Whom the steps of the policy tell now: the round that lasts, or the next, which begins at once where nobody could be told. */
export function chain(scene: Scene): ChainCourse {
  const { now } = scene;
  const gaps: string[] = [];
  const unheard: Unheard[] = [];
  let round = startOf(scene);
  // Every pass either stays in a round or goes on to the next; no step is passed twice.
  for (let pass = 0; pass <= scene.file.inquiry.policy.steps.length; pass += 1) {
    const told: Told | undefined = round && tell(scene, round);
    const missed = unheardIn(told);
    unheard.push(...missed);
    gaps.push(...missed.flatMap((one) => gapNotices(scene, one.round)));
    const course = told && stay(scene, told);
    if (course) return { ...course, notices: [...course.notices, ...gaps], unheard };
    const next: Round = round ? following(scene, round, now) : { step: 0, repeat: 0, at: now };
    const opens = opensAt(scene, next);
    if (opens) return { notices: gaps, dueAt: opens, ...(round ? { round } : {}), unheard };
    round = next;
  }
  const told = tell(scene, round as Round);
  return { notices: [...told.open, ...gaps], dueAt: told.until, round: told.round, unheard };
}

/** Who is at it: whoever has claimed it, or those of the step where the chain stands, if one has begun. */
export type AtIt = Round | { readonly person: string } | undefined;

/** Whom a warning goes to. */
export function toldIn(scene: Scene, who: AtIt): readonly Recipient[] {
  const { staff } = scene;
  const reach = { ...reachOf(scene), important: false };
  if (who === undefined) return [];
  if ('person' in who)
    return recipients({ notify: [{ person: who.person }], via: ['email', 'sms'] }, staff, reach);
  return recipients(stepOf(scene, who), staff, reach);
}

/** Who hears at once that the patient was not reached: not while the doors are closed for a step that keeps to them, but whoever has claimed it always. */
export function hearingNow(scene: Scene, who: AtIt): readonly Audience[] {
  if (who === undefined) return [];
  if ('person' in who) return [{ person: who.person }];
  return opensAt(scene, who) === undefined ? stepOf(scene, who).notify : [];
}
