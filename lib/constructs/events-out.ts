import { Duration, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { retrySeconds } from '../../domain/practice/events-out.ts';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { acknowledge, acknowledgeInvoking } from '../nag.ts';
import { DeskFunction } from './desk-function.ts';
import { encryptedQueue } from './encrypted-queue.ts';

export interface EventsOutProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly toolsUrl: string;
}

/** Tells the practice's other tools what happened: from the inquiry's own item to a queue, from there to each tool, signed. */
export class EventsOut extends Construct {
  readonly queue: Queue;
  readonly aside: Queue;

  constructor(scope: Construct, id: string, props: EventsOutProps) {
    super(scope, id);
    // The function itself gives an event up after its last try; what the queue puts aside is what the function could not handle at all.
    const tries = retrySeconds.length + 5;
    const { queue, aside } = encryptedQueue(this, 'Events', props.held.key, Duration.minutes(5), { tries });
    this.queue = queue;
    this.aside = aside;
    this.announcing(props);
    this.delivering(props);
  }

  private announcing({ bundles, held }: EventsOutProps): void {
    const announce = new DeskFunction(this, 'Announce', {
      name: 'events/announce',
      bundles,
      key: held.key,
      timeout: Duration.seconds(55),
      environment: { INQUIRY_TABLE: held.inquiries.tableName, EVENT_QUEUE: this.queue.queueUrl },
    });
    announce.onTable(held.inquiries, ['GetItem', 'UpdateItem'], ['to-announce']);
    announce.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    new Schedule(this, 'Every ten minutes', {
      schedule: ScheduleExpression.rate(Duration.minutes(10)),
      target: new LambdaInvoke(announce.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(5) }),
    });
    acknowledgeInvoking(Stack.of(this), [announce.lambda]);
  }

  private delivering({ bundles, held, toolsUrl }: EventsOutProps): void {
    const deliver = new DeskFunction(this, 'Deliver', {
      name: 'events/deliver',
      bundles,
      key: held.key,
      timeout: Duration.seconds(45),
      environment: {
        INQUIRY_TABLE: held.inquiries.tableName,
        PRACTICE_TABLE: held.practiceTable.tableName,
        SOURCE_SECRETS: held.sourceSecrets.secretArn,
        EVENT_QUEUE: this.queue.queueUrl,
        TOOLS_URL: toolsUrl,
      },
    });
    deliver.onTable(held.inquiries, ['GetItem']);
    deliver.onTable(held.practiceTable, ['PutItem']);
    deliver.allow(['secretsmanager:GetSecretValue'], [held.sourceSecrets.secretArn]);
    acknowledge(
      deliver,
      ['Serverless-LambdaEventSourceMappingDestination'],
      'The queue’s own redrive policy puts aside what fails.',
    );
    deliver.lambda.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 1, reportBatchItemFailures: true }),
    );
  }
}
