import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Mail } from '../../../domain/message/senders.ts';

const adapters = join(import.meta.dirname, '../../../lambdas/adapters');

let server: Server;
let requests = 0;
let answer: RequestListener;

/** One server for both services, whose clients are told where it is before they are made. */
beforeAll(async () => {
  server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // Half a second for 2 s, 0.75 for 3.
    CALL_PATIENCE: '0.25',
  });
});

afterEach(() => {
  server.closeAllConnections();
  requests = 0;
});

const silent: RequestListener = () => {};
const stuckInTheMiddle: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).write('{"Item":');
};

const mail: Mail = {
  stream: 'care',
  to: 'rowan@example.com',
  subject: 'A message',
  text: 'Hello',
  about: { audience: 'patient', kind: 'safety', inquiryId: 'inq_1' },
};

test('a store that never answers is asked three times, and then the call fails', async () => {
  answer = silent;
  const { documents } = await import('../../../lambdas/adapters/documents.ts');
  const failure = await documents('inquiries')
    .get({ pk: 'inquiry#1' })
    .catch((error: Error) => error);
  expect(failure).toMatchObject({
    name: 'TimeoutError',
    message: expect.stringContaining('exceeded the configured 500 ms'),
  });
  expect(requests).toBe(3);
});

test('so it is when the answer stops half-way', async () => {
  answer = stuckInTheMiddle;
  const { documents } = await import('../../../lambdas/adapters/documents.ts');
  const failure = await documents('inquiries')
    .get({ pk: 'inquiry#1' })
    .catch((error: Error) => error);
  expect(failure).toMatchObject({ message: expect.stringContaining(' 500 ms of inactivity') });
});

test('a mail whose acceptance never comes is tried once, and its outcome is unknown', async () => {
  answer = silent;
  const { sesMailer } = await import('../../../lambdas/adapters/ses-mailer.ts');
  const mailer = sesMailer(
    { name: 'Practice', mail: { care: 'care@example.com', marketing: 'news@example.com' } },
    {},
  );
  const failure = await mailer.send(mail).catch((error: Error) => error);
  expect(failure).toMatchObject({ name: 'TimeoutError', message: expect.stringMatching(/ 750 ms /) });
  expect(requests).toBe(1);
});

const limitOf: Readonly<Record<string, string>> = {
  ConnectClient: 'sending',
  PinpointSMSVoiceV2Client: 'sending',
  SESv2Client: 'sending',
  SNSClient: 'sending',
  S3Client: 'carrying',
};

test('every client has its limits, and whatever sends has one try', () => {
  const made = readdirSync(adapters).flatMap((file) =>
    [...readFileSync(join(adapters, file), 'utf8').matchAll(/new (\w+Client)\(([^)]*)\)/g)].map(
      ([, client = '', options]) => ({ file, client, options }),
    ),
  );
  expect(made.length).toBeGreaterThanOrEqual(10);
  for (const { file, client, options } of made)
    expect({ file, client, options }).toEqual({ file, client, options: limitOf[client] ?? 'asking' });
});
