import type { Notice } from '../inquiry/notice.ts';

/** A send that may still be in flight is waited for this long before its outcome counts as unknown. */
const inFlightMilliseconds = 15_000;

const repeatable: readonly Notice['kind'][] = ['page', 'safety', 'welfare'];

/** Two are better than none of these; nothing else is ever sent again (G4). */
export const maySendAgain = ({ kind }: Pick<Notice, 'kind'>): boolean => repeatable.includes(kind);

/** Until when (ISO) this send may be in flight; undefined if it is not, at `now` (ISO). */
export function inFlightUntil({ state, at }: Notice, now: string): string | undefined {
  const until = new Date(Date.parse(at) + inFlightMilliseconds).toISOString();
  return state === 'sending' && until > now ? until : undefined;
}

/** Whether nobody knows at `now` (ISO) if this left: its call failed, or whoever sent it ended before it could say. Such a one is sent once more. */
export const isDueAgain = (notice: Notice, now: string): boolean =>
  notice.attempt === 1 &&
  maySendAgain(notice) &&
  (notice.state === 'unknown' || (notice.state === 'sending' && inFlightUntil(notice, now) === undefined));
