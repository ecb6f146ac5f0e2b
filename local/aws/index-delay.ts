import type { Resource } from '../assembly/assembly.ts';
import type { AwsBackend, AwsCall, Clock } from '../service.ts';
import type { Faults } from './faults.ts';

type Attributes = Readonly<Record<string, unknown>>;

const writing = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

interface Input {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly Key?: Attributes;
  readonly Item?: Attributes;
}

/**
 * Index reads as AWS has them: eventually consistent. While the fault seam asks for a delay, an item that was written within it is
 * not in what an index gives; reads of the table itself are as strong as ever.
 */
export function delayIndexes(
  backend: AwsBackend,
  tables: readonly Resource[],
  { clock, faults }: { clock: Clock; faults: Faults },
): AwsBackend {
  const keys = new Map(
    tables.map(({ name, properties }) => {
      const schema = properties.KeySchema as readonly { AttributeName: string }[];
      return [name, schema.map(({ AttributeName }) => AttributeName)];
    }),
  );
  const written = new Map<string, number>();
  const markOf = (table: string, item: Attributes): string =>
    JSON.stringify([table, (keys.get(table) ?? []).map((name) => item[name])]);

  function remember({ TableName = '', Key, Item }: Input): void {
    const item = Key ?? Item;
    if (item) written.set(markOf(TableName, item), clock.now());
  }

  return async (call: AwsCall) => {
    const delay = faults.indexDelay;
    if (delay === 0) return backend(call);
    const input = JSON.parse(call.body.toString() || '{}') as Input;
    const reply = await backend(call);
    if (writing.has(call.operation) && reply.status === 200) remember(input);
    if (call.operation !== 'Query' || !input.IndexName || reply.status !== 200) return reply;
    const found = JSON.parse(reply.body.toString()) as { Items?: Attributes[]; Count?: number };
    const seen = (found.Items ?? []).filter(
      (item) => clock.now() - (written.get(markOf(input.TableName ?? '', item)) ?? 0) >= delay,
    );
    const body = JSON.stringify({ ...found, Items: seen, Count: seen.length });
    const { 'content-length': _length, 'x-amz-crc32': _checksum, ...headers } = reply.headers;
    return { ...reply, headers, body };
  };
}
