import { createServer, type IncomingMessage } from 'node:http';
import type { Resource } from '../../local/assembly/assembly.ts';
import { tableCall } from '../../local/aws/dynamodb.ts';
import { forwardTo } from '../../local/aws/forward.ts';

type Item = Record<string, Record<string, unknown>>;
interface Asked {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConsistentRead?: boolean;
}

interface Index {
  readonly keys: readonly string[];
}

export interface Counted {
  requests: number;
  /** Read units: 4 kB strongly read are one. */
  reads: number;
  /** Write units, those of indexes with them. */
  writes: number;
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

const keysOf = ({ properties }: Resource): { own: readonly string[]; indexes: readonly Index[] } => {
  const names = (schema: unknown): readonly string[] =>
    (schema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);
  const indexes = (properties.GlobalSecondaryIndexes ?? []) as { KeySchema: unknown }[];
  return {
    own: names(properties.KeySchema),
    indexes: indexes.map(({ KeySchema }) => ({ keys: names(KeySchema) })),
  };
};

const placeIn = ({ keys }: Index, item: Item | undefined): string | undefined =>
  item && keys.every((key) => item[key] !== undefined)
    ? JSON.stringify(keys.map((key) => item[key]))
    : undefined;

/** What AWS bills for an index: nothing where nothing changed, two where an item moves. Items are below 1 kB. */
function indexWrites(index: Index, before: Item | undefined, after: Item | undefined): number {
  const [from, to] = [placeIn(index, before), placeIn(index, after)];
  if (from === to) return from !== undefined && JSON.stringify(before) !== JSON.stringify(after) ? 1 : 0;
  return (from === undefined ? 0 : 1) + (to === undefined ? 0 : 1);
}

/** Stands before the engine's tables and counts what AWS would bill; the engine leaves out what writes cost in indexes. */
export async function countingFront(enginePort: number, tables: readonly Resource[]) {
  const engine = forwardTo(enginePort);
  const layouts = new Map(tables.map((table) => [table.name, keysOf(table)]));
  const counted: Counted = { requests: 0, reads: 0, writes: 0 };

  const ask = async (operation: string, body: object): Promise<Record<string, unknown>> => {
    const reply = await engine(tableCall(operation, body));
    return { status: reply.status, ...(JSON.parse(reply.body.toString() || '{}') as object) };
  };
  const itemAt = async (TableName: string, Key: object): Promise<Item | undefined> =>
    (await ask('GetItem', { TableName, Key, ConsistentRead: true })).Item as Item | undefined;

  async function write(operation: string, body: { TableName: string; Item?: Item; Key?: Item }) {
    const { own, indexes } = layouts.get(body.TableName) ?? { own: [], indexes: [] };
    const from = body.Key ?? body.Item ?? {};
    const key = Object.fromEntries(own.map((name) => [name, from[name]]));
    const before = await itemAt(body.TableName, key);
    const reply = await ask(operation, { ...body, ReturnConsumedCapacity: 'TOTAL' });
    const after = await itemAt(body.TableName, key);
    const { CapacityUnits = 1 } = (reply.ConsumedCapacity ?? {}) as { CapacityUnits?: number };
    counted.writes += CapacityUnits;
    for (const index of indexes) counted.writes += indexWrites(index, before, after);
    return reply;
  }

  async function answer(operation: string, body: Asked) {
    counted.requests += 1;
    if (/^(Put|Update|Delete)Item$/.test(operation)) return write(operation, body);
    const reply = await ask(operation, { ...body, ReturnConsumedCapacity: 'TOTAL' });
    const { CapacityUnits = 0 } = (reply.ConsumedCapacity ?? {}) as { CapacityUnits?: number };
    // A read that finds nothing is billed as the smallest one; the engine says nothing of it.
    counted.reads += Math.max(CapacityUnits, body.ConsistentRead ? 1 : 0.5);
    return reply;
  }

  const server = createServer(async (request, response) => {
    const body = JSON.parse((await bodyOf(request)).toString()) as { TableName: string };
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const { status, ConsumedCapacity, ...reply } = (await answer(operation, body)) as Record<string, unknown>;
    void ConsumedCapacity;
    response
      .writeHead(Number(status), { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(reply));
  });
  server.keepAliveTimeout = 60_000;
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    counted,
    end: (): void => {
      server.close();
      server.closeAllConnections();
    },
  };
}
