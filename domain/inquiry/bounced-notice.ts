import type { Notice } from './notice.ts';

/** Within this time a message that is being sent is settled by whoever sends it. */
const stillSendingMilliseconds = 90_000;

/** One that was sent twice has another id since: what is told of the first says nothing of the second. */
export const isSameSend = (
  { providerId }: Notice,
  told: { readonly providerId?: string | undefined },
): boolean => providerId === undefined || told.providerId === undefined || providerId === told.providerId;

/** Whether whoever sends it may still say how that ended, at `now` (ISO). */
export const isStillSending = ({ state, at }: Notice, now: string): boolean =>
  state === 'sending' && Date.parse(now) - Date.parse(at) < stillSendingMilliseconds;
