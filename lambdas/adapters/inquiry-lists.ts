import type { Inquiries } from '../../domain/inquiry/inquiries.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import type { Documents } from './documents.ts';
import { inquiryKey, isOpen, toInquiry } from './inquiry-items.ts';

/** Inquiries by what they have in common, from the indexes, which may lag: for people and for repairs, never for rules (G6). */
export function inquiryLists(
  items: Documents,
): Pick<Inquiries, 'list' | 'receivedBetween' | 'overdue' | 'unannounced' | 'announced'> {
  async function query(
    index: string,
    shard: readonly [name: string, value: string],
    cursor: string | undefined,
    limit: number,
  ) {
    return items.page(
      {
        IndexName: index,
        KeyConditionExpression: `${shard[0]} = :shard`,
        ExpressionAttributeValues: { ':shard': shard[1] },
        ScanIndexForward: index !== 'by-received',
        Limit: limit,
      },
      cursor,
    );
  }

  return {
    list: async ({ status, locations, cursor, limit }) => {
      const open = status !== undefined && isOpen(status);
      const index = open ? 'open-by-deadline' : 'by-received';
      const shard = open ? (['openShard', 'open'] as const) : (['listShard', 'all'] as const);
      const found: Inquiry[] = [];
      let next = cursor;
      do {
        const page = await query(index, shard, next, limit - found.length);
        const wanted = page.items
          .map(toInquiry)
          .filter(
            (inquiry) =>
              locations.includes(inquiry.location) &&
              (status === undefined || status === 'open' || inquiry.status === status),
          );
        found.push(...wanted);
        next = page.cursor;
      } while (next !== undefined && found.length < limit);
      return { items: found, ...(next === undefined ? {} : { cursor: next }) };
    },

    receivedBetween: async (from, until) => {
      const found = await items.all({
        IndexName: 'by-received',
        KeyConditionExpression: 'listShard = :shard AND receivedAt BETWEEN :from AND :until',
        ExpressionAttributeValues: { ':shard': 'all', ':from': from, ':until': until },
      });
      return found.map(toInquiry).filter(({ receivedAt }) => receivedAt < until);
    },

    overdue: async (before) => {
      const found = await items.all({
        IndexName: 'by-due-at',
        KeyConditionExpression: 'dueShard = :due AND dueAt < :before',
        ExpressionAttributeValues: { ':due': 'due', ':before': before },
      });
      return found.map((item) => String(item.id));
    },

    unannounced: async () => {
      const found = await items.all({
        IndexName: 'to-announce',
        KeyConditionExpression: 'announceShard = :waiting',
        ExpressionAttributeValues: { ':waiting': 'waiting' },
      });
      const inquiries: Inquiry[] = [];
      for (const { pk } of found) {
        const item = await items.get({ pk: String(pk), sk: 'inquiry' });
        if (item) inquiries.push(toInquiry(item));
      }
      return inquiries;
    },
    announced: async (id, announcements) => {
      // The newest one stands for all of them: whatever happens adds one.
      await items.updateIf(
        inquiryKey(id),
        { announcements: undefined, announceShard: undefined, announceMark: undefined },
        {
          expression: 'announceMark = :newest',
          values: { ':newest': announcements.at(-1)?.id ?? '' },
        },
      );
    },
  };
}
