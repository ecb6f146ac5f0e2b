import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { fixtures } from '../support/sender-fixtures.ts';

describe('the demo', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  beforeAll(async () => {
    local = await startLocal({
      at: new Date(1795190712 * 1000).toISOString(),
      // The season before it is lived through in test/long.
      arguments: ['--demo', '--demo-days', '1', '--no-season', '--practice', 'practice'],
    });
    practice = practiceAt(local);
  }, 240_000);
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  test('has people, inquiries that were answered, and recall that went out', async () => {
    const count = async (path: string): Promise<number> => {
      let total = 0;
      for (let cursor = ''; ; ) {
        const page = (await (await local.as('manager', `${path}?limit=100${cursor}`)).json()) as {
          items: unknown[];
          cursor?: string;
        };
        total += page.items.length;
        if (!page.cursor) return total;
        cursor = `&cursor=${page.cursor}`;
      }
    };
    expect(await count('/v1/patients')).toBe(300);
    expect((await practice.inquiries()).some(({ respondedAt }) => respondedAt !== null)).toBe(true);
    expect((await local.outbox()).some(({ about }) => about.kind === 'recall')).toBe(true);
  });

  test('takes the recorded requests of the senders as they are', async () => {
    for (const { url, headers, rawBody, certPem } of fixtures) {
      if (certPem !== undefined) await practice.trust(String(JSON.parse(rawBody).SigningCertURL), certPem);
      const { pathname, search } = new URL(url);
      expect((await local.call(pathname + search, { method: 'POST', headers, body: rawBody })).status).toBe(
        200,
      );
    }
    await local.advance(1);
    const details = await Promise.all((await practice.inquiries()).map(({ id }) => practice.inquiry(id)));
    expect(details.some(({ contact }) => contact.email === 'jordan.avery@example.com')).toBe(true);
  });

  test('puts the practice’s public address into its links', async () => {
    const alert = (await practice.sentTo('staff')).findLast(({ channel }) => channel === 'email');
    expect(alert?.text).toContain('https://intake.example.com/a/');
  });

  test('is linked from the first page, and answers the AWS CLI', async () => {
    expect(await (await local.call('/')).text()).toContain('/v1/openapi.json');
    const endpoints = await local.json<Record<string, string>>('/_local/endpoints');
    expect(Object.keys(endpoints)).toEqual(
      expect.arrayContaining(['dynamodb', 'sfn', 'sesv2', 'sns', 'sqs', 's3']),
    );
    const reply = await fetch(endpoints.dynamodb ?? '', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        authorization:
          'AWS4-HMAC-SHA256 Credential=me/20261120/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
        'x-amz-date': '20261120T000000Z',
      },
      body: '{}',
    });
    expect(((await reply.json()) as { TableNames: string[] }).TableNames).toHaveLength(5);
  });

  test('stops within two seconds of Ctrl-C', async () => {
    const before = performance.now();
    expect(await local.stop()).toBe(0);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
