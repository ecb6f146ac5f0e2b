import type { PolicyName } from '../escalation/policy.ts';
import type { Actor, Inquiry, Priority } from './inquiry.ts';

/** A step of an escalation policy, in the version that the inquiry had copied. */
export interface PolicyStep {
  readonly policy: PolicyName;
  readonly version: string;
  readonly name: string;
  /** Its place in the policy, from 0. */
  readonly index: number;
  /** How often the last step had come round again. */
  readonly repeat: number;
}

/** One line of the append-only timeline: what, who, when, why (rule ids). Never holds what a patient wrote. */
export interface InquiryEvent {
  /** Sorts the timeline: the revision, or the instant, that it belongs to. */
  readonly id: string;
  readonly what: string;
  readonly at: string;
  readonly actor: Actor;
  readonly why?: readonly string[];
  readonly note?: string;
  /** The step of the escalation that it is about. */
  readonly step?: PolicyStep;
  readonly measured?: Measured;
}

/**
 * What a line says for reports, as it was when it was written (docs/decisions/017): a later change of the practice's hours or policies
 * changes no figure of the past. Lines from before it was kept have none.
 */
export interface Measured {
  /** On the line that opens an inquiry, and on one that begins it anew after nobody had to answer. */
  readonly opening?: Pick<Inquiry, 'receivedAt' | 'channel' | 'location'>;
  readonly priority?: Priority;
  /** The promise (ISO), and the same minutes counted straight through. */
  readonly deadline?: string;
  readonly wallDeadline?: string;
  /** Whether this counts as a human's answer: an emergency is answered by a clinician only. */
  readonly answers?: boolean;
  /** Open minutes from receipt to an answer or a closing. */
  readonly businessMinutes?: number;
  /** Id of the reply that was sent, or that came back. */
  readonly reply?: string;
}
