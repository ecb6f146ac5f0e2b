import { type App, type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, HIPAASecurityChecks, ServerlessChecks } from 'cdk-nag';
import type { Construct } from 'constructs';

/** Every synth is checked against these rule packs; a finding without an answer fails it. */
export function checkTemplates(app: App): void {
  if (process.env.CDK_VALIDATION === 'false') return;
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new HIPAASecurityChecks(app),
    new ServerlessChecks(app),
  );
}

/** Answers a finding about one construct, beside it. */
export function acknowledge(construct: Construct, ids: readonly string[], reason: string): void {
  for (const id of ids) Validations.of(construct).acknowledge({ id, reason });
}

/** A machine or a schedule may invoke every version of the functions that it names: CDK grants them so. */
export function acknowledgeInvoking(construct: Construct, functions: readonly IFunction[]): void {
  for (const invoked of functions) {
    const id = Stack.of(invoked).getLogicalId(invoked.node.defaultChild as CfnElement);
    const reason = 'It invokes this function by name; versions of it are the same function.';
    acknowledge(construct, [`AwsSolutions-IAM5[Resource::<${id}.Arn>:*]`], reason);
  }
}

const outOfPlace: readonly (readonly [id: string, reason: string])[] = [
  [
    'HIPAA.Security-LambdaInsideVPC',
    'The functions reach nothing inside a VPC; a VPC would add a network to guard and pay for.',
  ],
  [
    'HIPAA.Security-LambdaConcurrency',
    'New accounts may have ten concurrent executions in all; reserving some would starve the rest.',
  ],
  [
    'HIPAA.Security-LambdaDLQ',
    'Called synchronously by the API, a machine or a queue, each of which keeps or retries what failed.',
  ],
  [
    'Serverless-LambdaDLQ',
    'Called synchronously by the API, a machine or a queue, each of which keeps or retries what failed.',
  ],
  [
    'HIPAA.Security-IAMNoInlinePolicy',
    'Each function has a role of its own; its policy lives and dies with it.',
  ],
  [
    'HIPAA.Security-DynamoDBInBackupPlan',
    'Point-in-time recovery is on; backup plans beyond it are the practice’s decision (docs/deploy.md).',
  ],
  ['HIPAA.Security-DynamoDBAutoScalingEnabled', 'The tables are on demand; there is no capacity to scale.'],
  [
    'HIPAA.Security-SecretsManagerRotationEnabled',
    'Vendors’ secrets are rotated by hand with two live at a time; the address key never rotates.',
  ],
  [
    'AwsSolutions-SMG4',
    'Vendors’ secrets are rotated by hand with two live at a time; the address key never rotates.',
  ],
  ['AwsSolutions-COG8', 'The Essentials plan has what staff sign-ins need; Plus is the practice’s decision.'],
];

/** Rules that cannot apply to this architecture, once per stack, each with its reason. */
export function acknowledgeForStack(stack: Stack): void {
  for (const [id, reason] of outOfPlace) Validations.of(stack).acknowledge({ id, reason });
}
