import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import dynalite from 'dynalite';
import type { Resource } from '../assembly/assembly.ts';
import type { AwsBackend, AwsCall, Service } from '../service.ts';
import { endIterators } from './ended-iterators.ts';
import { inProcess } from './in-process.ts';
import { readInPlace } from './reads-in-place.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What CreateTable takes of a template's table; the rest (encryption, recovery, expiry) has no meaning on one machine. */
function creation({ name, properties }: Resource): object {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = properties as Properties;
  return {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes } : {}),
  };
}

/** A call of the table service as a client signs it; the engine looks at no signature. */
export function tableCall(operation: string, body: object): AwsCall {
  return {
    service: 'dynamodb',
    operation,
    caller: 'local',
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
      'x-amz-date': '20260101T000000Z',
    },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** The tables of the template in an engine that keeps them in files. */
export function createDynamoDb(
  port: number,
  directory: string,
  tables: readonly Resource[],
): Service & { readonly backend: AwsBackend; readonly createTable: (table: Resource) => Promise<void> } {
  let server: Server | undefined;
  const backend = inProcess(() => server);

  async function createTable(table: Resource): Promise<void> {
    const reply = await backend(tableCall('CreateTable', creation(table)));
    const text = reply.body.toString();
    if (reply.status !== 200 && !text.includes('ResourceInUseException'))
      throw new Error(`The table ${table.name} could not be made: ${text}`);
    while (!(await isActive(table)));
  }

  /** The engine answers before it has made a table. */
  async function isActive({ name }: Resource): Promise<boolean> {
    const reply = await backend(tableCall('DescribeTable', { TableName: name }));
    return JSON.parse(reply.body.toString()).Table?.TableStatus === 'ACTIVE';
  }

  return {
    backend,
    createTable,
    start: async () => {
      mkdirSync(directory, { recursive: true });
      endIterators();
      readInPlace();
      server = dynalite({ path: directory, createTableMs: 0 }) as Server;
      await new Promise<void>((resolve, reject) => {
        server?.once('error', reject).listen(port, '127.0.0.1', () => resolve());
      });
      for (const table of tables) await createTable(table);
    },
    end: () =>
      new Promise((resolve) => {
        if (!server) return resolve();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
