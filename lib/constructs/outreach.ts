import { Duration, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { ConfigurationSetEventDestination, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { acknowledge, acknowledgeInvoking } from '../nag.ts';
import { DeskFunction } from './desk-function.ts';
import { encryptedQueue } from './encrypted-queue.ts';
import type { Texts } from './texts.ts';

export interface OutreachProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly escalation: StateMachine;
}

/** Sends what sweeps have planned, and settles it by what its channel says. */
export class Outreach extends Construct {
  constructor(scope: Construct, id: string, props: OutreachProps) {
    super(scope, id);
    this.sending(props);
    this.settling(props);
  }

  private sending({ bundles, held, texts, publicUrl }: OutreachProps): void {
    // Ids only: the practice's own tools may subscribe, and look the task up.
    const tasks = new Topic(this, 'Tasks', { masterKey: held.key, enforceSSL: true });
    const send = new DeskFunction(this, 'SendTouches', {
      name: 'outreach/send-touches',
      bundles,
      key: held.key,
      timeout: Duration.minutes(4),
      environment: {
        PATIENT_TABLE: held.patients.tableName,
        OUTREACH_TABLE: held.outreach.tableName,
        INQUIRY_TABLE: held.inquiries.tableName,
        ADDRESS_KEY: held.addressKey.secretArn,
        LINK_KEY: held.linkKey.secretArn,
        PUBLIC_URL: publicUrl,
        MARKETING_CONFIGURATION_SET: held.marketing.configurationSetName,
        CARE_CONFIGURATION_SET: held.care.configurationSetName,
        TEXT_CONFIGURATION_SET: texts.configurationSet,
        TASK_TOPIC: tasks.topicArn,
      },
    });
    send.onTable(held.patients, ['Query']);
    send.onTable(held.outreach, ['GetItem', 'PutItem', 'UpdateItem', 'Query'], ['to-send', 'open-tasks']);
    send.onTable(held.inquiries, ['GetItem']);
    send.allow(['secretsmanager:GetSecretValue'], [held.addressKey.secretArn, held.linkKey.secretArn]);
    send.allow(['sns:Publish'], [tasks.topicArn]);
    held.allowMarketingMail(send);
    held.allowCareMail(send);
    texts.allow(send, ['care', 'marketing']);
    // The account's sending rate; SES has no resource for it.
    send.allow(['ses:GetAccount'], ['*']);
    new Schedule(this, 'Every five minutes', {
      schedule: ScheduleExpression.rate(Duration.minutes(5)),
      target: new LambdaInvoke(send.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(5) }),
    });
    acknowledgeInvoking(Stack.of(this), [send.lambda]);
  }

  private settling({ bundles, held, texts, escalation }: OutreachProps): void {
    const { queue, aside } = encryptedQueue(this, 'DeliveryEvents', held.key, Duration.minutes(3), {
      asideId: 'NotSettled',
    });
    const topic = new Topic(this, 'MailEvents', { masterKey: held.key, enforceSSL: true });
    for (const events of [topic, ...(texts.events ? [texts.events] : [])])
      events.addSubscription(
        new SqsSubscription(queue, { rawMessageDelivery: true, deadLetterQueue: aside }),
      );
    for (const [id, configurationSet] of [
      ['MarketingEvents', held.marketing],
      ['CareEvents', held.care],
    ] as const)
      new ConfigurationSetEventDestination(this, id, {
        configurationSet,
        destination: EventDestination.snsTopic(topic),
        events: [
          EmailSendingEvent.DELIVERY,
          EmailSendingEvent.BOUNCE,
          EmailSendingEvent.COMPLAINT,
          EmailSendingEvent.REJECT,
          EmailSendingEvent.RENDERING_FAILURE,
        ],
      });
    const settle = new DeskFunction(this, 'SettleTouches', {
      name: 'outreach/settle-touches',
      bundles,
      key: held.key,
      timeout: Duration.seconds(30),
      environment: {
        PATIENT_TABLE: held.patients.tableName,
        OUTREACH_TABLE: held.outreach.tableName,
        INQUIRY_TABLE: held.inquiries.tableName,
        ESCALATION_MACHINE: escalation.stateMachineArn,
        ADDRESS_KEY: held.addressKey.secretArn,
      },
    });
    settle.onTable(held.patients, ['Query']);
    settle.onTable(held.outreach, ['GetItem', 'PutItem', 'UpdateItem', 'Query']);
    settle.onTable(held.inquiries, ['GetItem', 'PutItem', 'UpdateItem']);
    settle.allow(['states:StartExecution', 'states:SendTaskFailure'], [escalation.stateMachineArn]);
    settle.allow(['secretsmanager:GetSecretValue'], [held.addressKey.secretArn]);
    acknowledge(
      settle,
      ['Serverless-LambdaEventSourceMappingDestination'],
      'The queue’s own redrive policy puts aside what fails.',
    );
    settle.lambda.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
  }
}
