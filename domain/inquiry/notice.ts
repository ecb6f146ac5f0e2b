import type { StaffRole } from '../practice/practice.ts';
import type { Undelivered } from './inquiry.ts';
import type { PolicyStep } from './timeline-event.ts';

/**
 * One message that escalation sends, to a person by one way; its key makes it once only (G4). `sending` without an outcome
 * means unknown: a page or safety reply is then sent once more (`attempt` 2), anything else never again.
 */
export interface Notice {
  /** `safety|acknowledgement|delay#<messageId>`, `page|alert|gap|warning|welfare|undelivered|named-call#<round>#<staff>#<way>`. */
  readonly key: string;
  readonly inquiryId: string;
  readonly kind:
    | 'safety'
    | 'acknowledgement'
    | 'delay'
    | 'page'
    | 'alert'
    | 'gap'
    | 'warning'
    | 'welfare'
    | 'undelivered'
    | 'named-call'
    | 'bundle';
  readonly attempt: 1 | 2;
  /**
   * `<chain>.<step>.<repeat>` of the policy, for pages and alerts; `<chain>.<percent>` for warnings; `<answered messages>` for `welfare`;
   * `<answered messages>.<what did not arrive>.<urgent|plain>` for `undelivered`; `<when it was asked for>.<phase>` for `named-call`.
   */
  readonly round?: string;
  readonly staff?: string;
  readonly way?: 'email' | 'sms' | 'call' | 'topic';
  readonly messageId?: string;
  /** `unknown`: the call ended without an answer; `sending` may still be in flight. */
  readonly state: 'sending' | 'unknown' | 'sent' | 'failed';
  /** When it was sent: its first and, where there was a second, its last attempt; and when its outcome was known. */
  readonly at: string;
  readonly firstAt?: string;
  readonly settledAt?: string;
  /** When the plan decided on it. */
  readonly plannedAt?: string;
  /** The step that it belongs to, of the policy as it was then. */
  readonly step?: PolicyStep;
  /** What whoever got it was at the practice then. */
  readonly roles?: readonly StaffRole[];
  /** When its receiver's server or carrier took it, where the channel says so. */
  readonly deliveredAt?: string;
  /** The id that the channel gave it when it took it. */
  readonly providerId?: string;
  readonly reason?: string;
  /** To the staff: it says that this, which the patient was sent by itself, did not arrive. */
  readonly says?: Undelivered['kind'];
  /** To the patient: it did not arrive, and the plan has been made anew for that. */
  readonly followed?: true;
}
