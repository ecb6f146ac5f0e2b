/** Who saw or did what, and how it ended (R28). Append-only; holds ids, never what a patient wrote. */
export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly staff: string;
  readonly operation: string;
  readonly subject: string;
  /** Who else it was about: a patient named in the body, or whom a task or a code is of. */
  readonly others?: readonly string[];
  /** `failed`: by a fault; it may have been done in part. */
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly requestId: string;
  /** The address on the net that it came from. */
  readonly from?: string;
  /** The reason that was given for what needs one, in the words of the staff: at most 200 characters. */
  readonly why?: string;
}

const longestReason = 200;

/** A reason that was given, as an entry keeps it; nothing where none was. */
export const reasonGiven = (reason: unknown): Pick<AuditEntry, 'why'> =>
  typeof reason === 'string' && reason !== '' ? { why: reason.slice(0, longestReason) } : {};

export interface AuditTrail {
  append(entry: AuditEntry): Promise<void>;
  /** Entries of one local-independent UTC day, newest first. */
  list(query: {
    day: string;
    cursor?: string | undefined;
    limit: number;
  }): Promise<{ items: readonly AuditEntry[]; cursor?: string }>;
}

/** Sign-ins whose first request has come. */
export interface SignIns {
  /** Whether this one is seen for the first time; from then on it is not. `until` is an ISO instant from which on it may be forgotten. */
  begin(session: string, until: string): Promise<boolean>;
}
