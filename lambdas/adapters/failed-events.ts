import type { FailedEvent } from '../../domain/practice/events-out.ts';
import { documents, type Item, partition } from './documents.ts';

const failedPartition = 'failed-event';
const keptSeconds = 90 * 86_400;

const toFailed = ({ pk, sk, expiresAt, ...rest }: Item): FailedEvent => {
  void [pk, sk, expiresAt];
  return rest as unknown as FailedEvent;
};

/** Events that were given up, newest first; kept for 90 days. */
export function failedEvents(table: string) {
  const items = documents(table);
  const key = (id: string) => ({ pk: failedPartition, sk: id });
  return {
    keep: async (event: FailedEvent): Promise<void> => {
      const expiresAt = Math.floor(Date.parse(event.failedAt) / 1000) + keptSeconds;
      await items.put({ ...key(event.id), ...event, expiresAt });
    },
    find: async (id: string): Promise<FailedEvent | undefined> => {
      const item = await items.get(key(id));
      return item && item.retriedAt === undefined ? toFailed(item) : undefined;
    },
    retried: async (id: string, now: string): Promise<void> => {
      await items.updateIf(key(id), { retriedAt: now }, { expression: 'attribute_exists(pk)' });
    },
    list: async ({ cursor, limit }: { cursor?: string | undefined; limit: number }) => {
      const page = await items.page(
        { ...partition(failedPartition), ScanIndexForward: false, Limit: limit },
        cursor,
      );
      const open = page.items.filter(({ retriedAt }) => retriedAt === undefined);
      return { items: open.map(toFailed), ...(page.cursor === undefined ? {} : { cursor: page.cursor }) };
    },
  };
}
