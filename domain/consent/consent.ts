import type { MessageClass, OutreachChannel } from '../recall/recall-rules.ts';
import type { ConsentEvent } from './consent-event.ts';

export type { ConsentEvent } from './consent-event.ts';

const concerns = (event: ConsentEvent, channel: OutreachChannel, purpose: 'care' | 'marketing'): boolean =>
  (event.channel === 'all' || event.channel === (channel === 'postcard' ? 'letter' : channel)) &&
  (event.purpose === 'all' || event.purpose === purpose);

/**
 * Whether a patient agrees to messages of a class on a channel: the fold of the events (R69). The newest wins; of two of one instant the
 * one that takes back. Without any event there is no consent.
 */
export function consents(
  events: readonly ConsentEvent[],
  channel: OutreachChannel,
  messageClass: MessageClass,
): boolean {
  const newest = events
    .filter((event) => concerns(event, channel, messageClass === 'care' ? 'care' : 'marketing'))
    .filter(({ action }) => action !== 'pending')
    .filter(({ only, action }) => only === undefined || action !== 'grant' || only === messageClass)
    .reduce<ConsentEvent | undefined>((latest, event) => {
      if (!latest || event.occurredAt > latest.occurredAt) return event;
      return event.occurredAt === latest.occurredAt && event.action !== 'grant' ? event : latest;
    }, undefined);
  return newest?.action === 'grant';
}
