import type { Course } from './inquiries.ts';
import type { CallOutcome, Inquiry } from './inquiry.ts';

/** Nobody has tried to reach the patient yet, or offered them a call: how it begins anew whenever they have had an answer, or write after one. */
export const notTried = {
  unreachedCalls: undefined,
  clinicianClaimedAt: undefined,
  reachedAt: undefined,
  welfareCheck: undefined,
  triageOfferedAt: undefined,
  undelivered: undefined,
} as const;

/** Whether somebody has spoken with the patient since their newest red flag. */
export const reached = ({ reachedAt, flaggedAt }: Inquiry): boolean =>
  reachedAt !== undefined && (flaggedAt === undefined || flaggedAt <= reachedAt);

/** What a logged call says of how the patient can be reached; only speaking with them counts (R61). */
export function tried({ unreachedCalls = 0 }: Inquiry, outcome: CallOutcome, now: string): Course {
  return outcome === 'reached'
    ? { reachedAt: now, unreachedCalls: undefined }
    : { unreachedCalls: unreachedCalls + 1 };
}
