import { RemovalPolicy } from 'aws-cdk-lib';
import { Policy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, type IChainable, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeInvoking } from '../nag.ts';

export interface MachineProps {
  readonly key: IKey;
  readonly comment: string;
  readonly definition: IChainable;
  /** The functions that its states call. */
  readonly calls: readonly IFunction[];
}

/** A state machine that logs its errors and never what travels through it. */
export class Machine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: MachineProps) {
    super(scope, id);
    this.stateMachine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(props.definition),
      comment: props.comment,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', {
          retention: RetentionDays.ONE_YEAR,
          encryptionKey: props.key,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
    acknowledge(
      this,
      ['AwsSolutions-SF1'],
      'Errors are logged; each step is in the history, and its data is nobody’s to log.',
    );
    acknowledge(this, ['AwsSolutions-IAM5[Resource::*]'], 'Log delivery and X-Ray take no resource.');
    acknowledgeInvoking(this, props.calls);
  }

  /** A right of a function that the machine itself calls: in a policy of its own, since a grant would make a cycle. */
  allowBack(role: Role, actions: readonly string[]): void {
    const name = `${role.node.path.split('/').slice(-2, -1)[0]} may act on it`;
    new Policy(this, name, {
      roles: [role],
      statements: [
        new PolicyStatement({ actions: [...actions], resources: [this.stateMachine.stateMachineArn] }),
      ],
    });
  }
}
