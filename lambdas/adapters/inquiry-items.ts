import type { InquiryFile } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { InquiryMessage } from '../../domain/inquiry/message.ts';
import type { Notice } from '../../domain/inquiry/notice.ts';
import type { InquiryEvent } from '../../domain/inquiry/timeline-event.ts';
import type { Item } from './documents.ts';
import { leavingOut } from './leave-out.ts';

export const inquiryPartition = (id: string): string => `inquiry#${id}`;
export const inquiryKey = (id: string) => ({ pk: inquiryPartition(id), sk: 'inquiry' });
export const messageKey = (inquiryId: string, id: string) => ({
  pk: inquiryPartition(inquiryId),
  sk: `message#${id}`,
});
export const noticeKey = (inquiryId: string, key: string) => ({
  pk: inquiryPartition(inquiryId),
  sk: `notice#${key}`,
});
export const lockKey = (address: string) => ({ pk: `open#${address}`, sk: 'lock' });
export const sendersPk = (address: string): string => `senders#${address}`;
export const senderKey = (address: string, inquiryId: string) => ({ pk: sendersPk(address), sk: inquiryId });

const resting: readonly (Inquiry['status'] | 'open' | undefined)[] = [
  'answered',
  'waiting-on-patient',
  'closed',
];
/** Whether somebody at the practice has it to do. */
export const isOpen = (status: Inquiry['status'] | 'open'): boolean => !resting.includes(status);

/** Attributes that put an inquiry into its sparse indexes, or take it out. */
export const indexed = (inquiry: Partial<Inquiry>): Item => ({
  ...('dueAt' in inquiry ? { dueShard: inquiry.dueAt === undefined ? undefined : 'due' } : {}),
  ...(inquiry.announcements === undefined
    ? {}
    : { announceShard: 'waiting', announceMark: inquiry.announcements.at(-1)?.id }),
  ...(inquiry.status === undefined ? {} : { openShard: isOpen(inquiry.status) ? 'open' : undefined }),
});

const without = leavingOut(
  'dueShard',
  'announceShard',
  'announceMark',
  'openShard',
  'listShard',
  'contactKey',
  'order',
);

export const toInquiry = (item: Item): Inquiry => without<Inquiry>(item);
export const toMessage = (item: Item): InquiryMessage => without<InquiryMessage>(item);
export const toNotice = (item: Item): Notice => without<Notice>(item);
export const toEvent = (item: Item): InquiryEvent => without<InquiryEvent>(item);

/** Events sort by their number where they have one, by instant otherwise. */
export function eventKey(inquiryId: string, { id, at }: InquiryEvent) {
  return { pk: inquiryPartition(inquiryId), sk: `event#${at}#${id.padStart(8, '0')}` };
}

const ofKind = (items: readonly Item[], kind: string): readonly Item[] =>
  items.filter(({ sk }) => String(sk).startsWith(`${kind}#`));

/** A whole partition as the file that Plan decides from. */
export function toFile(items: readonly Item[]): InquiryFile | undefined {
  const head = items.find(({ sk }) => sk === 'inquiry');
  if (!head) return undefined;
  const messages = ofKind(items, 'message').map(toMessage);
  return {
    inquiry: toInquiry(head),
    messages: messages.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    notices: ofKind(items, 'notice').map(toNotice),
    events: ofKind(items, 'event').map(toEvent),
  };
}
