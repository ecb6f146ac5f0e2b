import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Practice } from '../../domain/practice/practice.ts';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { acknowledge } from '../nag.ts';
import { DeskFunction } from './desk-function.ts';

export interface CallsProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
  readonly practice: Practice;
  readonly escalation: StateMachine;
  /** The function that calls. */
  readonly caller: DeskFunction<'inquiry/tell'>;
}

/** Voice calls to staff by the practice's own Amazon Connect, and the claim by pressing 1. */
export class Calls extends Construct {
  constructor(scope: Construct, id: string, { bundles, held, practice, escalation, caller }: CallsProps) {
    super(scope, id);
    const claim = new DeskFunction(this, 'ClaimByCall', {
      name: 'inquiry/claim-by-call',
      bundles,
      key: held.key,
      environment: {
        INQUIRY_TABLE: held.inquiries.tableName,
        PRACTICE_TABLE: held.practiceTable.tableName,
        LINK_KEY: held.linkKey.secretArn,
        ESCALATION_MACHINE: escalation.stateMachineArn,
      },
    });
    claim.onTable(held.inquiries, ['GetItem', 'PutItem', 'UpdateItem']);
    claim.onTable(held.practiceTable, ['GetItem', 'PutItem']);
    claim.allow(['secretsmanager:GetSecretValue'], [held.linkKey.secretArn]);
    claim.allow(['states:SendTaskFailure'], [escalation.stateMachineArn]);

    const voice = practice.channels?.voice;
    if (!voice) return;
    const instance = Stack.of(this).formatArn({
      service: 'connect',
      resource: 'instance',
      resourceName: voice.instance,
    });
    claim.lambda.addPermission('Its contact flow', {
      principal: new ServicePrincipal('connect.amazonaws.com'),
      sourceAccount: Stack.of(this).account,
      sourceArn: instance,
    });
    caller.allow(['connect:StartOutboundVoiceContact'], [`${instance}/contact/*`]);
    acknowledge(
      caller,
      [
        `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:connect:<AWS::Region>:<AWS::AccountId>:instance/${voice.instance}/contact/*]`,
      ],
      'A call is a contact of this one instance, and has no id ahead of time.',
    );
  }
}
