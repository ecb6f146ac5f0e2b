import { Duration } from 'aws-cdk-lib';
import { JsonPath, type StateMachine, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { DeskFunction } from './desk-function.ts';
import { Machine } from './machine.ts';

export interface IntakeProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly escalation: StateMachine;
  readonly publicUrl: string;
}

/** From a sender's request to an inquiry: receive, store, register. */
export class Intake extends Construct {
  readonly receive: DeskFunction<'inquiry/receive-delivery'>;
  readonly register: DeskFunction<'inquiry/register-delivery'>;
  readonly registration: StateMachine;

  constructor(scope: Construct, id: string, { bundles, held, escalation, publicUrl }: IntakeProps) {
    super(scope, id);
    this.register = new DeskFunction(this, 'RegisterDelivery', {
      name: 'inquiry/register-delivery',
      bundles,
      key: held.key,
      timeout: Duration.seconds(30),
      environment: {
        DELIVERY_TABLE: held.deliveries.tableName,
        INQUIRY_TABLE: held.inquiries.tableName,
        ESCALATION_MACHINE: escalation.stateMachineArn,
        ADDRESS_KEY: held.addressKey.secretArn,
      },
    });
    this.register.onTable(held.deliveries, ['GetItem', 'PutItem', 'UpdateItem']);
    this.register.onTable(held.inquiries, ['GetItem', 'PutItem', 'UpdateItem']);
    this.register.allow(['secretsmanager:GetSecretValue'], [held.addressKey.secretArn]);
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
        taskTimeout: Timeout.duration(Duration.minutes(1)),
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
  }
}
