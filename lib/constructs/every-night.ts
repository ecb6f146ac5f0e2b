import { Duration, Stack } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/kit/env.ts';
import { acknowledgeInvoking } from '../nag.ts';
import type { DeskFunction } from './desk-function.ts';

/** Runs a function once a night, at this time in UTC; tried again within the hour, as what it does may be done twice. */
export function everyNight<F extends FunctionName>(
  scope: Construct,
  id: string,
  { lambda }: DeskFunction<F>,
  at: { readonly minute: string; readonly hour: string },
): void {
  new Schedule(scope, id, {
    schedule: ScheduleExpression.cron(at),
    target: new LambdaInvoke(lambda, { retryAttempts: 2, maxEventAge: Duration.hours(1) }),
  });
  acknowledgeInvoking(Stack.of(scope), [lambda]);
}
