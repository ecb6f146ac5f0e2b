import type { Decision } from '../consent/decide.ts';
import type { Try } from './attempts.ts';
import { daysAfter } from './calendar.ts';
import type { Escalation } from './escalated.ts';
import { localDay } from './local-day.ts';
import type { OutreachChannel } from './recall-rules.ts';
import type { SweepDecision } from './touch.ts';
import type { Planning } from './touch-question.ts';

/** Rules that stand in the way for a while only: hours, caps, a case or an inquiry that is open, an address that is paused. */
const passing = new Set(['R3', 'R4', 'R5', 'R6', 'R21', 'R22', 'R58']);

/** What consent and law say to one channel of one try. */
export interface Answer {
  readonly channel: OutreachChannel;
  readonly attempt: Try;
  readonly decision: Decision;
}

/** The day on which an answer would let the message go; none for what blocks. */
const dayOf = ({ decision }: Answer, { now, homeZone }: Planning): string | undefined => {
  if (decision.outcome === 'allow') return localDay(now, homeZone);
  return decision.outcome === 'defer' ? localDay(decision.until, homeZone) : undefined;
};

/** Whether what blocks goes away with time alone. */
export const onlyForAWhile = (decision: Decision): boolean =>
  decision.outcome === 'block' && decision.rules.every((rule) => passing.has(rule));

const passes = (answers: readonly Answer[]): boolean =>
  answers.some(({ decision }) => onlyForAWhile(decision));

/**
 * The first channel that may be used today; a later try of the sequence speaks when none of an earlier one ever may. Without one, `later` is
 * the local day on which one may, where there is such a day.
 */
export function chosen(
  answers: readonly Answer[],
  planning: Planning,
): { readonly now?: Answer; readonly later?: string } {
  const today = localDay(planning.now, planning.homeZone);
  for (const attempt of new Set(answers.map(({ attempt: one }) => one))) {
    const own = answers.filter((answer) => answer.attempt === attempt);
    const days = own
      .map((answer) => ({ answer, day: dayOf(answer, planning) }))
      .filter(({ day }) => day !== undefined);
    const now = days.find(({ day }) => day === today);
    if (now) return { now: now.answer };
    const [later] = days.map(({ day }) => day as string).sort();
    if (later !== undefined) return { later };
    if (passes(own)) return { later: daysAfter(today, 1) };
  }
  return {};
}

/** The first answer before `until` that asks for a person. */
export function escalatedBy(answers: readonly Answer[], until: Answer | undefined): Escalation | undefined {
  const before = until ? answers.slice(0, answers.indexOf(until)) : answers;
  return before.map(({ decision }) => decision).find((decision) => decision.outcome === 'escalate');
}

const reasonsOf = (answers: readonly Answer[]): string => {
  const reasons = answers.map(({ channel, decision }) =>
    decision.outcome === 'allow' ? channel : `${channel}: ${decision.reason}`,
  );
  return [...new Set(reasons)].join('; ');
};

/** Why nothing leaves today, as the list of the sweep says it: of the try whose turn it is. */
export function obstacles(answers: readonly Answer[]): Pick<SweepDecision, 'reason' | 'rules'> {
  const [first] = answers;
  const next = answers.filter(({ attempt }) => attempt === first?.attempt);
  return { reason: reasonsOf(next), rules: [...new Set(next.flatMap(({ decision }) => decision.rules))] };
}

/** Why none of the channels that come before this one is taken; nothing where it is the first. */
export function notBy(answers: readonly Answer[], answer: Answer): Pick<SweepDecision, 'notBy'> {
  const before = answers.slice(0, answers.indexOf(answer));
  return before.length === 0 ? {} : { notBy: reasonsOf(before) };
}
