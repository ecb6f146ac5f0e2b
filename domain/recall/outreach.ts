import type { Page } from '../inquiry/inquiries.ts';
import type { CallTask, Sweep, SweepDecision, Touch, TouchState } from './touch.ts';

/** The ledger of touches, the call tasks, the sweeps and their decisions. */
export interface Outreach {
  /** Stores the one touch of a patient and day; gives the one that is there. */
  putTouch(touch: Touch): Promise<Touch>;
  findTouch(patientId: string, on: string): Promise<Touch | undefined>;
  /** Local days of a patient's touches that were not cancelled, since a day. */
  touchedOn(patientId: string, since: string): Promise<readonly string[]>;
  /** Planned touches whose time has come, by the index. */
  toSend(now: string, limit: number): Promise<readonly Touch[]>;
  /** Touches that began to be sent before an instant and of which nothing is known. */
  undecided(before: string): Promise<readonly Touch[]>;
  /** Changes a touch only if it still is in `from`; false if not. */
  move(touch: Touch, from: TouchState, changes: Partial<Touch>): Promise<boolean>;

  addTask(task: CallTask): Promise<void>;
  tasks(query: { cursor?: string | undefined; limit: number }): Promise<Page<CallTask>>;
  finishTask(id: string, outcome: string): Promise<CallTask | undefined>;

  /** The gate of a zone's day: stored once; gives the sweep that is there. */
  openSweep(sweep: Sweep): Promise<Sweep>;
  lastClosed(zone: string): Promise<string | undefined>;
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

  suppress(addressKey: string, reason: string, at: string): Promise<void>;
  suppressed(addressKey: string): Promise<boolean>;
  /** One sender at a time: true if the lease is ours until `until`. */
  lease(name: string, now: string, until: string): Promise<boolean>;
  release(name: string): Promise<void>;
}
