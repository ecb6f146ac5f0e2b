import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type TranslateConfig } from '@aws-sdk/lib-dynamodb';

/** An item as the SDK puts it on the wire. */
export type WireItem = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What a command of the SDK asks, its values as on the wire. */
interface Asked {
  readonly TableName: string;
  readonly Item?: WireItem;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
}

const ofPartition = new Set(['pk = :pk', 'pk = :pk AND begins_with(sk, :kind)']);

/**
 * Stands in the SDK client of the adapters, behind its own marshalling and before anything is signed or sent. While it gathers, what the
 * adapters put is kept here, and what they ask of a partition is answered from that: right for patients who are new, and for no others.
 * It must be there before the adapters' module makes its client; the adapters know nothing of it.
 */
export function gatherPuts() {
  const gathered = new Map<string, Map<string, WireItem>>();
  let gathering = false;

  function put(table: string, item: WireItem): void {
    const partition = JSON.stringify([table, item.pk?.S]);
    const items = gathered.get(partition) ?? new Map<string, WireItem>();
    const sort = String(item.sk?.S ?? '');
    if (items.has(sort)) throw new Error(`The item ${sort} of a new patient was put twice.`);
    gathered.set(partition, items.set(sort, item));
  }

  function found({ TableName, KeyConditionExpression = '', ExpressionAttributeValues = {} }: Asked) {
    if (!ofPartition.has(KeyConditionExpression))
      throw new Error(`While patients are loaded nothing answers the query ${KeyConditionExpression}.`);
    const items = gathered.get(JSON.stringify([TableName, ExpressionAttributeValues[':pk']?.S]));
    const kind = ExpressionAttributeValues[':kind']?.S ?? '';
    const sorts = [...(items?.keys() ?? [])].filter((sort) => sort.startsWith(kind)).toSorted();
    return { Items: sorts.map((sort) => items?.get(sort)) };
  }

  function answer(command: string, asked: Asked): object {
    if (command === 'PutItemCommand' && asked.Item) {
      put(asked.TableName, asked.Item);
      return {};
    }
    if (command === 'QueryCommand') return found(asked);
    throw new Error(`While patients are loaded nothing answers ${command}.`);
  }

  /** As a middleware of the SDK; `next` is what signs and sends. */
  const instead =
    <Arguments extends { readonly input: object }, Output>(
      next: (args: Arguments) => Promise<Output>,
      { commandName = '' }: { readonly commandName?: string },
    ) =>
    async (args: Arguments): Promise<Output> => {
      if (!gathering) return next(args);
      const output = answer(commandName, args.input as unknown as Asked);
      return { response: {}, output: { $metadata: {}, ...output } } as Output;
    };

  const make = DynamoDBDocumentClient.from;
  DynamoDBDocumentClient.from = (client: DynamoDBClient, config?: TranslateConfig) => {
    const documents = make(client, config);
    documents.middlewareStack.addRelativeTo(instead, {
      name: 'gatherPuts',
      relation: 'after',
      toMiddleware: 'DocumentMarshall',
    });
    return documents;
  };

  return {
    /** Gathers what `work` puts, and gives it: table, then item. */
    async during(work: () => Promise<void>): Promise<readonly (readonly [string, WireItem])[]> {
      gathering = true;
      try {
        await work();
      } finally {
        gathering = false;
      }
      const puts = [...gathered].flatMap(([partition, items]) => {
        const [table] = JSON.parse(partition) as [string];
        return [...items.values()].map((item) => [table, item] as const);
      });
      gathered.clear();
      return puts;
    },
  };
}

export type Gathering = ReturnType<typeof gatherPuts>;
