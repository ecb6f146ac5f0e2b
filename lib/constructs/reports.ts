import { Duration, Stack } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { acknowledgeInvoking } from '../nag.ts';
import { DeskFunction } from './desk-function.ts';

export interface ReportsProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
}

/** Rolls up every night how long answers took, so that a report of a year reads days and not inquiries. */
export class Reports extends Construct {
  constructor(scope: Construct, id: string, { bundles, held }: ReportsProps) {
    super(scope, id);
    const rollUp = new DeskFunction(this, 'RollUp', {
      name: 'report/roll-up',
      bundles,
      key: held.key,
      timeout: Duration.minutes(5),
      environment: { INQUIRY_TABLE: held.inquiries.tableName, PRACTICE_TABLE: held.practiceTable.tableName },
    });
    rollUp.onTable(held.inquiries, ['GetItem', 'Query'], ['by-received']);
    rollUp.onTable(held.practiceTable, ['Query', 'PutItem']);
    new Schedule(this, 'Every night', {
      schedule: ScheduleExpression.cron({ minute: '40', hour: '8' }),
      target: new LambdaInvoke(rollUp.lambda, { retryAttempts: 2, maxEventAge: Duration.hours(1) }),
    });
    acknowledgeInvoking(Stack.of(this), [rollUp.lambda]);
  }
}
