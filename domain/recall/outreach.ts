import type { PastContact, Suppression, SuppressionReason } from '../consent/question.ts';
import type { Page } from '../inquiry/inquiries.ts';
import type { EligibleEvent } from '../measure/facts.ts';
import type { Sequence } from './recall-rules.ts';
import type { Reckoning } from './reckon-anew.ts';
import type { CallTask, CheckInAnswer, Sweep, SweepDecision, Touch, TouchState } from './touch.ts';

/** How a person's task ended. */
export type TaskEnd = Required<Pick<CallTask, 'outcome' | 'doneBy' | 'doneAt'>> &
  Pick<CallTask, 'reason' | 'note'>;

/** A day's marketing mails of the practice, as their channel took them and told of them (R21); care and other channels say nothing of them. */
export interface DayCount {
  readonly sent: number;
  readonly bounced: number;
  readonly complained: number;
}

export type MailOutcome = 'mailed' | 'bounced' | 'complained';

/** A switch that stops everything automatic, and who threw it. */
export interface Pause {
  readonly paused: boolean;
  readonly reason: string;
  readonly by: string;
  /** ISO instant. */
  readonly at: string;
}

/** The ledger of touches, the tasks of persons, the sweeps and their decisions, and the addresses that are not written to. */
export interface Outreach {
  /** Stores the one touch of a patient and slot (a day, or a kind of aftercare of a day); gives the one that is there. */
  putTouch(touch: Touch): Promise<Touch>;
  findTouch(patientId: string, slot: string): Promise<Touch | undefined>;
  /** A patient's touches since a local day, strongly read. */
  touches(patientId: string, since: string): Promise<readonly Touch[]>;
  /** Planned touches whose time has come, by the index. */
  toSend(now: string, limit: number): Promise<readonly Touch[]>;
  /** Touches that began to be sent before an instant and of which nothing is known. */
  undecided(before: string): Promise<readonly Touch[]>;
  /** Letters and postcards that wait for the next batch, by the index. */
  toPrint(query: { cursor?: string | undefined; limit: number }): Promise<Page<Touch>>;
  /** Changes a touch only if it still is in `from`; false if not. */
  move(
    touch: Pick<Touch, 'patientId' | 'on' | 'aftercare'>,
    from: TouchState,
    changes: Partial<Touch>,
  ): Promise<boolean>;

  /**
   * Notes the answer to a check-in (R66) by one conditional write: only while the touch is in one of `states`, and has no answer yet but
   * one of `over`. False if not: another that weighs as much or more was faster.
   */
  noteAnswer(
    touch: Pick<Touch, 'patientId' | 'on' | 'aftercare'>,
    answer: Required<Pick<Touch, 'answer' | 'answeredAt'>>,
    only: { readonly states: readonly TouchState[]; readonly over: readonly CheckInAnswer[] },
  ): Promise<boolean>;

  /** Keeps by which id of its channel a touch left: some news of it bears no other. */
  noteMessage(
    providerId: string,
    touch: Pick<Touch, 'patientId' | 'on' | 'aftercare'>,
    at: string,
  ): Promise<void>;
  touchOfMessage(providerId: string): Promise<Touch | undefined>;

  /** Keeps that an episode began to be contacted or held out; once, in the month of its day. */
  noteEligible(event: EligibleEvent): Promise<void>;
  /** Keeps that a patient has a touch in a month, so that reports find it. */
  noteTouched(touch: Pick<Touch, 'patientId' | 'on'>): Promise<void>;
  /** All of a month, YYYY-MM, strongly read. */
  eligibleIn(
    month: string,
  ): Promise<{ readonly events: readonly EligibleEvent[]; readonly touched: readonly string[] }>;

