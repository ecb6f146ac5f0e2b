import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import { type Documents, partition } from './documents.ts';
import { eventKey, inquiryPartition, messageKey, noticeKey, toEvent, toFile } from './inquiry-items.ts';

/** What stands beside an inquiry in its partition: its messages, its notices (G4) and its timeline. */
export const inquiryEntries = (
  items: Documents,
): Pick<
  Inquiries,
  | 'addMessage'
  | 'settleMessage'
  | 'findMessage'
  | 'beginNotice'
  | 'settleNotice'
  | 'findNotice'
  | 'timeline'
  | 'record'
> => ({
  addMessage: async (message) => {
    await items.putIf({ ...messageKey(message.inquiryId, message.id), ...message });
  },
  settleMessage: async (inquiryId, messageId, outcome) => {
    const unlessBounced =
      outcome.state === 'accepted'
        ? {
            expression: 'attribute_exists(pk) AND #s <> :failed',
            names: { '#s': 'state' },
            values: { ':failed': 'failed' },
          }
        : { expression: 'attribute_exists(pk)' };
    // A failure stands, whichever was told first.
    const said = outcome.state === 'failed' ? { ...outcome, deliveredAt: undefined } : outcome;
    return (await items.updateIf(messageKey(inquiryId, messageId), said, unlessBounced)) !== undefined;
  },

  beginNotice: (notice) =>
    items.putIf(
      { ...noticeKey(notice.inquiryId, notice.key), ...notice },
      notice.attempt === 1
        ? undefined
        : {
            expression: 'attempt = :first AND #state <> :sent',
            names: { '#state': 'state' },
            values: { ':first': 1, ':sent': 'sent' },
          },
    ),
  settleNotice: async (notice) => {
    await items.putIf(
      { ...noticeKey(notice.inquiryId, notice.key), ...notice },
      {
        expression: 'attribute_not_exists(attempt) OR attempt <= :attempt',
        values: { ':attempt': notice.attempt },
      },
    );
  },
  findNotice: async (inquiryId, key) => {
    const item = await items.get(noticeKey(inquiryId, key));
    return item && toFile([{ sk: 'inquiry' }, item])?.notices[0];
  },
  findMessage: async (inquiryId, id) => {
    const item = await items.get(messageKey(inquiryId, id));
    return item && toFile([{ sk: 'inquiry' }, item])?.messages[0];
  },

  timeline: async (id) => (await items.all(partition(inquiryPartition(id), 'event#'))).map(toEvent),

  record: async (inquiryId, event) => {
    await items.put({ ...eventKey(inquiryId, event), ...event });
  },
});
