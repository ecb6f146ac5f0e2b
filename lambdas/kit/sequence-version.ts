import { createHash } from 'node:crypto';

/** Version of what a practice has set: of a sequence, to which an episode is pinned; of all that items are worked out from. */
export const versionOf = (set: object): string =>
  createHash('sha256').update(JSON.stringify(set)).digest('hex').slice(0, 12);
