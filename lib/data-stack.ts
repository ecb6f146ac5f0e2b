import { CfnOutput, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { GlobalSecondaryIndexProps, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Practice } from '../domain/practice/practice.ts';
import { baaAttestation } from './baa-attestation.ts';
import { letTextsPublish, optOutLists } from './end-user-messaging.ts';
import { publicApi, staffPool } from './entrances.ts';
import { dataKey, index, keptSecret, keptTable } from './kept-stores.ts';
import { lockedTrail } from './locked-trail.ts';
import { acknowledgeForStack } from './nag.ts';
import { configurationSet, mailFiles, mailIdentities, receiveMail } from './practice-mail.ts';

/** A function that may be allowed to do something. */
export interface MailSender {
  allow(actions: readonly string[], resources: readonly string[]): void;
}

export interface DataStackProps {
  readonly practice: Practice;
}

/** What must outlive a deploy: patient data, keys and secrets, sign-ins, and the address that vendors and patients hold. */
export class DataStack extends Stack {
  readonly key: Key;
  readonly deliveries: Table;
  readonly inquiries: Table;
  readonly patients: Table;
  readonly outreach: Table;
  readonly practiceTable: Table;
  readonly sourceSecrets: Secret;
  readonly linkKey: Secret;
  readonly addressKey: Secret;
  readonly care: ConfigurationSet;
  readonly marketing: ConfigurationSet;
  readonly users: UserPool;
  readonly console: UserPoolClient;
  readonly api: HttpApi;
  /** Mail that came in, and the files in it. */
  readonly mailBucket: Bucket;
  /** Under a name of its own, so that what is allowed on it can be named. */
  readonly mailBucketExport = 'HeardMailBucketArn';
  readonly mailBucketArn: string;
  /** The audit trail, a file a day, under lock. */
  readonly auditBucket: Bucket;
  readonly auditBucketExport = 'HeardAuditBucketArn';
  readonly auditBucketArn: string;
  readonly inboundMail: Topic;
  readonly inboundTexts: Topic;
  private readonly mailFrom: Practice['mail'];

  constructor(scope: Construct, id: string, { practice }: DataStackProps) {
    super(scope, id, {
      description: 'Heard: data, keys, sign-ins and the public address',
      terminationProtection: true,
    });
    acknowledgeForStack(this);
    baaAttestation(this);
    this.mailFrom = practice.mail;
    this.key = dataKey(this);

    const table = (name: string, indexes: readonly GlobalSecondaryIndexProps[], sorted = true): Table =>
      keptTable(this, this.key, { name, indexes, sorted });
    this.deliveries = table('Deliveries', [index('unregistered', 'unregistered', 'receivedAt')], false);
    this.inquiries = table('Inquiries', [
      index('by-due-at', 'dueShard', 'dueAt'),
      index('open-by-deadline', 'openShard', 'deadline'),
      index('by-received', 'listShard', 'receivedAt'),
      index('by-contact', 'contactKey', 'receivedAt'),
      index('to-announce', 'announceShard', 'receivedAt'),
    ]);
    this.patients = table('Patients', [
      index('due', 'dueKey', 'dueSort'),
      index('by-contact', 'contactKey', 'sk'),
      index('by-name', 'listShard', 'sk'),
    ]);
    this.outreach = table('Outreach', [
      index('to-send', 'toSend', 'sendAt'),
      index('open-tasks', 'taskShard', 'dueOn'),
      index('sweeps', 'sweepShard', 'openedAt'),
    ]);
    this.practiceTable = table('Practice', []);

    this.sourceSecrets = keptSecret(this, this.key, {
      name: 'SourceSecrets',
      description: 'Webhook secrets by source',
      value: SecretValue.unsafePlainText('{}'),
    });
    this.linkKey = keptSecret(this, this.key, {
      name: 'LinkKey',
      description: 'Signs links to patients and staff',
    });
    this.addressKey = keptSecret(this, this.key, {
      name: 'AddressKey',
      description: 'Turns contact addresses into keys; never rotates',
    });

    this.care = configurationSet(this, 'Care');
    this.marketing = configurationSet(this, 'Marketing');
    mailIdentities(this, practice.mail);

    this.users = staffPool(this);
    this.console = this.users.addClient('Console', {
      accessTokenValidity: Duration.minutes(60),
      preventUserExistenceErrors: true,
      authFlows: { userSrp: true },
    });
    this.mailBucket = mailFiles(this, this.key);
    this.mailBucketArn = this.exportValue(this.mailBucket.bucketArn, { name: this.mailBucketExport });
    this.auditBucket = lockedTrail(this, this.key, practice.audit?.lock ?? 'governance');
    this.auditBucketArn = this.exportValue(this.auditBucket.bucketArn, { name: this.auditBucketExport });
    this.inboundMail = new Topic(this, 'InboundMail', { masterKey: this.key, enforceSSL: true });
    this.inboundTexts = new Topic(this, 'InboundTexts', { masterKey: this.key, enforceSSL: true });
    letTextsPublish(this.inboundTexts);
    if (practice.channels?.text === 'end-user-messaging') optOutLists(this);
    if (practice.mail.inbound)
      receiveMail(this, practice.mail.inbound, { bucket: this.mailBucket, topic: this.inboundMail });
    this.api = publicApi(this, this.key);
    new CfnOutput(this, 'ApiUrl', { value: this.api.apiEndpoint });
    new CfnOutput(this, 'InboundTextsTopic', { value: this.inboundTexts.topicArn });
    new CfnOutput(this, 'UserPoolId', { value: this.users.userPoolId });
  }

  /** Lets a function send care mail, from the practice's own address only. */
  allowCareMail(sender: MailSender): void {
    this.allowMail(sender, this.care, this.mailFrom.care);
  }

  /** Lets a function send marketing mail, from the practice's own address only. */
  allowMarketingMail(sender: MailSender): void {
    this.allowMail(sender, this.marketing, this.mailFrom.marketing);
  }

  private allowMail(sender: MailSender, set: ConfigurationSet, from: string): void {
    const identity = this.formatArn({
      service: 'ses',
      resource: 'identity',
      resourceName: from.split('@')[1] ?? '',
    });
    const named = this.formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: set.configurationSetName,
    });
    sender.allow(['ses:SendEmail'], [identity, named]);
  }
}
