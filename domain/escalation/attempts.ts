import type { Notice } from '../inquiry/notice.ts';
import { inFlightUntil, isDueAgain } from './unknown-outcome.ts';

/** What is recorded of some messages to the staff, and what it asks for (G4). */
export interface Attempts {
  /** Keys still to be sent, or sent once more. */
  readonly open: readonly string[];
  /** Nobody was there to be told, or every message failed. */
  readonly failed: boolean;
  /** Sends that may be in flight: looked at again then (ISO). */
  readonly lookAgainAt?: string;
}

const lost = ({ state }: Notice): boolean => state === 'failed' || state === 'unknown';

/** What is left to send of `keys` at `now` (ISO), by what is recorded of them in `notices`. */
export function attemptsOf(keys: readonly string[], notices: readonly Notice[], now: string): Attempts {
  const known = new Map(notices.map((notice) => [notice.key, notice]));
  const records = keys.flatMap((key): Notice[] => {
    const notice = known.get(key);
    return notice ? [notice] : [];
  });
  const inFlight = records.flatMap((notice) => inFlightUntil(notice, now) ?? []).toSorted();
  return {
    open: keys.filter((key) => {
      const notice = known.get(key);
      return notice === undefined || isDueAgain(notice, now);
    }),
    failed:
      records.length === keys.length && records.every((notice) => lost(notice) && !isDueAgain(notice, now)),
    ...(inFlight[0] === undefined ? {} : { lookAgainAt: inFlight[0] }),
  };
}
