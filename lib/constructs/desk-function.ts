import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment, FunctionName } from '../../lambdas/kit/env.ts';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { acknowledge } from '../nag.ts';

export type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

/** What a caller of a table under a customer key needs of the key. */
const keyUse = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
];

export interface DeskFunctionProps<F extends FunctionName> {
  readonly name: F;
  readonly bundles: Bundles;
  readonly key: IKey;
  /** Exactly what the function says it needs in kit/env. */
  readonly environment: Environment<F>;
  readonly timeout?: Duration;
  readonly memorySize?: number;
}

/** One function of Heard: its bundle, its typed environment, a log of its own and a role with nothing in it yet. */
export class DeskFunction<F extends FunctionName> extends Construct {
  readonly lambda: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: DeskFunctionProps<F>) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);
    this.lambda = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(props.bundles[props.name]),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout ?? Duration.seconds(15),
      environment: props.environment,
      role: this.role,
      logGroup,
      tracing: Tracing.ACTIVE,
    });
    this.allow(keyUse, [props.key.keyArn]);
    acknowledge(
      this,
      ['AwsSolutions-IAM5[Resource::*]'],
      'X-Ray takes no resource; every other statement names its own.',
    );
  }

  /** Allows these actions on a table, and queries of these of its indexes. */
  onTable(table: ITable, actions: readonly TableAction[], indexes: readonly string[] = []): void {
    if (actions.length > 0)
      this.allow(
        actions.map((action) => `dynamodb:${action}`),
        [table.tableArn],
      );
    if (indexes.length > 0)
      this.allow(
        ['dynamodb:Query'],
        indexes.map((index) => `${table.tableArn}/index/${index}`),
      );
  }

  /** Allows one action on what stands under a prefix of the bucket for mail. */
  onMail(
    held: DataStack,
    action: 's3:GetObject' | 's3:PutObject' | 's3:DeleteObject',
    prefix: `${string}/*`,
  ): void {
    this.allow([action], [`${held.mailBucketArn}/${prefix}`]);
    acknowledge(
      this,
      [`AwsSolutions-IAM5[Resource::${held.mailBucketExport}/${prefix}]`],
      'Every object under this prefix is one of its own, and none has a name ahead of time.',
    );
  }

  /** Allows actions on the days of the audit trail, and to learn that one is not there. */
  onTrail(held: DataStack, actions: readonly ('s3:GetObject' | 's3:PutObject')[]): void {
    this.allow(actions, [`${held.auditBucketArn}/days/*`]);
    this.allow(['s3:ListBucket'], [held.auditBucketArn]);
    acknowledge(
      this,
      [`AwsSolutions-IAM5[Resource::${held.auditBucketExport}/days/*]`],
      'Each day is an object of its own.',
    );
  }

  /** Allows texts, which go to a number: SNS has no resource for one, so it is whatever is no topic. */
  allowTexts(): void {
    const topics = `arn:${Aws.PARTITION}:sns:*:*:*`;
    this.role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], notResources: [topics] }));
  }

  /** Allows actions on these resources, and nothing else. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