  /** Writes down that a number is called or texted, before it is, so that all who share it are counted (R3). */
  noteContact(addressKey: string, contact: PastContact & { readonly touchId: string }): Promise<void>;
  /** Contacts of a number since an instant, without those of some patients. */
  contactsOf(
    addressKey: string,
    since: string,
    exceptPatients: readonly string[],
  ): Promise<readonly PastContact[]>;

  /** Stores once; the same id again changes nothing. */
  addTask(task: CallTask): Promise<void>;
  task(id: string): Promise<CallTask | undefined>;
  tasks(query: { cursor?: string | undefined; limit: number }): Promise<Page<CallTask>>;
  assignTask(id: string, assignee: string): Promise<CallTask | undefined>;
  /** Only an open one; undefined when it is none. */
  finishTask(id: string, end: TaskEnd): Promise<CallTask | undefined>;

  /** The gate of a zone's day: stored once; gives the sweep that is there. */
  openSweep(sweep: Sweep): Promise<Sweep>;
  sweep(id: string): Promise<Sweep | undefined>;
  lastClosed(zone: string): Promise<string | undefined>;
  /** The local day on which a zone was first looked at for sweeps that are missing: stored once; gives the day that is there. */
  watchedSince(zone: string, day: string): Promise<string>;
  closeSweep(
    id: string,
    totals: { closedAt: string; contacted: number; considered: number },
  ): Promise<Sweep | undefined>;
  sweeps(query: { cursor?: string | undefined; limit: number }): Promise<Page<Sweep>>;
  recordDecision(decision: SweepDecision): Promise<void>;
  decisions(
    sweepId: string,
    query: { cursor?: string | undefined; limit: number },
  ): Promise<Page<SweepDecision>>;
  /** What some sweeps decided on one patient. */
  decisionsOn(patientId: string, sweepIds: readonly string[]): Promise<readonly SweepDecision[]>;

  /** Keeps a sequence under its version, once: episodes that began with it stay on it. */
  keepSequence(version: string, sequence: Sequence): Promise<void>;
  sequence(version: string): Promise<Sequence | undefined>;

  /** What happened to an address; kept for ever, by its key only (R22, R70). */
  suppress(addressKey: string, reason: SuppressionReason, at: string): Promise<void>;
  /** Ends what was kept of an address, from `at` (ISO) on; that it was, and by what it ended, stays written down. */
  liftSuppression(
    addressKey: string,
    reason: SuppressionReason,
    lifted: { readonly at: string; readonly by: string },
  ): Promise<void>;
  /** Begins an automatic answer to a keyword, once for ever: false if it has been begun before, whatever came of it. */
  beginAnswer(addressKey: string, answer: { readonly key: string; readonly at: string }): Promise<boolean>;
  /** Answers to keywords of an address that were begun. */
  answersTo(addressKey: string): Promise<readonly { readonly key: string; readonly at: string }[]>;
  /** A soft bounce, by the id of its event: three within 30 days pause the address (R22). */
  noteSoftBounce(addressKey: string, eventId: string, at: string): Promise<void>;
  suppressions(addressKey: string, address: Suppression['address']): Promise<readonly Suppression[]>;

  /** Takes one of a day's sends, of aftercare or of all others; false when the ceiling is reached. */
  takeSend(day: string, ceiling: number, of?: 'aftercare'): Promise<boolean>;
  /** Of a marketing mail: taken by its channel, come back, complained of. */
  countOutcome(day: string, outcome: MailOutcome): Promise<void>;
  /** Totals of the days since one. */
  countsSince(day: string): Promise<DayCount>;

  /** How far a zone's patients are worked out by what the practice has set; kept after each page. */
  reckoning(zone: string): Promise<Reckoning | undefined>;
  keepReckoning(zone: string, reckoning: Reckoning): Promise<void>;

  pause(): Promise<Pause | undefined>;
  setPause(pause: Pause): Promise<void>;

  /** One sender at a time: true if the lease is ours until `until`. */
  lease(name: string, now: string, until: string): Promise<boolean>;
  release(name: string): Promise<void>;
}
