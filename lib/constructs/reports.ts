import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { DeskFunction } from './desk-function.ts';
import { everyNight } from './every-night.ts';

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
    everyNight(this, 'Every night', rollUp, { minute: '40', hour: '8' });

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
    everyNight(this, 'Every night for recall', recall, { minute: '50', hour: '8' });
  }
}
