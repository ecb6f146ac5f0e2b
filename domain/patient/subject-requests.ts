/** An erasure that was asked for; it is done only when another person approves (R37). Holds nothing of the patient. */
export interface Erasure {
  readonly patientId: string;
  readonly reason: 'patient-asked' | 'retention-ended' | 'recorded-in-error';
  readonly requestedBy: string;
  /** ISO instants. */
  readonly requestedAt: string;
  readonly approvedBy?: string;
  readonly approvedAt?: string;
  /** Inquiries from an address that others have too, which nobody signed with this person's name: people look whose they are. */
  readonly inquiriesLeft?: number;
  readonly doneAt?: string;
}

/** A copy of a record that was asked for; it can be fetched only when another person has approved, and for a day (R37). */
export interface CopyRequest {
  readonly patientId: string;
  readonly reason: string;
  readonly requestedBy: string;
  /** ISO instants. */
  readonly requestedAt: string;
  readonly approvedBy?: string;
  readonly approvedAt?: string;
}
