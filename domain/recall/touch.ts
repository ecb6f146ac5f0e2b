import type { MessageClass, OutreachChannel } from './recall-rules.ts';

export type TouchState =
  | 'planned'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'task'
  | 'done'
  | 'bounced'
  | 'failed'
  | 'unknown'
  | 'cancelled';

/** One contact of one patient on one local day, of any kind and channel: the one ledger of the system. */
export interface Touch {
  /** `<patientId>.<local day>`. */
  readonly id: string;
  readonly schema: 1;
  readonly patientId: string;
  readonly on: string;
  readonly sweepId: string;
  readonly channel: OutreachChannel;
  readonly class: MessageClass;
  readonly template: string;
  /** The items it is for, and how many attempts each had before. */
  readonly items: readonly { readonly id: string; readonly episode: string; readonly attempts: number }[];
  readonly state: TouchState;
  /** ISO instant at which it may leave. */
  readonly sendAt: string;
  readonly startedAt?: string;
  readonly providerId?: string;
  readonly reason?: string;
}

export interface CallTask {
  readonly id: string;
  readonly touchId: string;
  readonly patientId: string;
  readonly location: string;
  readonly dueOn: string;
  readonly why: string;
  readonly state: 'open' | 'done';
  readonly outcome?: string;
}

/** Why a patient is, or is not, on the list of a sweep. */
export interface SweepDecision {
  readonly sweepId: string;
  readonly patientId: string;
  readonly outcome: 'contact' | 'not-now' | 'not-due';
  readonly channel?: OutreachChannel;
  readonly sendAt?: string;
  readonly reason: string;
  readonly rules: readonly string[];
  readonly items: readonly string[];
}

export interface Sweep {
  readonly id: string;
  readonly zone: string;
  /** Local date; the days from `from` to it are looked at. */
  readonly on: string;
  readonly from: string;
  readonly state: 'open' | 'closed';
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly contacted?: number;
  readonly considered?: number;
}
