import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import {
  ConfigurationSet,
  EmailIdentity,
  Identity,
  ReceiptRuleSet,
  SuppressionReasons,
  TlsPolicy,
} from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Practice } from '../domain/practice/practice.ts';
import { acknowledge } from './nag.ts';

/** A way to send mail whose reputation is watched apart. */
export function configurationSet(stack: Stack, name: string): ConfigurationSet {
  return new ConfigurationSet(stack, name, {
    reputationMetrics: true,
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
  });
}

/** The domains that the practice's mail leaves from. */
export function mailIdentities(stack: Stack, mail: Practice['mail']): void {
  const domains = new Set([mail.care, mail.marketing].map((address) => address.split('@')[1] ?? ''));
  for (const domain of domains)
    new EmailIdentity(stack, `Mail from ${domain}`, { identity: Identity.domain(domain) });
}

/** Where mail that came in lies, the files in it, and letters to print. */
export function mailFiles(stack: Stack, key: Key): Bucket {
  const bucket = new Bucket(stack, 'Mail', {
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    lifecycleRules: [
      { noncurrentVersionExpiration: Duration.days(30) },
      // Names and addresses: printed soon, or made again.
      { prefix: 'letters/', expiration: Duration.days(14), noncurrentVersionExpiration: Duration.days(1) },
    ],
  });
  acknowledge(
    bucket,
    ['AwsSolutions-S1', 'HIPAA.Security-S3BucketLoggingEnabled'],
    'Reads of a file are audit items of the API; the trail of the account records the rest.',
  );
  acknowledge(
    bucket,
    ['HIPAA.Security-S3BucketReplicationEnabled'],
    'A practice works in one region; versions guard against mistakes.',
  );
  return bucket;
}

/** Mail to the practice's inbound domain goes to the bucket, and its arrival to the topic. The rule set is made active by hand, once. */
export function receiveMail(
  stack: Stack,
  address: string,
  { bucket, topic }: { readonly bucket: Bucket; readonly topic: Topic },
): void {
  const rules = new ReceiptRuleSet(stack, 'Receiving');
  rules.addRule('Inbound', {
    recipients: [address.split('@')[1] ?? ''],
    scanEnabled: true,
    tlsPolicy: TlsPolicy.REQUIRE,
    actions: [new S3({ bucket, objectKeyPrefix: 'in/', topic })],
  });
}
