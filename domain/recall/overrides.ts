import { later, plus } from './calendar.ts';
import { localDay } from './local-day.ts';
import type { Known, Reason, RecallOptions } from './reason.ts';
import type { RecallSetting } from './recall-item.ts';

/** What a person set for an item, as far as it still holds. */
export interface Override {
  readonly dueOn?: string;
  readonly interval?: string;
  readonly heldUntil?: string;
  readonly disabled?: boolean;
  /** Local day on which it was set. */
  readonly on?: string;
  /** Who and why, for the staff. */
  readonly said: string;
}

const newestSetting = (settings: readonly RecallSetting[], id: string): RecallSetting | undefined =>
  settings
    .filter((setting) => setting.id === id)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .at(-1);

/**
 * The newest setting of an item. A treatment, purchase or visit after the day it was made ends its due day and its snooze; its interval and
 * `disabled` stay. On one and the same day the setting holds: it was made at checkout.
 */
export function overrideOf(
  { settings }: Pick<Known, 'settings'>,
  id: string,
  lastOn: string,
  { zone = 'UTC' }: RecallOptions,
): Override {
  const setting = newestSetting(settings, id);
  if (!setting) return { said: '' };
  const { dueOn, interval, snoozedUntil, disabled, by, reason } = setting;
  const on = localDay(setting.at, zone);
  const holds = on >= lastOn;
  return {
    ...(holds && dueOn !== undefined ? { dueOn } : {}),
    ...(holds && snoozedUntil !== undefined ? { heldUntil: snoozedUntil } : {}),
    ...(interval === undefined ? {} : { interval }),
    ...(disabled ? { disabled } : {}),
    on,
    said: `by ${by} on ${on}: ${reason}`,
  };
}

/** Adds to a reason what an override says besides its day: no contact before a day, or none at all. */
export function held(reason: Reason, { heldUntil, disabled, dueOn, said }: Override): Reason {
  return {
    ...reason,
    ...(heldUntil === undefined ? {} : { heldUntil }),
    ...(disabled ? { disabled } : {}),
    ...(heldUntil !== undefined || dueOn !== undefined ? { byHand: true } : {}),
    why: [
      ...reason.why,
      ...(heldUntil === undefined ? [] : [`no contact before ${heldUntil}, set ${said}`]),
      ...(disabled ? [`no contact: switched off ${said}`] : []),
    ],
  };
}

/** A reason without a clinical floor under an override: contact starts on the day that was set, or after the interval that was set. */
export function overridden(reason: Reason, override: Override): Reason {
  const { dueOn, interval, said } = override;
  const set = dueOn ?? (interval === undefined ? undefined : plus(reason.lastOn, interval));
  if (set === undefined) return held(reason, override);
  const day = later(set, reason.lastOn);
  return held(
    { ...reason, dueOn: day, startOn: day, why: [...reason.why, `set to ${day} ${said}`] },
    override,
  );
}
