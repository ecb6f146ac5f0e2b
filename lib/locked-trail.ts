import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from './nag.ts';

/** 45 CFR 164.316(b)(2): six years, with a leap day or two. */
const retention = Duration.days(6 * 365 + 2);

/**
 * Where the audit trail lies, a file a day (R28): what is written is locked for six years by the bucket itself. `governance` lets a role of
 * the account that has s3:BypassGovernanceRetention delete; `compliance` lets nobody, the account's owner neither.
 */
export function lockedTrail(stack: Stack, key: Key, lock: 'governance' | 'compliance'): Bucket {
  const bucket = new Bucket(stack, 'AuditTrail', {
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention:
      lock === 'compliance'
        ? ObjectLockRetention.compliance(retention)
        : ObjectLockRetention.governance(retention),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  acknowledge(
    bucket,
    ['AwsSolutions-S1', 'HIPAA.Security-S3BucketLoggingEnabled'],
    'Its files are written by one function and read by two; the trail of the account records the rest.',
  );
  acknowledge(
    bucket,
    ['HIPAA.Security-S3BucketReplicationEnabled'],
    'A practice works in one region; the lock and the versions guard what is written.',
  );
  return bucket;
}
