import { Duration, Stack } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/kit/env.ts';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { acknowledgeInvoking } from '../nag.ts';
import { DeskFunction } from './desk-function.ts';

export interface ReportsProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
}

/** Rolls up every night how long answers took, and what recall brought, so that a report of a year reads days and not inquiries. */
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
    rollUp.onTable(held.practiceTable, ['GetItem', 'Query', 'PutItem']);
    this.everyNight('Every night', rollUp, { minute: '40', hour: '8' });

    const recall = new DeskFunction(this, 'RollUpRecall', {
      name: 'report/roll-up-recall',
      bundles,
      key: held.key,
      timeout: Duration.minutes(15),
      memorySize: 1024,
      environment: {
        PATIENT_TABLE: held.patients.tableName,
        OUTREACH_TABLE: held.outreach.tableName,
        PRACTICE_TABLE: held.practiceTable.tableName,
      },
    });
    recall.onTable(held.patients, ['Query'], ['by-name']);
    recall.onTable(held.outreach, ['Query']);
    recall.onTable(held.practiceTable, ['PutItem']);
    this.everyNight('Every night for recall', recall, { minute: '50', hour: '8' });
  }

  private everyNight<F extends FunctionName>(
    id: string,
    { lambda }: DeskFunction<F>,
    at: { readonly minute: string; readonly hour: string },
  ): void {
    new Schedule(this, id, {
      schedule: ScheduleExpression.cron(at),
      target: new LambdaInvoke(lambda, { retryAttempts: 2, maxEventAge: Duration.hours(1) }),
    });
    acknowledgeInvoking(Stack.of(this), [lambda]);
  }
}
