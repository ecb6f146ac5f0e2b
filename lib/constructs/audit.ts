import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Bundles } from '../bundles.ts';
import type { DataStack } from '../data-stack.ts';
import { DeskFunction } from './desk-function.ts';
import { everyNight } from './every-night.ts';

export interface AuditProps {
  readonly bundles: Bundles;
  readonly held: DataStack;
}

/** Every night the audit trail goes under lock, and once a month somebody is asked to review it (R28). */
export class Audit extends Construct {
  constructor(scope: Construct, id: string, { bundles, held }: AuditProps) {
    super(scope, id);
    const keep = new DeskFunction(this, 'KeepTrail', {
      name: 'audit/keep-trail',
      bundles,
      key: held.key,
      timeout: Duration.minutes(15),
      environment: {
        PRACTICE_TABLE: held.practiceTable.tableName,
        PATIENT_TABLE: held.patients.tableName,
        INQUIRY_TABLE: held.inquiries.tableName,
        ADDRESS_KEY: held.addressKey.secretArn,
        AUDIT_BUCKET: held.auditBucket.bucketName,
        CARE_CONFIGURATION_SET: held.care.configurationSetName,
      },
    });
    keep.onTable(held.practiceTable, ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
    // Whether somebody had a reason to open a record.
    keep.onTable(held.patients, ['Query']);
    keep.onTable(held.inquiries, ['GetItem', 'Query']);
    keep.allow(['secretsmanager:GetSecretValue'], [held.addressKey.secretArn]);
    keep.onTrail(held, ['s3:GetObject', 's3:PutObject']);
    held.allowCareMail(keep);
    // A day is over everywhere by UTC, and what was asked in its last second is written.
    everyNight(this, 'Every night', keep, { minute: '10', hour: '9' });
  }
}
