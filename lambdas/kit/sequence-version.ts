import { createHash } from 'node:crypto';
import type { Sequence } from '../../domain/recall/recall-rules.ts';

/** Version of a sequence: what an episode is pinned to. */
export const versionOf = (sequence: Sequence): string =>
  createHash('sha256').update(JSON.stringify(sequence)).digest('hex').slice(0, 12);
