import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { EventOut } from '../../domain/practice/events-out.ts';
import { asking } from './time-limits.ts';

const client = new SQSClient(asking);

/** Events on their way to the practice's other tools. */
export const eventQueue = (url: string) => ({
  put: async (event: EventOut): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(event) }));
  },
  /** Lets a message come again after this many seconds. */
  postpone: async (receiptHandle: string, seconds: number): Promise<void> => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  },
});
