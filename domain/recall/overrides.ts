import { later, plus } from './calendar.ts';
import { localDay } from './local-day.ts';
import type { Known, Reason, RecallOptions } from './reason.ts';
import { type RecallSetting, type SetBy, type SettingPart, settingParts } from './recall-item.ts';

/** What a person set for an item, as far as it still holds. */
export interface Override {
  readonly dueOn?: string;
  readonly interval?: string;
  readonly heldUntil?: string;
  readonly disabled?: boolean;
  /** Local day on which the interval was set. */
  readonly on?: string;
  /** Local day on which its due day was set. */
  readonly dueSetOn?: string;
  /** Who set each part and why, for the staff. */
  readonly said: Readonly<Partial<Record<SettingPart, string>>>;
}

const newestSetting = (settings: readonly RecallSetting[], id: string): RecallSetting | undefined =>
  settings
    .filter((setting) => setting.id === id)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .at(-1);

/** Who set a part of a setting, when and why. */
export const setBy = (setting: RecallSetting, part: SettingPart): SetBy => setting.parts?.[part] ?? setting;

const words = ({ by, reason }: SetBy, on: string): string => `by ${by} on ${on}: ${reason}`;

/**
 * The newest setting of an item. A treatment, purchase or visit after the day on which they were set ends its due day and its snooze, each by
 * itself; its interval and `disabled` stay. On one and the same day the setting holds: it was made at checkout.
 */
export function overrideOf(
  { settings }: Pick<Known, 'settings'>,
  id: string,
  lastOn: string,
  { zone = 'UTC' }: RecallOptions,
): Override {
  const setting = newestSetting(settings, id);
  if (!setting) return { said: {} };
  const dayOf = (part: SettingPart): string => localDay(setBy(setting, part).at, zone);
  const holds = (part: 'dueOn' | 'snoozedUntil'): boolean => dayOf(part) >= lastOn;
  const { dueOn, interval, snoozedUntil, disabled } = setting;
  const said = Object.fromEntries(
    settingParts.map((part) => [part, words(setBy(setting, part), dayOf(part))]),
  );
  return {
    ...(dueOn !== undefined && holds('dueOn') ? { dueOn, dueSetOn: dayOf('dueOn') } : {}),
    ...(snoozedUntil !== undefined && holds('snoozedUntil') ? { heldUntil: snoozedUntil } : {}),
    ...(interval === undefined ? {} : { interval }),
    ...(disabled ? { disabled } : {}),
    on: dayOf('interval'),
    said,
  };
}

export type SettingChanges = { readonly [P in SettingPart]?: RecallSetting[P] | null | undefined };

/** Why a part cannot be set for an item, as a sentence; taking it away (null) always can. */
export function whyNotSet(id: string, { dueOn, interval, snoozedUntil }: SettingChanges): string | undefined {
  const type = id.split('#')[0];
  if (type === 'campaign' && (dueOn || interval))
    return 'A campaign has days of its own: snooze it for this patient, or switch it off.';
  if (type === 'reminder' && (dueOn || interval || snoozedUntil))
    return 'A reminder goes by the day of its visit: move the visit, or switch the reminder off.';
  if (type === 'consult' && interval) return 'A consultation has no interval: set the day.';
  return undefined;
}

/** The setting of an item after a person changed parts of it; null takes one away. What they did not touch stays theirs who set it, and as old as it was. */
export function changedSetting(
  before: RecallSetting | undefined,
  changes: SettingChanges,
  whose: Pick<RecallSetting, 'patientId' | 'id'> & SetBy,
): RecallSetting {
  const kept = settingParts.filter((part) => before?.[part] !== undefined && changes[part] === undefined);
  const values = settingParts.flatMap((part) => {
    const value = changes[part] === undefined ? before?.[part] : changes[part];
    return value === undefined || value === null ? [] : [[part, value] as const];
  });
  const parts = before
    ? kept.map((part) => {
        const { reason, by, at } = setBy(before, part);
        return [part, { reason, by, at }] as const;
      })
    : [];
  return {
    ...(Object.fromEntries(values) as Partial<RecallSetting>),
    ...(parts.length > 0 ? { parts: Object.fromEntries(parts) } : {}),
    ...whose,
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
      ...(heldUntil === undefined ? [] : [`no contact before ${heldUntil}, set ${said.snoozedUntil}`]),
      ...(disabled ? [`no contact: switched off ${said.disabled}`] : []),
    ],
  };
}

/** A reason without a clinical floor under an override: contact starts on the day that was set, or after the interval that was set. */
export function overridden(reason: Reason, override: Override): Reason {
  const { dueOn, interval, said } = override;
  const set = dueOn ?? (interval === undefined ? undefined : plus(reason.lastOn, interval));
  if (set === undefined) return held(reason, override);
  const day = later(set, reason.lastOn);
  const by = dueOn === undefined ? said.interval : said.dueOn;
  return held({ ...reason, dueOn: day, startOn: day, why: [...reason.why, `set to ${day} ${by}`] }, override);
}
