import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Resource } from '../assembly/assembly.ts';
import { account, region } from '../assembly/resource-types.ts';
import type { Clock, Functions, Service } from '../service.ts';

interface Mapping {
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly functionName: string;
}

export interface EventSources extends Service {
  /** Looks into every queue now. */
  drain(): void;
}

const retrySeconds = 30;

const recordOf = (message: Message, mapping: Mapping): object => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: mapping.queueArn,
  awsRegion: region,
});

/** Hands what stands in queues to their functions, as Lambda's pollers do; what a function refused comes again later. */
export function createEventSources(
  port: number,
  resources: readonly Resource[],
  functions: Functions,
  clock: Clock,
): EventSources {
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new SQSClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const mappings = resources.map(({ properties }): Mapping => {
    const queueArn = String(properties.EventSourceArn);
    const queueUrl = `${endpoint}/${account}/${queueArn.split(':').at(-1)}`;
    return { queueArn, queueUrl, functionName: String(properties.FunctionName) };
  });
  let ended = false;
  let turn: Promise<void> = Promise.resolve();

  async function settle(message: Message, mapping: Mapping, failed: boolean): Promise<void> {
    const of = { QueueUrl: mapping.queueUrl, ReceiptHandle: message.ReceiptHandle };
    if (!failed) {
      await client.send(new DeleteMessageCommand(of));
      return;
    }
    await client
      .send(new ChangeMessageVisibilityCommand({ ...of, VisibilityTimeout: 0 }))
      .catch((error: Error) => {
        // It is back in the queue already, or has been put aside.
        if (error.name !== 'MessageNotInflight') throw error;
      });
  }

  async function batch(mapping: Mapping): Promise<'empty' | 'done' | 'failed'> {
    const received = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: mapping.queueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    const messages = received.Messages ?? [];
    if (messages.length === 0) return 'empty';
    const result = await functions.invoke(mapping.functionName, {
      Records: messages.map((message) => recordOf(message, mapping)),
    });
    const response =
      'error' in result
        ? undefined
        : (result.payload as { batchItemFailures?: { itemIdentifier: string }[] } | null);
    const refused = new Set(response?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
    let failed = false;
    for (const message of messages) {
      const lost = 'error' in result || refused.has(message.MessageId ?? '');
      failed ||= lost;
      await settle(message, mapping, lost);
    }
    return failed ? 'failed' : 'done';
  }

  async function drainAll(): Promise<void> {
    for (const mapping of mappings) {
      let outcome = ended ? 'empty' : await batch(mapping);
      while (outcome === 'done' && !ended) outcome = await batch(mapping);
      if (outcome === 'failed') clock.at(clock.now() + retrySeconds * 1000, drain);
    }
  }

  function drain(): void {
    if (ended) return;
    const next = turn.then(drainAll).catch((error: Error) => {
      if (ended) return;
      process.stderr.write(
        `A queue could not be read, and is read again in ${retrySeconds} s: ${error.message}\n`,
      );
      clock.at(clock.now() + retrySeconds * 1000, drain);
    });
    turn = next;
    void clock.track(next);
  }

  return {
    drain,
    start: async () => drain(),
    end: async () => {
      ended = true;
      await turn.catch(() => undefined);
      client.destroy();
    },
  };
}
