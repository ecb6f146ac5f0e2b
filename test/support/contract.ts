import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { readAssembly } from '../../local/assembly/assembly.ts';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { freePort } from '../../local/aws/ports.ts';

/** The local engine, which makes an empty table after one of the template's whenever it is asked for one. */
async function engine() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const directory = mkdtempSync(join(tmpdir(), 'heard-contract-'));
  const { of } = readAssembly({
    directory: resolve('cdk.out'),
    parameters: {},
    urls: { aws: url, http: url },
  });
  const database = createDynamoDb(port, directory, []);
  await database.start();
  // Read by the adapters' client as it is loaded.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: url,
    CALL_PATIENCE: '15',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'contract',
    AWS_SECRET_ACCESS_KEY: 'contract',
  });
  let made = 0;
  return {
    table: async (kind: string): Promise<string> => {
      const table = of('AWS::DynamoDB::Table').find(({ logicalId }) => logicalId.startsWith(kind));
      if (!table) throw new Error(`The template has no table ${kind}: synthesize first.`);
      made += 1;
      const name = `${table.name}-${made}`;
      await database.createTable({ ...table, name });
      return name;
    },
    end: async (): Promise<void> => {
      await database.end();
      rmSync(directory, { recursive: true });
    },
  };
}

let begun = false;

/**
 * Examples of what a port promises, run against the double in memory and against the adapter over the local engine: a double that drifts from the
 * table fails. Each call of `fresh` gives an empty port.
 * One a file: the adapters' client reads the engine's address once.
 */
export function contract<P>(
  name: string,
  {
    table,
    adapter,
    memory,
  }: {
    /** Logical id of the table in the template, from its start. */
    readonly table: string;
    /** Loads the adapter, which must not be loaded before the engine runs. */
    readonly adapter: () => Promise<(table: string) => P>;
    readonly memory: () => P;
  },
  examples: (fresh: () => Promise<P>) => void,
): void {
  if (begun) throw new Error('One contract a file: the client would go on asking the first engine.');
  begun = true;
  describe(`${name}, in memory`, () => examples(async () => memory()));

  describe(`${name}, in their table`, () => {
    let running: Awaited<ReturnType<typeof engine>>;
    let open: (table: string) => P;
    beforeAll(async () => {
      running = await engine();
      open = await adapter();
    });
    afterAll(() => running.end());
    examples(async () => open(await running.table(table)));
  });
}

/** Every item of a list, page by page. */
export async function pages<T>(
  list: (query: { cursor?: string | undefined; limit: number }) => Promise<{
    readonly items: readonly T[];
    readonly cursor?: string;
  }>,
  limit: number,
): Promise<readonly (readonly T[])[]> {
  const found: (readonly T[])[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ cursor, limit });
    found.push(page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
