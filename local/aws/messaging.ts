import { mkdirSync } from 'node:fs';
import type { FauxqsServer } from 'fauxqs';
import type { Resource } from '../assembly/assembly.ts';
import { type Outbox, tagged } from '../outbox.ts';
import type { AwsBackend, AwsCall, AwsReply, Clock, Service } from '../service.ts';
import { forwardTo } from './forward.ts';
import { startMessageEngine } from './message-engine.ts';

export interface MessagingOptions {
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly directory: string;
  readonly topics: readonly Resource[];
  readonly queues: readonly Resource[];
  readonly subscriptions: readonly Resource[];
  readonly buckets: readonly Resource[];
  /** Called whenever something may have reached a queue. */
  readonly arrived: () => void;
}

export interface Messaging extends Service {
  readonly backend: AwsBackend;
  publish(topicArn: string, message: string): void;
  put(bucket: string, key: string, body: Buffer): Promise<void>;
}

interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

const lastPart = (arn: string): string => arn.split(':').at(-1) ?? '';

function attributesOf(parameters: URLSearchParams): Record<string, string> {
  const named: Record<string, string> = {};
  for (let index = 1; parameters.has(`MessageAttributes.entry.${index}.Name`); index += 1) {
    const prefix = `MessageAttributes.entry.${index}`;
    named[parameters.get(`${prefix}.Name`) ?? ''] = parameters.get(`${prefix}.Value.StringValue`) ?? '';
  }
  return named;
}

const published = (messageId: string): AwsReply => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body:
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>' +
    `<MessageId>${messageId}</MessageId></PublishResult></PublishResponse>`,
});

const postponed: AwsReply = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: '{}',
};

function keep(parameters: URLSearchParams, options: MessagingOptions): void {
  const attributes = attributesOf(parameters);
  const phone = parameters.get('PhoneNumber');
  if (!phone && !attributes.audience) return;
  options.outbox.add({
    channel: phone ? 'sms' : attributes.kind === 'task' ? 'task' : 'topic',
    ...tagged(attributes),
    to: phone ?? parameters.get('TopicArn') ?? '',
    subject: parameters.get('Subject') ?? '',
    text: parameters.get('Message') ?? '',
    headers: {},
    at: new Date(options.clock.now()).toISOString(),
  });
}

function createEverything(server: FauxqsServer, options: MessagingOptions): void {
  const dead = (queue: Resource): boolean => queue.properties.RedrivePolicy === undefined;
  const queues = [...options.queues.filter(dead), ...options.queues.filter((queue) => !dead(queue))];
  for (const { name, properties } of queues) {
    const redrive = properties.RedrivePolicy as RedrivePolicy | undefined;
    server.createQueue(name, {
      attributes: {
        VisibilityTimeout: String(properties.VisibilityTimeout ?? 30),
        ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
      },
    });
  }
  for (const { name } of options.topics) server.createTopic(name);
  for (const { identity } of options.buckets) server.createBucket(identity.ref);
  for (const { properties } of options.subscriptions) {
    if (properties.Protocol !== 'sqs') continue;
    const attributes: Record<string, string> = properties.RawMessageDelivery
      ? { RawMessageDelivery: 'true' }
      : {};
    server.subscribe({
      topic: lastPart(String(properties.TopicArn)),
      queue: lastPart(String(properties.Endpoint)),
      attributes,
    });
  }
}

/** SNS, SQS and S3: topics, queues and buckets in an engine; texts to phones stay in the outbox. */
export function createMessaging(port: number, options: MessagingOptions): Messaging {
  const toEngine = forwardTo(port);
  let server: FauxqsServer | undefined;
  let texts = 0;

  async function publishCall(call: AwsCall): Promise<AwsReply> {
    const parameters = new URLSearchParams(call.body.toString());
    if (parameters.get('PhoneNumber')) {
      keep(parameters, options);
      texts += 1;
      return published(`text-${options.clock.now()}-${texts}`);
    }
    const reply = await toEngine(call);
    if (reply.status === 200) keep(parameters, options);
    options.arrived();
    return reply;
  }

  return {
    backend: async (call) => {
      if (call.service === 'sns' && call.operation === 'Publish') return publishCall(call);
      // The engine would hide it by the real clock; here a message comes again by the run's, whatever the wish.
      if (call.operation === 'ChangeMessageVisibility') return postponed;
      const reply = await toEngine(call);
      if (call.operation.startsWith('SendMessage')) options.arrived();
      return reply;
    },
    publish: (topicArn, message) => {
      server?.publish(lastPart(topicArn), message);
      options.arrived();
    },
    put: async (bucket, key, body) => {
      const { status } = await toEngine({
        caller: 'ses',
        service: 's3',
        operation: 'PutObject',
        method: 'PUT',
        path: `/${bucket}/${key}`,
        headers: { host: `127.0.0.1:${port}` },
        body,
      });
      if (status >= 300) throw new Error(`The bucket answered ${status}.`);
    },
    start: async () => {
      mkdirSync(options.directory, { recursive: true });
      server = await startMessageEngine(port, options.directory);
      createEverything(server, options);
    },
    end: async () => {
      await server?.stop();
    },
  };
}
