import type { Treatment } from '../patient/patient.ts';
import { later, minus, plus } from './calendar.ts';
import { durationWords, leadOf, minimumGapOf } from './interval.ts';
import { held, type Override } from './overrides.ts';
import type { Reason } from './reason.ts';
import type { TreatmentType } from './recall-rules.ts';

interface Given {
  readonly reason: Omit<Reason, 'lastOn' | 'dueOn' | 'startOn' | 'why'>;
  readonly type: TreatmentType;
  /** The last treatment of the type, where there was one: nobody comes sooner than the minimum gap after it. */
  readonly last?: Treatment;
  /** The day from which the interval counts. */
  readonly lastOn: string;
  /** ISO 8601 duration. */
  readonly every: string;
  /** The day this patient usually comes, where it was learned. */
  readonly usual?: { readonly on: string; readonly usualDays: number } | undefined;
  /** What is due, where it is more than the next treatment. */
  readonly told?: string;
  readonly override: Override;
}

/** The day and why: set by a person, else noted at checkout, else learned, else by the interval. */
function chosen({ lastOn, last, every, usual, override }: Given): {
  readonly on: string;
  readonly why: string;
} {
  const { dueOn, interval, said } = override;
  if (dueOn !== undefined) return { on: dueOn, why: `set to ${dueOn} ${said.dueOn}` };
  const noted = last?.on === lastOn ? last.nextOn : undefined;
  const setSince = interval !== undefined && override.on !== undefined && override.on > lastOn;
  if (noted !== undefined && noted > lastOn && !setSince)
    return { on: noted, why: `noted at checkout for ${noted}` };
  if (interval !== undefined) {
    const on = plus(lastOn, interval);
    return { on, why: `every ${durationWords(interval)}, set ${said.interval}, so due ${on}` };
  }
  if (usual)
    return {
      on: usual.on,
      why: `usually comes after ${usual.usualDays} days (median of the last three), so due ${usual.on}`,
    };
  const on = plus(lastOn, every);
  return { on, why: every === 'P0D' ? `due ${on}` : `every ${durationWords(every)}, so due ${on}` };
}

/**
 * When a treatment is due again: never sooner than the minimum gap of its type after the last one, whoever said so; contact starts the lead time
 * of the type before, and after the day from which it counts.
 */
export function due(given: Given): Reason {
  const { reason, type, last, lastOn, told, override } = given;
  const { on, why } = chosen(given);
  const gap = minimumGapOf(type);
  const floor = last === undefined ? lastOn : plus(last.on, gap);
  const dueOn = later(on, floor, lastOn);
  const startOn = later(minus(dueOn, leadOf(type)), lastOn);
  const since =
    last?.on === lastOn
      ? `last treated ${lastOn}${last.elsewhere ? ' elsewhere' : ''}`
      : `course began ${lastOn}`;
  return held(
    {
      ...reason,
      lastOn,
      dueOn,
      startOn,
      earliestOn: floor,
      why: [
        ...(told === undefined ? [] : [told]),
        `${since}, ${why}`,
        ...(floor > on
          ? [`not before ${floor}: at least ${durationWords(gap)} lie between two treatments`]
          : []),
      ],
    },
    override,
  );
}
