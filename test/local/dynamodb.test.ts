import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { AbstractValueIterator } from 'abstract-level';
import type { Resource } from '../../local/assembly/assembly.ts';
import { createDynamoDb } from '../../local/aws/dynamodb.ts';
import { freePort } from '../../local/aws/ports.ts';

const table = {
  name: 'Things',
  properties: {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
  },
} as unknown as Resource;

let directory = '';
let engine: ReturnType<typeof createDynamoDb>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'heard-'));
  engine = createDynamoDb(await freePort(), directory, [table]);
  await engine.start();
  while ((await ask('DescribeTable', {})).Table?.TableStatus !== 'ACTIVE');
});
afterAll(async () => {
  await engine.end();
  rmSync(directory, { recursive: true });
});

interface Answer {
  readonly Count?: number;
  readonly Table?: { readonly TableStatus: string };
}

async function ask(operation: string, body: object): Promise<Answer> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
    'x-amz-date': '20260101T000000Z',
  };
  const reply = await engine.backend({
    service: 'dynamodb',
    operation,
    caller: 'test',
    method: 'POST',
    path: '/',
    headers,
    body: Buffer.from(JSON.stringify({ TableName: table.name, ...body })),
  });
  expect(reply.status).toBe(200);
  return JSON.parse(reply.body.toString()) as Answer;
}

test.each([
  ['to the end', {}, 3],
  ['and stops at a limit', { Limit: 1 }, 1],
])('a query that reads %s lets go of what it read from', async (_, more, count) => {
  for (const sk of ['a', 'b', 'c']) await ask('PutItem', { Item: { pk: { S: 'p' }, sk: { S: sk } } });
  const opened = jest.spyOn(AbstractValueIterator.prototype, 'next');
  const closed = jest.spyOn(AbstractValueIterator.prototype, 'close');
  const found = await ask('Query', {
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': { S: 'p' } },
    ...more,
  });
  expect(found.Count).toBe(count);
  await new Promise(setImmediate);
  expect(new Set(closed.mock.contexts)).toEqual(new Set(opened.mock.contexts));
  expect(closed).toHaveBeenCalled();
  opened.mockRestore();
  closed.mockRestore();
});
