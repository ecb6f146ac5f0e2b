import { Duration, TimeZone } from 'aws-cdk-lib';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  Choice,
  Condition,
  type IChainable,
  JsonPath,
  Map as MapState,
  type StateMachine,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/kit/env.ts';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import type { PracticeFolder } from '../practice/read-practice.ts';
import { DeskFunction } from './desk-function.ts';
import { Machine } from './machine.ts';

export interface RecallProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly practice: PracticeFolder;
}

/** DESIGN: an inline Map runs at most forty at once. */
const partsAtOnce = 40;

/** The morning sweep of each zone: who is due, and what is planned for them. */
export class Recall extends Construct {
  readonly sweep: StateMachine;
  private readonly open: DeskFunction<'recall/open-sweep'>;
  private readonly shard: DeskFunction<'recall/sweep-shard'>;
  private readonly close: DeskFunction<'recall/close-sweep'>;
  private readonly fill: DeskFunction<'recall/fill-campaigns'>;

  constructor(scope: Construct, id: string, props: RecallProps) {
    super(scope, id);
    const { bundles, held } = props;
    const outreach = { OUTREACH_TABLE: held.outreach.tableName };
    this.open = new DeskFunction(this, 'OpenSweep', {
      name: 'recall/open-sweep',
      bundles,
      key: held.key,
      environment: outreach,
    });
    this.open.onTable(held.outreach, ['GetItem', 'PutItem']);
    this.close = new DeskFunction(this, 'CloseSweep', {
      name: 'recall/close-sweep',
      bundles,
      key: held.key,
      environment: outreach,
    });
    this.close.onTable(held.outreach, ['GetItem', 'UpdateItem', 'PutItem', 'Query']);
    const whole = {
      ...outreach,
      PATIENT_TABLE: held.patients.tableName,
      INQUIRY_TABLE: held.inquiries.tableName,
      ADDRESS_KEY: held.addressKey.secretArn,
    };
    this.fill = new DeskFunction(this, 'FillCampaigns', {
      name: 'recall/fill-campaigns',
      bundles,
      key: held.key,
      timeout: Duration.seconds(60),
      environment: whole,
    });
    this.fill.onTable(held.outreach, ['GetItem', 'PutItem', 'UpdateItem', 'Query']);
    this.fill.onTable(held.patients, ['GetItem', 'Query', 'PutItem'], ['by-name']);
    this.fill.onTable(held.inquiries, ['GetItem']);
    this.fill.allow(['secretsmanager:GetSecretValue'], [held.addressKey.secretArn]);
    this.shard = new DeskFunction(this, 'SweepShard', {
      name: 'recall/sweep-shard',
      bundles,
      key: held.key,
      timeout: Duration.seconds(60),
      environment: whole,
    });
    this.shard.onTable(held.outreach, ['GetItem', 'PutItem', 'Query']);
    this.shard.onTable(held.patients, ['GetItem', 'Query', 'PutItem', 'UpdateItem'], ['due']);
    this.shard.onTable(held.inquiries, ['GetItem']);
    this.shard.allow(['secretsmanager:GetSecretValue'], [held.addressKey.secretArn]);

    const machine = new Machine(this, 'Sweep', {
      key: held.key,
      comment: 'Sweep a time zone',
      definition: this.definition(),
      calls: [this.open.lambda, this.fill.lambda, this.shard.lambda, this.close.lambda],
    });
    this.sweep = machine.stateMachine;
    this.schedules(props.practice);
  }

  private schedules({ identity, recall }: PracticeFolder): void {
    const [hour, minute] = recall.sweepAt.split(':');
    for (const zone of new Set(identity.locations.map((location) => location.zone))) {
      new Schedule(this, `Every morning in ${zone}`, {
        schedule: ScheduleExpression.cron({
          hour: `${Number(hour)}`,
          minute: `${Number(minute)}`,
          timeZone: TimeZone.of(zone),
        }),
        target: new StepFunctionsStartExecution(this.sweep, {
          input: ScheduleTargetInput.fromObject({ zone, at: ContextAttribute.scheduledTime }),
          retryAttempts: 3,
          maxEventAge: Duration.hours(2),
        }),
      });
    }
  }

  private task<F extends FunctionName>(
    name: string,
    called: DeskFunction<F>,
    how: Pick<LambdaInvokeProps, 'payload' | 'resultPath'> = {},
  ): LambdaInvoke {
    const task = new LambdaInvoke(this, name, {
      ...how,
      lambdaFunction: called.lambda,
      payloadResponseOnly: true,
      taskTimeout: Timeout.duration(Duration.minutes(2)),
      retryOnServiceExceptions: false,
    });
    task.addRetry({ errors: ['States.ALL'], interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 4 });
    return task;
  }

  private definition(): IChainable {
    const sweep = this.task('Sweep a part of the patients', this.shard);
    const isDone = new Choice(this, 'Is this part done')
      .when(Condition.booleanEquals('$.done', true), new Succeed(this, 'This part is done'))
      .otherwise(sweep);
    const parts = new MapState(this, 'Sweep every part', {
      itemsPath: JsonPath.stringAt('$.shards'),
      resultPath: '$.shards',
      maxConcurrency: partsAtOnce,
    }).itemProcessor(sweep.next(isDone));
    parts.next(this.task('Close the sweep', this.close));
    const fill = this.task('Add whom campaigns mean', this.fill, {
      payload: TaskInput.fromObject({
        sweepId: JsonPath.stringAt('$.sweepId'),
        zone: JsonPath.stringAt('$.zone'),
        at: JsonPath.stringAt('$.at'),
      }),
      resultPath: '$.campaigns',
    });
    const isFilled = new Choice(this, 'Are all campaigns done')
      .when(Condition.booleanEquals('$.campaigns.done', true), parts)
      .otherwise(fill);
    // Whatever is wrong with a campaign, recall goes on.
    fill.addCatch(parts, { errors: ['States.ALL'], resultPath: '$.campaigns' });
    return this.task('Open the sweep', this.open).next(fill.next(isFilled));
  }
}
