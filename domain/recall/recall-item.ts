import type { ItemType } from './recall-rules.ts';

/** `done`: the patient came; `stopped`: a person closed it, with the reason in `endedBy`. */
export type ItemState = 'open' | 'booked' | 'exhausted' | 'stopped' | 'done';

/** What was agreed on a call: for whoever calls next. */
export interface CallBack {
  readonly note?: string;
  /** Staff member's id. */
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

/** One patient and one reason to come back. Attempts count within an episode: one cycle from due to booked, declined or exhausted. */
export interface RecallItem {
  readonly patientId: string;
  /**
   * `<type>#<what>`: due#botulinum-toxin, series#<series id>, consult#<consultation id>, restock#<product>, lapsed, campaign#<campaign id>,
   * reminder#<appointment id>.
   */
  readonly id: string;
  readonly type: ItemType;
  readonly treatment?: string;
  readonly product?: string;
  readonly lastOn: string;
  readonly dueOn: string;
  /** Names the episode: the due day it began with. */
  readonly episode: string;
  readonly attempts: number;
  /** Of those, how many left by themselves. */
  readonly automatic?: number;
  /** Local day of the last attempt. */
  readonly attemptedOn?: string;
  /** The day of the next attempt by that version of the sequence, whatever kept it waiting since. */
  readonly followsOn?: string;
  /** Local day of the first attempt of the episode: its touches stand in the ledger from there on. */
  readonly firstOn?: string;
  /** Version of the sequence with which the episode began; it stays on it. */
  readonly sequence?: string;
  /** The day on which the next attempt may be made; absent when none may. */
  readonly nextOn?: string;
  readonly state: ItemState;
  /** No contact before this day, as a person set it. */
  readonly heldUntil?: string;
  /** The patient asked to be called back; until that call is made. */
  readonly callBack?: CallBack;
  /** Why there is no more contact: an outcome of a call, a person's reason; or what the dates say (`endings` in items.ts). */
  readonly endedBy?: string;
  /** Local day on which a person stopped it, or its last attempt was made; absent when it ended by what the dates say. */
  readonly endedOn?: string;
  /** Session of a series that is due, from 1. */
  readonly session?: number;
  readonly sessions?: number;
  /** A visit that is paid for: never held out, never marketing. */
  readonly paid?: boolean;
  /** A prescription: only a clinician's task, never a message. */
  readonly clinician?: boolean;
  /** Why this day, in words for the staff. */
  readonly why?: readonly string[];
}

/** What a person set by hand for one recall item; the newest counts, and a new treatment ends `dueOn`. */
export interface RecallSetting {
  readonly patientId: string;
  /** The item's. */
  readonly id: string;
  /** Overrides the computed due date. */
  readonly dueOn?: string;
  /** Overrides the interval, such as P5M. */
  readonly interval?: string;
  /** No contact before this day. */
  readonly snoozedUntil?: string;
  readonly disabled?: boolean;
  /** Who set a part that is older than the whole, when and why: it ends, and is told of, as it was set. */
  readonly parts?: Readonly<Partial<Record<SettingPart, SetBy>>>;
  readonly reason: string;
  /** Staff member's id, or `checkout`. */
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

export const settingParts = ['dueOn', 'interval', 'snoozedUntil', 'disabled'] as const;
export type SettingPart = (typeof settingParts)[number];
export type SetBy = Pick<RecallSetting, 'reason' | 'by' | 'at'>;
