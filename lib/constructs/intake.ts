import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { JsonPath, type StateMachine, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { acknowledge } from '../nag.ts';
import { DeskFunction } from './desk-function.ts';
import { encryptedQueue } from './encrypted-queue.ts';
import { Machine } from './machine.ts';
import type { Texts } from './texts.ts';

export interface IntakeProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly texts: Texts;
  readonly escalation: StateMachine;
  readonly publicUrl: string;
  readonly graphUrl: string;
  readonly events: Queue;
}

/** From a sender's request to an inquiry: receive, store, register. */
export class Intake extends Construct {
  readonly receive: DeskFunction<'inquiry/receive-delivery'>;
  readonly register: DeskFunction<'inquiry/register-delivery'>;
  readonly registration: StateMachine;
  /** Where mail and texts wait that could not be stored. */
  readonly aside: Queue;

  constructor(
    scope: Construct,
    id: string,
    { bundles, held, texts, escalation, publicUrl, graphUrl, events }: IntakeProps,
  ) {
    super(scope, id);
    this.register = new DeskFunction(this, 'RegisterDelivery', {
      name: 'inquiry/register-delivery',
      bundles,
      key: held.key,
      // A mail of 40 MB with its files passes through it.
      timeout: Duration.seconds(60),
      memorySize: 1024,
      environment: {
        DELIVERY_TABLE: held.deliveries.tableName,
        INQUIRY_TABLE: held.inquiries.tableName,
        ESCALATION_MACHINE: escalation.stateMachineArn,
        ADDRESS_KEY: held.addressKey.secretArn,
        LINK_KEY: held.linkKey.secretArn,
        MAIL_BUCKET: held.mailBucket.bucketName,
        SOURCE_SECRETS: held.sourceSecrets.secretArn,
        GRAPH_URL: graphUrl,
        EVENT_QUEUE: events.queueUrl,
        PRACTICE_TABLE: held.practiceTable.tableName,
        PATIENT_TABLE: held.patients.tableName,
        OUTREACH_TABLE: held.outreach.tableName,
        CARE_CONFIGURATION_SET: held.care.configurationSetName,
        TEXT_CONFIGURATION_SET: texts.configurationSet,
        PUBLIC_URL: publicUrl,
      },
    });
    // Staff answer alerts by text: what they write to a patient leaves from here, and is in the audit trail.
    this.register.onTable(held.practiceTable, ['GetItem', 'Query', 'PutItem']);
    // Whether somebody who writes was treated lately; and appointments and purchases from the practice's own software.
    this.register.onTable(held.patients, ['GetItem', 'Query', 'PutItem', 'DeleteItem']);
    // What they say about further messages, and in answer to a check-in.
    this.register.onTable(held.outreach, ['Query', 'PutItem', 'GetItem', 'UpdateItem']);
    held.allowCareMail(this.register);
    texts.allow(this.register, ['care']);
    // DeleteItem: of a form that a child sent, nothing stays (docs/decisions/057).
    this.register.onTable(held.deliveries, ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem']);
    // Query: what was said before, which a mail may quote, and whether staff have asked something since a number was asked to confirm.
    this.register.onTable(held.inquiries, ['GetItem', 'PutItem', 'UpdateItem', 'Query']);
    this.register.allow(
      ['secretsmanager:GetSecretValue'],
      [held.addressKey.secretArn, held.linkKey.secretArn, held.sourceSecrets.secretArn],
    );
    this.register.onMail(held, 's3:GetObject', 'in/*');
    this.register.onMail(held, 's3:PutObject', 'attachments/*');
    this.register.allow(['sqs:SendMessage'], [events.queueArn]);
    this.register.allow(['states:StartExecution'], [escalation.stateMachineArn]);
    // A wake-up names a token; the service knows the machine by it.
    this.register.allow(['states:SendTaskFailure'], [escalation.stateMachineArn]);

    this.registration = new Machine(this, 'Registration', {
      key: held.key,
      comment: 'Register a delivery',
      calls: [this.register.lambda],
      definition: new LambdaInvoke(this, 'Register what was delivered', {
        lambdaFunction: this.register.lambda,
        payloadResponseOnly: true,
        payload: TaskInput.fromObject({ deliveryId: JsonPath.stringAt('$.deliveryId') }),
        taskTimeout: Timeout.duration(Duration.seconds(90)),
        retryOnServiceExceptions: false,
      }).addRetry({ errors: ['States.ALL'], interval: Duration.seconds(1), backoffRate: 2, maxAttempts: 4 }),
    }).stateMachine;

    this.receive = new DeskFunction(this, 'ReceiveDelivery', {
      name: 'inquiry/receive-delivery',
      bundles,
      key: held.key,
      environment: {
        DELIVERY_TABLE: held.deliveries.tableName,
        REGISTRATION_MACHINE: this.registration.stateMachineArn,
        SOURCE_SECRETS: held.sourceSecrets.secretArn,
        PUBLIC_URL: publicUrl,
      },
    });
    this.receive.onTable(held.deliveries, ['PutItem', 'GetItem']);
    this.receive.allow(['secretsmanager:GetSecretValue'], [held.sourceSecrets.secretArn]);
    this.receive.allow(['states:StartExecution'], [this.registration.stateMachineArn]);
    this.aside = this.ownTopics({ bundles, held });
  }

  /** Mail and texts: topic, queue, function; what cannot be stored is put aside, which raises an alarm. */
  private ownTopics({ bundles, held }: Pick<IntakeProps, 'bundles' | 'held'>): Queue {
    const { queue, aside } = encryptedQueue(this, 'Notifications', held.key, Duration.minutes(3));
    for (const topic of [held.inboundMail, held.inboundTexts])
      topic.addSubscription(new SqsSubscription(queue, { deadLetterQueue: aside }));
    const receive = new DeskFunction(this, 'ReceiveNotifications', {
      name: 'inquiry/receive-notifications',
      bundles,
      key: held.key,
      timeout: Duration.seconds(30),
      environment: {
        DELIVERY_TABLE: held.deliveries.tableName,
        REGISTRATION_MACHINE: this.registration.stateMachineArn,
        MAIL_TOPIC: held.inboundMail.topicArn,
        TEXTS_TOPIC: held.inboundTexts.topicArn,
      },
    });
    receive.onTable(held.deliveries, ['PutItem', 'GetItem']);
    receive.allow(['states:StartExecution'], [this.registration.stateMachineArn]);
    acknowledge(
      receive,
      ['Serverless-LambdaEventSourceMappingDestination'],
      'The queue’s own redrive policy puts aside what fails.',
    );
    receive.lambda.addEventSource(
      new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }),
    );
    return aside;
  }
}
