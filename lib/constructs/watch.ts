import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { acknowledgeInvoking } from '../nag.ts';
import { DeskFunction } from './desk-function.ts';
import type { Texts } from './texts.ts';

export interface WatchProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly texts: Texts;
  readonly registration: StateMachine;
  readonly escalation: StateMachine;
  /** Queues where something waits that could not be handled. */
  readonly asides: Readonly<Record<string, Queue>>;
}

/** Every minute: repairs what fell between, and raises an alarm when it had to, or when it is silent itself. */
export class Watch extends Construct {
  readonly watch: DeskFunction<'watch/watch'>;
  /** Where alarms ring. */
  readonly topic: Topic;

  constructor(
    scope: Construct,
    id: string,
    { bundles, held, texts, registration, escalation, asides }: WatchProps,
  ) {
    super(scope, id);
    this.watch = new DeskFunction(this, 'Watch', {
      name: 'watch/watch',
      bundles,
      key: held.key,
      timeout: Duration.seconds(55),
      environment: {
        DELIVERY_TABLE: held.deliveries.tableName,
        INQUIRY_TABLE: held.inquiries.tableName,
        PRACTICE_TABLE: held.practiceTable.tableName,
        REGISTRATION_MACHINE: registration.stateMachineArn,
        ESCALATION_MACHINE: escalation.stateMachineArn,
      },
    });
    // Twice an hour it stores a synthetic red flag.
    this.watch.onTable(held.deliveries, ['PutItem', 'GetItem', 'UpdateItem'], ['unregistered']);
    this.watch.onTable(held.inquiries, ['GetItem', 'UpdateItem'], ['by-due-at']);
    this.watch.onTable(held.practiceTable, ['Query', 'GetItem', 'PutItem', 'UpdateItem']);
    this.watch.allow(['states:StartExecution'], [registration.stateMachineArn, escalation.stateMachineArn]);
    new Schedule(this, 'Every minute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(this.watch.lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
    });
    const revocations = this.revocations(bundles, held, texts);
    acknowledgeInvoking(Stack.of(this), [this.watch.lambda, revocations.lambda]);
    this.topic = new Topic(this, 'Alarms', {
      masterKey: held.key,
      enforceSSL: true,
      displayName: 'Heard alarms',
    });
    this.alarms(asides);
  }

  /** Every hour: revocations that wait for a person (R8), and whether recall goes on. */
  private revocations(
    bundles: Bundles,
    held: DataStack,
    texts: Texts,
  ): DeskFunction<'watch/overdue-revocations'> {
    const overdue = new DeskFunction(this, 'OverdueRevocations', {
      name: 'watch/overdue-revocations',
      bundles,
      key: held.key,
      environment: {
        OUTREACH_TABLE: held.outreach.tableName,
        PRACTICE_TABLE: held.practiceTable.tableName,
        CARE_CONFIGURATION_SET: held.care.configurationSetName,
        TEXT_CONFIGURATION_SET: texts.configurationSet,
      },
    });
    overdue.onTable(held.outreach, ['GetItem', 'PutItem', 'UpdateItem'], ['open-tasks', 'to-send']);
    overdue.onTable(held.practiceTable, ['Query']);
    held.allowCareMail(overdue);
    texts.allow(overdue, ['care']);
    new Schedule(this, 'Every hour', {
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(overdue.lambda, { retryAttempts: 2, maxEventAge: Duration.minutes(30) }),
    });
    return overdue;
  }

  private alarms(asides: WatchProps['asides']): void {
    const { topic } = this;
    const alarm = (
      id: string,
      metricName: string,
      description: string,
      silent: boolean,
      period = Duration.minutes(5),
    ): void => {
      const metric = new Metric({
        namespace: 'Heard',
        metricName,
        dimensionsMap: { service: 'heard' },
        statistic: 'Sum',
        period,
      });
      new Alarm(this, id, {
        metric,
        alarmDescription: description,
        threshold: silent ? 1 : 0,
        evaluationPeriods: 1,
        comparisonOperator: silent
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: silent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(new SnsAction(topic));
    };
    for (const [id, queue] of Object.entries(asides))
      new Alarm(this, id, {
        metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
        alarmDescription: `Something waits aside that could not be handled (${id}); see docs/runbook.md`,
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(new SnsAction(topic));
    const { stackName } = Stack.of(this);
    alarm(
      'Repaired',
      'Repaired',
      `${stackName}: the watch had to repair something; see docs/runbook.md`,
      false,
    );
    alarm(
      'Unregistered',
      'DeliveriesUnregistered',
      `${stackName}: what patients sent has not become an inquiry for five minutes; see docs/runbook.md`,
      false,
    );
    alarm(
      'RedFlagSilent',
      'RedFlagRecognised',
      `${stackName}: the synthetic red flag was not recognised, or would ring for nobody; see docs/runbook.md`,
      true,
      Duration.hours(1),
    );
    alarm(
      'RotaGap',
      'RotaGaps',
      `${stackName}: nobody is on call for a while within three days; see docs/runbook.md`,
      false,
    );
    alarm(
      'ReportDisagreement',
      'ReportDisagreement',
      `${stackName}: an inquiry and its timeline disagree in a report; see docs/runbook.md`,
      false,
    );
    alarm(
      'CampaignsPaused',
      'CampaignsPaused',
      `${stackName}: campaigns are paused, marketing mail has too many complaints or bounces; see docs/runbook.md`,
      false,
    );
    alarm(
      'PatientsNotSwept',
      'PatientsNotSwept',
      `${stackName}: recall could not work on a patient's record; the others were contacted; see docs/runbook.md`,
      false,
    );
    alarm(
      'LawDatesNear',
      'LawDatesNear',
      `${stackName}: the law changes within 60 days, or has changed, and nobody has settled it; see docs/runbook.md`,
      false,
      // Counted every hour: one alarm until it is settled, and not one an hour.
      Duration.days(1),
    );
    alarm(
      'AuditReviewsOverdue',
      'AuditReviewsOverdue',
      `${stackName}: nobody has signed the review of a month's activity for 14 days, or it was not made; see docs/runbook.md`,
      false,
      Duration.days(1),
    );
    alarm(
      'AuditTrailBehind',
      'AuditTrailBehind',
      `${stackName}: the audit trail has not been written to its bucket for two nights; see docs/runbook.md`,
      false,
      Duration.days(1),
    );
    alarm(
      'RevocationsOverdue',
      'RevocationsOverdue',
      `${stackName}: revocations have waited for a person for three business days; see docs/runbook.md`,
      false,
    );
    alarm(
      'TextsHeldBack',
      'TextsHeldBack',
      `${stackName}: texts to numbers that nobody has proved are held back, too many within an hour; see docs/runbook.md`,
      false,
    );
    alarm(
      'Silent',
      'WatchBeat',
      `${stackName}: the watch has not run for five minutes; see docs/runbook.md`,
      true,
    );
  }
}
