import { higher, isHigher, isRedFlag } from '../escalation/choose-policy.ts';
import type { EscalationRules } from '../escalation/policy.ts';
import { type Compiled, locationOf, type Practice } from '../practice/practice.ts';
import { isNeedless } from '../report/response.ts';
import { type Arrival, isMoreUrgent, priorityIn } from './arrival.ts';
import { withPromise } from './first-answer.ts';
import type { Course } from './inquiries.ts';
import type { Inquiry } from './inquiry.ts';
import { nextChain } from './next-chain.ts';
import { atLatestAsTold, type Clockwork, promised } from './promised.ts';
import { notTried } from './reaching.ts';
import { isOpenCase } from './standing.ts';
import type { Measured } from './timeline-event.ts';

const fromTheStart = { step: undefined, repeat: undefined, roundAt: undefined };
// A promise of its own can be missed anew.
const notMissed = { missedAt: undefined, newDeadline: undefined };
const fromTheDesk = {
  closedAt: undefined,
  closeReason: undefined,
  outcome: undefined,
  ...notTried,
  claimedBy: undefined,
  claimUntil: undefined,
  claimSince: undefined,
  claimByClinician: undefined,
};

/** Whoever writes after a missed promise is told a time that has not passed, and that is kept by the clock of what they wrote now. */
function promisedAnew(
  { deadline, newDeadline = deadline }: Inquiry,
  fresh: string,
  now: string,
): Pick<Course, 'newDeadline'> {
  const holds = deadline > now || (newDeadline > now && newDeadline <= fresh);
  return holds ? {} : { newDeadline: fresh };
}

/** Somebody waits already: the message may raise the level or the priority, which starts the chain again; never the promise later. */
function whileWaiting(inquiry: Inquiry, arrival: Arrival, ports: Clockwork): Course {
  const { level } = arrival.assessment;
  const own = priorityIn(inquiry, arrival);
  const higherPriority = isMoreUrgent(own, inquiry.priority);
  if (!higherPriority && !isHigher(level, inquiry.level)) {
    const { deadline } = promised(arrival, inquiry.level, inquiry.priority, ports.rules);
    return promisedAnew(inquiry, deadline, ports.now);
  }
  const newLevel = higher(level, inquiry.level);
  const priority = higherPriority ? own : inquiry.priority;
  const fresh = promised(arrival, newLevel, priority, ports.rules);
  const promise =
    fresh.deadline < inquiry.deadline
      ? fresh
      : {
          ...fresh,
          deadline: inquiry.deadline,
          deadlineWhy: inquiry.deadlineWhy,
          ...(inquiry.deadline > ports.now ? { warnAt: inquiry.warnAt } : {}),
          ...promisedAnew(inquiry, fresh.deadline, ports.now),
        };
  return {
    ...promise,
    ...withPromise(inquiry, promise.deadline),
    ...fromTheStart,
    level: newLevel,
    priority,
    chain: nextChain(inquiry),
    chainStartedAt: ports.now,
  };
}

/**
 * Nobody waited any more: the next-response clock starts, under what the message asks for. A red-flag case that nobody has closed stays one, with
 * its clocks, whatever is written now (R58, R61).
 */
function afterAnAnswer(inquiry: Inquiry, arrival: Arrival, ports: Clockwork): Course {
  const onCase = isOpenCase(inquiry);
  const level = onCase ? higher(arrival.assessment.level, inquiry.level) : arrival.assessment.level;
  const priority = priorityIn(inquiry, { ...arrival, assessment: { ...arrival.assessment, level } });
  const promise = promised(arrival, level, priority, ports.rules);
  return {
    ...promise,
    ...withPromise(inquiry, promise.deadline),
    ...fromTheStart,
    ...notMissed,
    ...fromTheDesk,
    waitingSince: arrival.receivedAt,
    status: inquiry.acknowledgedAt ? 'acknowledged' : 'new',
    ...(isRedFlag(level) ? { flaggedAt: ports.now } : {}),
    level,
    priority,
    chain: nextChain(inquiry),
    chainStartedAt: ports.now,
  };
}

/** What opens an inquiry again without a new message: the promise anew from now, under its own level and priority or those given. */
export function promisedAgain(
  inquiry: Inquiry,
  {
    rules,
    practice,
    now,
  }: { readonly rules: Compiled<EscalationRules>; readonly practice: Practice; readonly now: string },
  { level, priority }: Pick<Inquiry, 'level' | 'priority'> = inquiry,
): Course {
  const location = locationOf(practice, inquiry.location);
  return {
    ...promised({ receivedAt: now, location }, level, priority, rules),
    ...fromTheStart,
    ...notMissed,
    ...fromTheDesk,
    status: inquiry.acknowledgedAt ? 'acknowledged' : 'new',
    chain: nextChain(inquiry),
    chainStartedAt: now,
  };
}

/** What a sender was told by their own words holds, where it is sooner than what the inquiry is due by. */
function tightened(inquiry: Inquiry, again: Course, arrival: Arrival, { rules }: Clockwork): Course {
  const { deadline, deadlineWhy, warnAt = [] } = { ...inquiry, ...again };
  const { policyName } = again;
  const due = {
    deadline: deadline ?? '',
    deadlineWhy: deadlineWhy ?? [],
    warnAt: warnAt ?? [],
    ...(policyName ? { policyName } : {}),
  };
  const told = atLatestAsTold(due, arrival, rules);
  return told === due ? again : { ...again, ...told, ...withPromise(inquiry, told.deadline) };
}

/** How one more message sets the clocks of an inquiry, in which somebody waited or not. */
export function setAgain(inquiry: Inquiry, arrival: Arrival, waited: boolean, ports: Clockwork): Course {
  const again = (waited ? whileWaiting : afterAnAnswer)(inquiry, arrival, ports);
  return tightened(inquiry, again, arrival, ports);
}

/**
 * A message that opens again what was closed because nobody had to answer is a question of its own: how long it takes counts from here (docs/decisions/056).
 * What was before stays in the timeline. Undefined for any other message; `again` is how it sets the clocks.
 */
export function roundAnew(
  inquiry: Inquiry,
  { receivedAt }: Arrival,
  { deadline }: Course,
): { readonly course: Course; readonly measured: Measured } | undefined {
  const { status, closeReason, channel, location } = inquiry;
  if (status !== 'closed' || !isNeedless(inquiry, closeReason)) return undefined;
  return {
    course: {
      receivedAt,
      status: 'new',
      firstDeadline: deadline,
      soonestDeadline: undefined,
      acknowledgedAt: undefined,
      claimedAt: undefined,
      answers: undefined,
    },
    measured: { opening: { receivedAt, channel, location } },
  };
}
