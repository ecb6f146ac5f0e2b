import type { PracticeFolder } from '../../lib/practice/read-practice.ts';
import { lakeside } from './lakeside.ts';

const id = (kind: 'phone' | 'pool', digit: number): string => `${kind}-${String(digit).padStart(32, '0')}`;

/** Numbers as AWS End User Messaging names them. */
export const textFrom = { care: id('phone', 1), marketing: id('pool', 2), safety: id('phone', 3) };

/** Lakeside, texting in another way. */
export const textingBy = (
  text: 'sns' | 'end-user-messaging' | undefined,
  numbers: Partial<typeof textFrom> = {},
): PracticeFolder => {
  const { text: _text, textFrom: _from, ...channels } = lakeside.identity.channels ?? {};
  const care = textFrom.care;
  const by = text === 'end-user-messaging' ? { text, textFrom: { care, ...numbers } } : text ? { text } : {};
  return { ...lakeside, identity: { ...lakeside.identity, channels: { ...channels, ...by } } };
};
