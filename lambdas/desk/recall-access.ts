import type { RevocationPorts } from '../../domain/consent/revocation-ports.ts';
import type { SweepPorts } from '../../domain/recall/sweep.ts';

/** What the operations on recall need. */
export type RecallPorts = Omit<SweepPorts, 'now' | 'rates'>;

/** And those that end tasks, whose notes may say what a patient wishes. */
export interface TaskDeskPorts extends RecallPorts {
  readonly revocations: Omit<RevocationPorts, 'now'>;
}
