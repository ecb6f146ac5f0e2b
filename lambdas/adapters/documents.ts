import { isDeepStrictEqual } from 'node:util';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { badCursor, cursorOf, keyOf } from './page-cursor.ts';
import { asking } from './time-limits.ts';

export type Item = Record<string, unknown>;
export interface Key {
  readonly pk: string;
  readonly sk?: string;
}

/** What an update writes: a value, or `undefined` to remove the attribute. */
export type Changes = Readonly<Record<string, unknown>>;

export interface Condition {
  readonly expression: string;
  /** Names as they stand in the expression (`#run`), values likewise (`:run`). */
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient(asking), {
  marshallOptions: { removeUndefinedValues: true },
});

/**
 * The SDK tries a write again whose answer was lost. The condition of the second try may fail because the first took effect: then
 * `effect` says what it did.
 */
async function unlessConditionFails<T>(
  work: Promise<T>,
  effect: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return (error.$metadata.attempts ?? 1) > 1 ? effect() : undefined;
  }
}

const plain = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value));

/** Whether the item is as these changes leave it. */
const holds = (item: Item, changes: Changes): boolean =>
  Object.entries(changes).every(([name, value]) => isDeepStrictEqual(plain(item[name]), plain(value)));

function updateExpression(changes: Changes): {
  expression: string;
  names: Record<string, string>;
  values: Item;
} {
  const entries = Object.entries(changes);
  const sets = entries.filter(([, value]) => value !== undefined);
  const removals = entries.filter(([, value]) => value === undefined);
  const clause = (word: string, parts: readonly string[]): string =>
    parts.length > 0 ? `${word} ${parts.join(', ')}` : '';
  return {
    expression: [
      clause(
        'SET',
        sets.map(([name]) => `#c_${name} = :c_${name}`),
      ),
      clause(
        'REMOVE',
        removals.map(([name]) => `#c_${name}`),
      ),
    ].join(' '),
    names: Object.fromEntries(entries.map(([name]) => [`#c_${name}`, name])),
    values: Object.fromEntries(sets.map(([name, value]) => [`:c_${name}`, value])),
  };
}

/** One table, as documents: single-item conditional writes and paged queries, nothing else. */
export function documents(table: string) {
  return {
    async get(key: Key): Promise<Item | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true }),
      );
      return Item;
    },

    async put(item: Item): Promise<void> {
      await client.send(new PutCommand({ TableName: table, Item: item }));
    },

    async remove(key: Key): Promise<void> {
      await client.send(new DeleteCommand({ TableName: table, Key: { ...key } }));
    },

    /** Deletes an item if the condition holds. */
    async removeIf(key: Key, { expression, names, values }: Condition): Promise<void> {
      const command = new DeleteCommand({
        TableName: table,
        Key: { ...key },
        ConditionExpression: expression,
        ...(names ? { ExpressionAttributeNames: { ...names } } : {}),
        ...(values ? { ExpressionAttributeValues: { ...values } } : {}),
      });
      await unlessConditionFails<unknown>(client.send(command), async () => undefined);
    },

    /** Stores only if there is no such item yet, or the condition holds; false if not. */
    async putIf(item: Item, condition?: Condition): Promise<boolean> {
      const command = new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: condition?.expression ?? 'attribute_not_exists(pk)',
        ...(condition?.names ? { ExpressionAttributeNames: { ...condition.names } } : {}),
        ...(condition?.values ? { ExpressionAttributeValues: { ...condition.values } } : {}),
      });
      const written = client.send(command).then(() => true);
      const { pk, sk } = item as unknown as Key;
      const isOurs = async (): Promise<boolean | undefined> => {
        const kept = await this.get(sk === undefined ? { pk } : { pk, sk });
        return kept !== undefined && holds(kept, item);
      };
      return (await unlessConditionFails(written, isOurs)) === true;
    },

    /** Changes an item under a condition; gives the item as it was before, or undefined if the condition did not hold. */
    async updateIf(key: Key, changes: Changes, condition: Condition): Promise<Item | undefined> {
      const { expression, names, values } = updateExpression(changes);
      const allValues = { ...values, ...condition.values };
      const command = new UpdateCommand({
        TableName: table,
        Key: { ...key },
        UpdateExpression: expression,
        ConditionExpression: condition.expression,
        ExpressionAttributeNames: { ...names, ...condition.names },
        ...(Object.keys(allValues).length > 0 ? { ExpressionAttributeValues: allValues } : {}),
        ReturnValues: 'ALL_OLD',
      });
      const before = client.send(command).then(({ Attributes }) => Attributes ?? {});
      // What it was before is lost with the answer; what it is now differs from that only by the changes.
      return unlessConditionFails(before, async () => {
        const kept = await this.get(key);
        return kept && holds(kept, changes) ? kept : undefined;
      });
    },

    /** Adds one to a counter that ends at `expiresAt` (epoch seconds); gives the count. */
    async count(key: Key, expiresAt: number): Promise<number> {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { ...key },
          UpdateExpression: 'ADD #count :one SET expiresAt = :end',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':one': 1, ':end': expiresAt },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return Number(Attributes?.count ?? 1);
    },

    /** Adds one to a number of an item, only while it is below `most`; false when it is not. */
    async addOne(key: Key, name: string, most = Number.MAX_SAFE_INTEGER): Promise<boolean> {
      const command = new UpdateCommand({
        TableName: table,
        Key: { ...key },
        UpdateExpression: 'ADD #name :one',
        ConditionExpression: 'attribute_not_exists(#name) OR #name < :most',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':one': 1, ':most': most },
      });
      // A second try that finds it full may have filled it itself: then one too few is sent, and never one too many.
      const full = async (): Promise<undefined> => undefined;
      return (await unlessConditionFails<unknown>(client.send(command), full)) !== undefined;
    },

    /** One page of a query. */
    async page(
      query: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>,
      cursor?: string,
    ): Promise<{ items: readonly Item[]; cursor?: string }> {
      const start = keyOf(cursor);
      const output = await client
        .send(
          new QueryCommand({ TableName: table, ...query, ...(start ? { ExclusiveStartKey: start } : {}) }),
        )
        .catch((error: Error) => {
          // Of a query that the adapter made, only the caller's cursor can be wrong.
          if (start && error.name === 'ValidationException') throw badCursor();
          throw error;
        });
      const next = cursorOf(output.LastEvaluatedKey);
      return { items: output.Items ?? [], ...(next === undefined ? {} : { cursor: next }) };
    },

    /** Everything that a query finds, page by page. */
    async all(query: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>): Promise<readonly Item[]> {
      const found: Item[] = [];
      let cursor: string | undefined;
      do {
        const page = await this.page(query, cursor);
        found.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    },
  };
}

export type Documents = ReturnType<typeof documents>;

/** Everything of one partition, strongly read, optionally of one kind. */
export const partition = (pk: string, kind?: string) => ({
  KeyConditionExpression: kind === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :kind)',
  ExpressionAttributeValues: kind === undefined ? { ':pk': pk } : { ':pk': pk, ':kind': kind },
  ConsistentRead: true,
});

/** One page of a query, each item as its reader gives it. */
export async function pageOf<T>(
  items: Pick<Documents, 'page'>,
  query: Omit<QueryCommandInput, 'TableName' | 'ExclusiveStartKey'>,
  cursor: string | undefined,
  read: (item: Item) => T,
): Promise<{ readonly items: readonly T[]; readonly cursor?: string }> {
  const page = await items.page(query, cursor);
  return { items: page.items.map(read), ...(page.cursor ? { cursor: page.cursor } : {}) };
}
