import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Resource } from '../assembly/assembly.ts';
import { account, region } from '../assembly/resource-types.ts';
import { createPresence, type Presence } from '../presence.ts';
import type { Clock, Functions, Service } from '../service.ts';

interface Mapping {
  readonly queueArn: string;
  readonly queueUrl: string;
  readonly functionName: string;
  readonly batchSize: number;
  /** Where a message goes after so many tries. */
  readonly aside?: { readonly queueUrl: string; readonly tries: number };
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
  queues: readonly Resource[],
  functions: Functions,
  clock: Clock,
): EventSources {
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new SQSClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const urlOf = (arn: string): string => `${endpoint}/${account}/${arn.split(':').at(-1)}`;
  const mappings = resources.map(({ properties }): Mapping => {
    const queueArn = String(properties.EventSourceArn);
    const redrive = queues.find(({ identity }) => identity.attributes.Arn === queueArn)?.properties
      .RedrivePolicy as { deadLetterTargetArn: string; maxReceiveCount: number } | undefined;
    return {
      queueArn,
      queueUrl: urlOf(queueArn),
      functionName: String(properties.FunctionName),
      batchSize: Number(properties.BatchSize ?? 10),
      ...(redrive
        ? { aside: { queueUrl: urlOf(redrive.deadLetterTargetArn), tries: redrive.maxReceiveCount } }
        : {}),
    };
  });
  const again: { readonly mapping: Mapping; readonly message: Message }[] = [];
  let ended = false;
  let turn: Promise<void> = Promise.resolve();
  // One for all that stands in line: while a function hangs, what waits behind it is at rest as well.
  let line: { readonly presence: Presence; length: number } | undefined;

  /** Real seconds: the run's clock decides when it comes again; the engine keeps it that long for the case that the run ends first. */
  const keptSeconds = 120;

  async function settle(message: Message, mapping: Mapping, failed: boolean): Promise<void> {
    const of = { QueueUrl: mapping.queueUrl, ReceiptHandle: message.ReceiptHandle };
    if (!failed) {
      await client.send(new DeleteMessageCommand(of));
      return;
    }
    const count = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
    if (mapping.aside && count >= mapping.aside.tries) {
      await client.send(
        new SendMessageCommand({ QueueUrl: mapping.aside.queueUrl, MessageBody: message.Body }),
      );
      await client.send(new DeleteMessageCommand(of));
      return;
    }
    await client.send(new ChangeMessageVisibilityCommand({ ...of, VisibilityTimeout: keptSeconds }));
    const attributes = { ...message.Attributes, ApproximateReceiveCount: String(count + 1) };
    again.push({ mapping, message: { ...message, Attributes: attributes } });
  }

  async function hand(messages: readonly Message[], mapping: Mapping): Promise<void> {
    const event = { Records: messages.map((message) => recordOf(message, mapping)) };
    const result = await functions.invoke(mapping.functionName, event, line?.presence.parked);
    const response =
      'error' in result
        ? undefined
        : (result.payload as { batchItemFailures?: { itemIdentifier: string }[] } | null);
    const refused = new Set(response?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of messages)
      await settle(message, mapping, 'error' in result || refused.has(message.MessageId ?? ''));
  }

  /** Hands on what stands in a queue; false when nothing does. */
  async function batch(mapping: Mapping): Promise<boolean> {
    const received = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: mapping.queueUrl,
        MaxNumberOfMessages: mapping.batchSize,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    const messages = received.Messages ?? [];
    if (messages.length > 0) await hand(messages, mapping);
    return messages.length > 0;
  }

  async function handAgain(): Promise<void> {
    for (const { mapping, message } of again.splice(0)) if (!ended) await hand([message], mapping);
  }

  async function drainAll(): Promise<void> {
    for (const mapping of mappings) while (!ended && (await batch(mapping)));
    if (again.length > 0) clock.at(clock.now() + retrySeconds * 1000, () => take(handAgain));
  }

  function take(work: () => Promise<void>): void {
    if (ended) return;
    const next = turn
      .then(work)
      .then(drainAll)
      .catch((error: Error) => {
        if (ended) return;
        process.stderr.write(
          `A queue could not be read, and is read again in ${retrySeconds} s: ${error.message}\n`,
        );
        clock.at(clock.now() + retrySeconds * 1000, drain);
      });
    turn = next;
    const mine = line ?? { presence: createPresence(clock), length: 0 };
    line = mine;
    mine.length += 1;
    void next.finally(() => {
      mine.length -= 1;
      if (mine.length > 0) return;
      line = undefined;
      mine.presence.end();
    });
  }
  const drain = (): void => take(async () => undefined);

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
