import type { Inquiry } from '../inquiry/inquiry.ts';
import { isOpen, nextOpening } from '../practice/opening-hours.ts';
import type { Location } from '../practice/practice.ts';
import { isRedFlag } from './choose-policy.ts';
import { leaseHolds } from './plan.ts';
import { type Audience, clockOf, type Step } from './policy.ts';
import { add } from './promise.ts';

interface Where {
  readonly location: Location;
  /** ISO instant. */
  readonly now: string;
}

/** Where the chain of an inquiry stands: the step whose people wait for an answer now, if one has begun, and which step is next, when. */
interface Standing {
  readonly current?: Step;
  /** The step begins now, so nobody has told its people yet. */
  readonly begins?: boolean;
  readonly next: number;
  readonly at: string;
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** A step that is next at once, or when the doors open. */
function from(steps: readonly Step[], index: number, { location, now }: Where): Standing {
  const step = steps[index] as Step;
  if (step.during === 'opening-hours' && !isOpen(now, location))
    return { next: index, at: nextOpening(now, location) };
  const { at } = add(now, step.waitMinutes, location, clockOf(step));
  return { current: step, begins: true, next: Math.min(index + 1, steps.length - 1), at };
}

/** Where a chain stands at an instant; while a claim silences it, its next step waits for the end of that. */
function standingAt(inquiry: Inquiry, where: Where): Standing {
  const { step: index, policy, chainStartedAt, roundAt = chainStartedAt } = inquiry;
  const { steps } = policy;
  if (index === undefined) return from(steps, 0, where);
  const step = steps[index] as Step;
  const over = add(roundAt, step.waitMinutes, where.location, clockOf(step)).at;
  const at = leaseHolds(inquiry, where.now) ? later(over, inquiry.claimUntil ?? over) : over;
  const next = Math.min(index + 1, steps.length - 1);
  return at > where.now ? { current: step, next, at } : from(steps, next, where);
}

/**
 * The steps of an inquiry that is handed to somebody: they are told at once, at any hour, and everybody else when they would have been told
 * without it. Of a red flag the people of the present step are paged again with them, by every way that its steps use (R52): a hand-over
 * slows no emergency down.
 */
export function stepsHandedTo(audience: Audience, inquiry: Inquiry, where: Where): readonly Step[] {
  const { steps } = inquiry.policy;
  const { current, begins, next, at } = standingAt(inquiry, where);
  const urgent = isRedFlag(inquiry.level);
  const others = current !== undefined && (urgent || begins) ? current : undefined;
  const ways = ['email', 'sms', ...(others?.via ?? []), ...(urgent ? steps.flatMap(({ via }) => via) : [])];
  const handed: Step = {
    name: 'handed over',
    notify: [audience, ...(others?.notify ?? [])],
    via: [...new Set(ways)] as Step['via'],
    waitMinutes: (Date.parse(at) - Date.parse(where.now)) / 60_000,
    during: 'always',
  };
  return [handed, ...steps.slice(next)];
}

/** The steps of a chain whose next one begins at once, whatever the hour; those after it keep theirs. */
export function stepsGoingOn({ policy: { steps }, step }: Inquiry): readonly Step[] {
  const last = steps.length - 1;
  const next = step === undefined ? 0 : step + 1;
  const following = steps[Math.min(next, last)] as Step;
  if (following.during === 'always') return steps;
  const after = steps.slice(Math.min(next + 1, last));
  return [...steps.slice(0, next), { ...following, during: 'always' }, ...after];
}
