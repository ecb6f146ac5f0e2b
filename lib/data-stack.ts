import { CfnOutput, Duration, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { AccountRecovery, FeaturePlan, Mfa, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import {
  AttributeType,
  BillingMode,
  type GlobalSecondaryIndexProps,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  ConfigurationSet,
  EmailIdentity,
  Identity,
  ReceiptRuleSet,
  SuppressionReasons,
  TlsPolicy,
} from 'aws-cdk-lib/aws-ses';
import { S3 } from 'aws-cdk-lib/aws-ses-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Practice } from '../domain/practice/practice.ts';
import { letTextsPublish, optOutLists } from './end-user-messaging.ts';
import { acknowledge, acknowledgeForStack } from './nag.ts';

/** A function that may be allowed to do something. */
export interface MailSender {
  allow(actions: readonly string[], resources: readonly string[]): void;
}

export interface DataStackProps {
  readonly practice: Practice;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });
const index = (indexName: string, pk: string, sk: string): GlobalSecondaryIndexProps => ({
  indexName,
  partitionKey: text(pk),
  sortKey: text(sk),
});

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
  readonly inboundMail: Topic;
  readonly inboundTexts: Topic;
  private readonly mailFrom: Practice['mail'];

  constructor(scope: Construct, id: string, { practice }: DataStackProps) {
    super(scope, id, {
      description: 'Heard: data, keys, sign-ins and the public address',
      terminationProtection: true,
    });
    acknowledgeForStack(this);
    this.mailFrom = practice.mail;
    this.key = this.dataKey();

    this.deliveries = this.table('Deliveries', [index('unregistered', 'unregistered', 'receivedAt')], false);
    this.inquiries = this.table('Inquiries', [
      index('by-due-at', 'dueShard', 'dueAt'),
      index('open-by-deadline', 'openShard', 'deadline'),
      index('by-received', 'listShard', 'receivedAt'),
      index('by-contact', 'contactKey', 'receivedAt'),
      index('to-announce', 'announceShard', 'receivedAt'),
    ]);
    this.patients = this.table('Patients', [
      index('due', 'dueKey', 'dueSort'),
      index('by-contact', 'contactKey', 'sk'),
      index('by-name', 'listShard', 'sk'),
    ]);
    this.outreach = this.table('Outreach', [
      index('to-send', 'toSend', 'sendAt'),
      index('open-tasks', 'taskShard', 'dueOn'),
      index('sweeps', 'sweepShard', 'openedAt'),
    ]);
    this.practiceTable = this.table('Practice', []);

    this.sourceSecrets = this.secret(
      'SourceSecrets',
      'Webhook secrets by source',
      SecretValue.unsafePlainText('{}'),
    );
    this.linkKey = this.secret('LinkKey', 'Signs links to patients and staff');
    this.addressKey = this.secret('AddressKey', 'Turns contact addresses into keys; never rotates');

    this.care = this.configurationSet('Care');
    this.marketing = this.configurationSet('Marketing');
    const domains = new Set(
      [practice.mail.care, practice.mail.marketing].map((address) => address.split('@')[1] ?? ''),
    );
    for (const domain of domains)
      new EmailIdentity(this, `Mail from ${domain}`, { identity: Identity.domain(domain) });

    this.users = this.userPool();
    this.console = this.users.addClient('Console', {
      accessTokenValidity: Duration.minutes(60),
      preventUserExistenceErrors: true,
      authFlows: { userSrp: true },
    });
    this.mailBucket = this.bucketForMail();
    this.mailBucketArn = this.exportValue(this.mailBucket.bucketArn, { name: this.mailBucketExport });
    this.inboundMail = new Topic(this, 'InboundMail', { masterKey: this.key, enforceSSL: true });
    this.inboundTexts = new Topic(this, 'InboundTexts', { masterKey: this.key, enforceSSL: true });
    letTextsPublish(this.inboundTexts);
    if (practice.channels?.text === 'end-user-messaging') optOutLists(this);
    if (practice.mail.inbound) this.receiveMail(practice.mail.inbound);
    this.api = this.httpApi();
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

  private dataKey(): Key {
    const key = new Key(this, 'DataKey', {
      description: 'Patient data of Heard',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const services = [
      `logs.${this.region}.amazonaws.com`,
      'ses.amazonaws.com',
      'cloudwatch.amazonaws.com',
      'sns.amazonaws.com',
      'sms-voice.amazonaws.com',
    ];
    for (const service of services) key.grantEncryptDecrypt(new ServicePrincipal(service));
    return key;
  }

  private bucketForMail(): Bucket {
    const bucket = new Bucket(this, 'Mail', {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
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
  private receiveMail(address: string): void {
    const rules = new ReceiptRuleSet(this, 'Receiving');
    rules.addRule('Inbound', {
      recipients: [address.split('@')[1] ?? ''],
      scanEnabled: true,
      tlsPolicy: TlsPolicy.REQUIRE,
      actions: [new S3({ bucket: this.mailBucket, objectKeyPrefix: 'in/', topic: this.inboundMail })],
    });
  }

  private table(name: string, indexes: readonly GlobalSecondaryIndexProps[], sorted = true): Table {
    const table = new Table(this, name, {
      partitionKey: text('pk'),
      ...(sorted ? { sortKey: text('sk') } : {}),
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const props of indexes) table.addGlobalSecondaryIndex(props);
    return table;
  }

  private secret(name: string, description: string, value?: SecretValue): Secret {
    return new Secret(this, name, {
      description,
      encryptionKey: this.key,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(value
        ? { secretStringValue: value }
        : { generateSecretString: { passwordLength: 48, excludePunctuation: true } }),
    });
  }

  private configurationSet(name: string): ConfigurationSet {
    return new ConfigurationSet(this, name, {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
  }

  private userPool(): UserPool {
    return new UserPool(this, 'Staff', {
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.NONE,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private httpApi(): HttpApi {
    const api = new HttpApi(this, 'Api', { apiName: 'heard', createDefaultStage: false });
    const logGroup = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.ONE_YEAR,
      encryptionKey: this.key,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 50, burstLimit: 100 },
      // The route, never the path: paths hold signed links.
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(
          '{"requestId":"$context.requestId","route":"$context.routeKey","status":"$context.status","milliseconds":"$context.responseLatency"}',
        ),
      },
    });
    return api;
  }
}
