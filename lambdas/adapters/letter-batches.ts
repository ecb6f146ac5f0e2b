import type { LetterBatch, LetterBatches } from '../../domain/recall/letter-batch.ts';
import { documents, pageOf } from './documents.ts';
import { without } from './outreach-items.ts';

const pk = 'letters';
const newestFirst = (limit: number) => ({
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': pk },
  ScanIndexForward: false,
  ConsistentRead: true,
  Limit: limit,
});

/** Batches of letters in the table of outreach: one partition, in the order of time. */
export function letterBatches(table: string): LetterBatches {
  const items = documents(table);
  return {
    newest: async () => {
      const [item] = (await items.page(newestFirst(1))).items;
      return item && without<LetterBatch>(item);
    },
    batch: async (id) => {
      const item = await items.get({ pk, sk: id });
      return item && without<LetterBatch>(item);
    },
    list: ({ cursor, limit }) => pageOf<LetterBatch>(items, newestFirst(limit), cursor, without),
    put: async (batch) => {
      await items.putIf({ pk, sk: batch.id, ...batch });
    },
    close: async (id, totals) => {
      await items.updateIf(
        { pk, sk: id },
        { ...totals, state: 'made' },
        { expression: '#state = :open', names: { '#state': 'state' }, values: { ':open': 'open' } },
      );
    },
  };
}
