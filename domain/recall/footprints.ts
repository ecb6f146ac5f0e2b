/** What recall keeps of one patient beside their record, as their erasure reaches it. */
export interface Footprints {
  /** Batches in which post of theirs was printed, or is about to be. */
  batchesOf(patientId: string): Promise<readonly string[]>;
  /** Takes a patient out of a batch of letters, and notes that its files, which name everybody in it, are gone. */
  leaveBatch(batchId: string, patientId: string, now: string): Promise<void>;
  /** Deletes touches, tasks, decisions of sweeps, and the patient's place in months that are still counted. */
  forget(patientId: string, now: string): Promise<void>;
}
