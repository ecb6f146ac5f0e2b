import type { DeliveryNews } from './delivery-news.ts';

/** What an event of AWS End User Messaging means: whether the text arrived, and whether its number takes no texts at all. */
const meanings = {
  TEXT_DELIVERED: { outcome: 'delivered' },
  // Taken by the carrier; many tell no more than that.
  TEXT_SUCCESSFUL: { outcome: 'delivered' },
  TEXT_INVALID: { outcome: 'failed', suppress: 'carrier-blocked' },
  TEXT_BLOCKED: { outcome: 'failed', suppress: 'carrier-blocked' },
  // These speak of our message or our settings, not of the number.
  TEXT_INVALID_MESSAGE: { outcome: 'failed' },
  TEXT_CARRIER_BLOCKED: { outcome: 'failed' },
  TEXT_SPAM: { outcome: 'failed' },
  TEXT_PROTECT_BLOCKED: { outcome: 'failed' },
  // These may pass.
  TEXT_UNREACHABLE: { outcome: 'held-up' },
  TEXT_CARRIER_UNREACHABLE: { outcome: 'held-up' },
  TEXT_TTL_EXPIRED: { outcome: 'held-up' },
  TEXT_UNKNOWN: { outcome: 'held-up' },
} as const satisfies Readonly<Record<string, Pick<DeliveryNews, 'outcome' | 'suppress'>>>;

/** Events that settle something; the configuration set tells of no others. */
export const textEventTypes = Object.keys(meanings) as readonly (keyof typeof meanings)[];

/** An event of AWS End User Messaging, as far as it is read. */
export interface TextEvent {
  readonly eventType?: string;
  readonly isFinal?: boolean;
  readonly messageId?: string;
  readonly destinationPhoneNumber?: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** What became of a text; undefined while its carrier may still say otherwise, and for events that settle nothing. */
export function newsOfText(event: TextEvent): DeliveryNews | undefined {
  const type = textEventTypes.find((known) => known === event.eventType);
  if (type === undefined || event.isFinal === false) return undefined;
  return {
    channel: 'text',
    providerId: event.messageId ?? '',
    about: event.context ?? {},
    ...(event.destinationPhoneNumber ? { to: event.destinationPhoneNumber } : {}),
    ...meanings[type],
  };
}
