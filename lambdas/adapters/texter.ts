import type { Texter } from '../../domain/message/senders.ts';
import type { Practice } from '../../domain/practice/practice.ts';
import { endUserMessagingTexter } from './end-user-messaging.ts';
import { snsTexter } from './sns-sender.ts';

/** Texts in the way that the practice has configured; undefined where it has none. */
export function texterOf({ channels }: Practice, configurationSet: string): Texter | undefined {
  if (channels?.text === 'sns') return snsTexter();
  if (channels?.text !== 'end-user-messaging' || !channels.textFrom) return undefined;
  return endUserMessagingTexter(channels.textFrom, configurationSet);
}
