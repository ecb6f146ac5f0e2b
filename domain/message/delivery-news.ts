import type { SuppressionReason } from '../consent/question.ts';
import type { About } from './senders.ts';

/** What a channel says became of one message of ours. */
export interface DeliveryNews {
  readonly channel: 'email' | 'text';
  /** The address, or the number in E.164. */
  readonly to?: string;
  /** The id that the channel gave the message when it took it. */
  readonly providerId: string;
  /** The ids that went with it. */
  readonly about: Readonly<Partial<Record<keyof About, string>>>;
  /** `failed`: it will not arrive, nor would it again; `held-up`: it did not arrive now, which says nothing of the address. */
  readonly outcome: 'delivered' | 'complained' | 'failed' | 'held-up';
  /** Why nothing more is sent to the address by itself. */
  readonly suppress?: SuppressionReason;
}
