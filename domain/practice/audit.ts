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
}

export interface AuditTrail {
  append(entry: AuditEntry): Promise<void>;
  /** Entries of one local-independent UTC day, newest first. */
  list(query: {
    day: string;
    cursor?: string | undefined;
    limit: number;
  }): Promise<{ items: readonly AuditEntry[]; cursor?: string }>;
}
