import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';

/** A queue under the data key, and the one beside it where what failed so often waits for a person. */
export function encryptedQueue(
  scope: Construct,
  id: string,
  key: IKey,
  visibilityTimeout: Duration,
  { asideId = `${id}Aside`, tries = 5 }: { readonly asideId?: string; readonly tries?: number } = {},
): { readonly queue: Queue; readonly aside: Queue } {
  const common = { encryption: QueueEncryption.KMS, encryptionMasterKey: key, enforceSSL: true };
  const aside = new Queue(scope, asideId, { ...common, retentionPeriod: Duration.days(14) });
  acknowledge(aside, ['Serverless-SQSRedrivePolicy'], 'It is where messages end that could not be handled.');
  const queue = new Queue(scope, id, {
    ...common,
    visibilityTimeout,
    retentionPeriod: Duration.days(14),
    deadLetterQueue: { queue: aside, maxReceiveCount: tries },
  });
  return { queue, aside };
}
