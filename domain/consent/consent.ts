import type { MessageClass, OutreachChannel } from '../recall/recall-rules.ts';

/** One line of a patient's consent, never changed and never deleted (R68). */
export interface ConsentEvent {
  readonly id: string;
  readonly patientId: string;
  readonly channel: OutreachChannel | 'all';
  readonly purpose: MessageClass | 'all';
  readonly action: 'grant' | 'deny' | 'revoke';
  /** ISO instant, or a local date where the evidence has no more. */
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly method: string;
  readonly actor: string;
  /** The words that were agreed to or said, where they are known. */
  readonly wording?: string;
}

const concerns = (event: ConsentEvent, channel: OutreachChannel, purpose: MessageClass): boolean =>
  (event.channel === 'all' || event.channel === channel) &&
  (event.purpose === 'all' || event.purpose === purpose);

/**
 * Whether a patient agrees to messages of a class on a channel: the fold of the events (R69). The newest wins; of two of one instant the
 * one that takes back. Without any event there is no consent. Revoking recall revokes marketing too, never the other way round.
 */
export function consents(
  events: readonly ConsentEvent[],
  channel: OutreachChannel,
  purpose: MessageClass,
): boolean {
  const newest = events
    .filter((event) => concerns(event, channel, purpose))
    .reduce<ConsentEvent | undefined>((latest, event) => {
      if (!latest || event.occurredAt > latest.occurredAt) return event;
      return event.occurredAt === latest.occurredAt && event.action !== 'grant' ? event : latest;
    }, undefined);
  return newest?.action === 'grant';
}
