import { Duration } from 'aws-cdk-lib';
import {
  type IChainable,
  IntegrationPattern,
  JsonPath,
  type StateMachine,
  Succeed,
  TaskInput,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { DeskFunction } from './desk-function.ts';
import { Machine } from './machine.ts';
import type { Texts } from './texts.ts';

export interface EscalationProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly texts: Texts;
  /** Topics of the practice's pagers. */
  readonly pagers: readonly string[];
  readonly publicUrl: string;
  readonly graphUrl: string;
}

/** Keeps the time of every open inquiry: plan, tell and wait, plan again, until nobody is left to tell. */
export class Escalation extends Construct {
  readonly plan: DeskFunction<'inquiry/plan-escalation'>;
  readonly tell: DeskFunction<'inquiry/tell'>;
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, props: EscalationProps) {
    super(scope, id);
    const { held } = props;
    this.plan = this.planFunction(props);
    this.tell = this.tellFunction(props);
    const machine = new Machine(this, 'Escalate', {
      key: held.key,
      comment: 'Escalate an inquiry',
      definition: this.definition(),
      calls: [this.plan.lambda, this.tell.lambda],
    });
    machine.allowBack(this.plan.role, ['states:StartExecution']);
    machine.allowBack(this.tell.role, ['states:SendTaskFailure']);
    this.machine = machine.stateMachine;
  }

  private planFunction({ bundles, held }: EscalationProps): DeskFunction<'inquiry/plan-escalation'> {
    const plan = new DeskFunction(this, 'PlanEscalation', {
      name: 'inquiry/plan-escalation',
      bundles,
      key: held.key,
      environment: { INQUIRY_TABLE: held.inquiries.tableName, PRACTICE_TABLE: held.practiceTable.tableName },
    });
    plan.onTable(held.inquiries, ['GetItem', 'PutItem', 'UpdateItem', 'Query']);
    plan.onTable(held.practiceTable, ['Query']);
    return plan;
  }

  private tellFunction({
    bundles,
    held,
    texts,
    pagers,
    publicUrl,
    graphUrl,
  }: EscalationProps): DeskFunction<'inquiry/tell'> {
    const tell = new DeskFunction(this, 'Tell', {
      name: 'inquiry/tell',
      bundles,
      key: held.key,
      timeout: Duration.seconds(60),
      environment: {
        INQUIRY_TABLE: held.inquiries.tableName,
        PRACTICE_TABLE: held.practiceTable.tableName,
        PATIENT_TABLE: held.patients.tableName,
        OUTREACH_TABLE: held.outreach.tableName,
        ADDRESS_KEY: held.addressKey.secretArn,
        LINK_KEY: held.linkKey.secretArn,
        PUBLIC_URL: publicUrl,
        CARE_CONFIGURATION_SET: held.care.configurationSetName,
        TEXT_CONFIGURATION_SET: texts.configurationSet,
        SOURCE_SECRETS: held.sourceSecrets.secretArn,
        GRAPH_URL: graphUrl,
      },
    });
    // Query: whether the patient has texted since they stopped texts.
    tell.onTable(held.inquiries, ['GetItem', 'PutItem', 'UpdateItem', 'Query']);
    // What whoever has a number took back, read before a text that Heard sends by itself.
    tell.onTable(held.patients, ['Query']);
    tell.onTable(held.outreach, ['Query']);
    tell.onTable(held.practiceTable, ['GetItem', 'Query']);
    tell.allow(
      ['secretsmanager:GetSecretValue'],
      [held.linkKey.secretArn, held.sourceSecrets.secretArn, held.addressKey.secretArn],
    );
    held.allowCareMail(tell);
    texts.allow(tell, ['care', 'safety']);
    texts.allowPages(tell, pagers);
    return tell;
  }

  private definition(): IChainable {
    const nobodyLeft = new Succeed(this, 'Nobody is left to tell');
    const plan = new LambdaInvoke(this, 'Decide whom to tell', {
      lambdaFunction: this.plan.lambda,
      payloadResponseOnly: true,
      payload: TaskInput.fromObject({
        inquiryId: JsonPath.stringAt('$.inquiryId'),
        run: JsonPath.numberAt('$.run'),
        rounds: JsonPath.numberAt('$.rounds'),
        machine: JsonPath.stateMachineId,
      }),
      taskTimeout: Timeout.duration(Duration.minutes(1)),
      retryOnServiceExceptions: false,
    });
    const again = new Wait(this, 'Try again in a moment', { time: WaitTime.duration(Duration.seconds(10)) });
    const tell = new LambdaInvoke(this, 'Tell them and wait', {
      lambdaFunction: this.tell.lambda,
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: TaskInput.fromObject({
        token: JsonPath.taskToken,
        inquiryId: JsonPath.stringAt('$.inquiryId'),
        run: JsonPath.numberAt('$.run'),
        revision: JsonPath.numberAt('$.revision'),
        dueAt: JsonPath.stringAt('$.dueAt'),
        notices: JsonPath.objectAt('$.notices'),
      }),
      resultPath: JsonPath.DISCARD,
      taskTimeout: Timeout.at('$.waitSeconds'),
      retryOnServiceExceptions: false,
    });
    plan.addRetry({ errors: ['NothingLeft'], maxAttempts: 0 });
    plan.addRetry({ errors: ['States.ALL'], interval: Duration.seconds(1), backoffRate: 2, maxAttempts: 3 });
    plan.addCatch(nobodyLeft, { errors: ['NothingLeft'], resultPath: '$.outcome' });
    plan.addCatch(again, { errors: ['States.ALL'], resultPath: '$.outcome' });
    tell.addCatch(plan, { errors: ['States.Timeout', 'Replan'], resultPath: '$.outcome' });
    tell.addCatch(again, { errors: ['States.ALL'], resultPath: '$.outcome' });
    tell.next(nobodyLeft);
    again.next(plan);
    plan.next(tell);
    return plan;
  }
}
