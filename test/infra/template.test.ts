import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { environments, readEnvironment } from '../../lambdas/kit/env.ts';
import { DataStack } from '../../lib/data-stack.ts';
import { DeskStack } from '../../lib/desk-stack.ts';
import { lakeside } from '../support/lakeside.ts';

const names = Object.keys(environments) as (keyof typeof environments)[];
const app = new App({ builtinCloudFormationValidation: false });
const data = new DataStack(app, 'Data', { practice: lakeside.identity });
// Any folder will do for a bundle: what is asserted is the template.
const bundles = Object.fromEntries(names.map((name) => [name, 'test/fixtures/senders'])) as never;
const desk = Template.fromStack(new DeskStack(app, 'Desk', { practice: lakeside, bundles, held: data }));
const held = Template.fromStack(data);

type Json = Readonly<Record<string, unknown>>;

describe('what holds patient data', () => {
  test('is encrypted with the practice’s key, recoverable, and outlives its stack', () => {
    const tables = Object.values(held.findResources('AWS::DynamoDB::Table'));
    expect(tables).toHaveLength(5);
    for (const { Properties, DeletionPolicy } of tables) {
      expect(Properties).toMatchObject({
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        BillingMode: 'PAY_PER_REQUEST',
      });
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  test('is deployed by nobody who has not said that the account has the addendum (R30)', () => {
    const { Parameters, Rules } = held.toJSON();
    const { Default, AllowedPattern } = Parameters.BaaAcceptedBy;
    expect(Rules.BaaAccepted.Assertions[0].Assert).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'BaaAcceptedBy' }, Default] }],
    });
    const fits = (text: string) => new RegExp(`^(${AllowedPattern})$`).test(text);
    expect([Default, 'Jo Doe 2026-12-01', ' ', 'yes', ' 2026-12-01'].map(fits)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('stands in files for printing for two weeks and a day, no version longer', () => {
    held.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({
            Prefix: 'letters/',
            ExpirationInDays: 14,
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          }),
        ]),
      },
    });
  });

  test('leaves its trail in a bucket that locks every file for six years, as the practice wants it locked', () => {
    const locked = (Mode: string) => ({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode, Days: 2192 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    held.hasResource('AWS::S3::Bucket', {
      Properties: locked('GOVERNANCE'),
      DeletionPolicy: 'Retain',
    });
    const audit = { reviewers: ['manager' as const], lock: 'compliance' as const };
    const other = new DataStack(new App({ builtinCloudFormationValidation: false }), 'Data', {
      practice: { ...lakeside.identity, audit },
    });
    Template.fromStack(other).hasResourceProperties('AWS::S3::Bucket', locked('COMPLIANCE'));
  });

  test('lets nobody delete from that trail, and one function alone write it', () => {
    const policies = Object.entries(desk.findResources('AWS::IAM::Policy')).filter(([, policy]) =>
      JSON.stringify(policy).includes('HeardAuditBucketArn'),
    );
    expect(policies.map(([id]) => id.replace(/Role.*/, ''))).toEqual(['AuditKeepTrail', 'Desk']);
    for (const [id, { Properties }] of policies)
      for (const { Action, Resource } of Properties.PolicyDocument.Statement as Json[]) {
        if (!JSON.stringify(Resource).includes('HeardAuditBucketArn')) continue;
        const allowed = [
          's3:GetObject',
          's3:ListBucket',
          ...(id.startsWith('Audit') ? ['s3:PutObject'] : []),
        ];
        expect(allowed).toEqual(expect.arrayContaining([Action].flat() as string[]));
      }
  });

  test('never stands in an access log: routes do, paths hold signed links', () => {
    held.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('path|sourceIp')) },
    });
  });
});

describe('the functions', () => {
  test('run on Node 24 and arm64, each with a role and a log of its own', () => {
    const functions = Object.values(desk.findResources('AWS::Lambda::Function'));
    expect(functions).toHaveLength(names.length);
    for (const { Properties } of functions)
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties.Role))).size).toBe(
      names.length,
    );
  });

  test('publish to named topics only', () => {
    interface Statement {
      readonly Action: string | readonly string[];
      readonly Resource?: unknown;
    }
    const resources = Object.values(desk.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as readonly Statement[])
      .filter(({ Action }) => [Action].flat().includes('sns:Publish'))
      .flatMap(({ Resource }) => Resource);
    expect(resources.length).toBeGreaterThan(0);
    for (const resource of resources) expect(JSON.stringify(resource)).toMatch(/Ref|GetAtt|ImportValue|arn:/);
    expect(resources).not.toContain('*');
  });

  // A write whose answer was lost is tried again by the SDK; the condition fails then, and what is there is read (documents.ts).
  test('that write and read a table may also read one item of it', () => {
    const statements = Object.entries(desk.findResources('AWS::IAM::Policy')).flatMap(
      ([name, { Properties }]) =>
        (Properties.PolicyDocument.Statement as Json[]).map(({ Action }) => ({
          name,
          actions: [Action].flat().map(String),
        })),
    );
    const writes = statements.filter(({ actions }) =>
      actions.some((action) => /^dynamodb:(Put|Update|Delete)Item$/.test(action)),
    );
    expect(writes.length).toBeGreaterThan(10);
    const blind = writes.filter(
      ({ actions }) => actions.includes('dynamodb:Query') && !actions.includes('dynamodb:GetItem'),
    );
    expect(blind.map(({ name }) => name)).toEqual([]);
  });

  test('are given no secret but by name', () => {
    expect(JSON.stringify(desk.toJSON())).not.toMatch(/tf_test|whsec_|BEGIN (RSA|PRIVATE)/);
    expect(JSON.stringify(held.toJSON())).not.toMatch(/tf_test|whsec_/);
  });

  test('do not start without what they need', () => {
    expect(() => readEnvironment('inquiry/receive-delivery', { DELIVERY_TABLE: 't' })).toThrow(
      'set REGISTRATION_MACHINE, SOURCE_SECRETS',
    );
  });

  test('of the public see deliveries, or go through signed links: receiving touches one table only', () => {
    const policies = Object.entries(desk.findResources('AWS::IAM::Policy')).filter(([id]) =>
      id.includes('ReceiveDelivery'),
    );
    expect(policies).toHaveLength(1);
    const text = JSON.stringify(policies);
    expect(text).toContain('Deliveries');
    expect(text).not.toMatch(/Inquiries|Patients|Outreach|Practice[0-9A-F]/);
  });
});

describe('the API', () => {
  test('wants a sign-in for all of /v1 but hooks and the document', () => {
    const routes = Object.values(desk.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
      Properties.RouteKey,
      Properties.AuthorizationType,
    ]);
    const open = routes.filter(([, type]) => type !== 'JWT').map(([key]) => key);
    expect(open.sort()).toEqual([
      'GET /a/{token}',
      'GET /f/{location}',
      'GET /i/{token}',
      'GET /p/{token}',
      'GET /u/{token}',
      'GET /v1/hooks/{source}',
      'GET /v1/hooks/{source}/{proxy+}',
      'GET /v1/openapi.json',
      'POST /a/{token}',
      'POST /f/{location}',
      'POST /i/{token}',
      'POST /p/{token}',
      'POST /u/{token}',
      'POST /v1/hooks/{source}',
      'POST /v1/hooks/{source}/{proxy+}',
    ]);
  });
});

describe('the watch', () => {
  test('beats every minute, and its own silence is an alarm', () => {
    desk.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 minute)' });
    desk.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'WatchBeat',
      TreatMissingData: 'breaching',
    });
    desk.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'RedFlagRecognised',
      TreatMissingData: 'breaching',
    });
    desk.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Repaired',
      TreatMissingData: 'notBreaching',
    });
    for (const MetricName of ['AuditReviewsOverdue', 'AuditTrailBehind'])
      desk.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, Period: 86_400 });
    desk.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'TextsHeldBack',
      TreatMissingData: 'notBreaching',
    });
  });
});

describe('what stops and nobody waits for', () => {
  test.each(['SweepsOverdue', 'TouchesOverdue'])('%s rings, also when nobody has looked', (MetricName) => {
    desk.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName,
      Namespace: 'Heard',
      Threshold: 0,
      Period: 10_800,
      TreatMissingData: 'breaching',
    });
  });

  test('each state machine rings when an execution fails or times out', () => {
    const machines = Object.keys(desk.findResources('AWS::StepFunctions::StateMachine'));
    expect(machines).toHaveLength(3);
    for (const Ref of machines)
      for (const MetricName of ['ExecutionsFailed', 'ExecutionsTimedOut'])
        desk.hasResourceProperties('AWS::CloudWatch::Alarm', {
          Namespace: 'AWS/States',
          MetricName,
          Dimensions: [{ Name: 'StateMachineArn', Value: { Ref } }],
          Threshold: 1,
          TreatMissingData: 'notBreaching',
        });
  });

  test('every alarm is told to the topic, and stands in the runbook', () => {
    const runbook = readFileSync('docs/runbook.md', 'utf8');
    const alarms = Object.entries(desk.findResources('AWS::CloudWatch::Alarm'));
    for (const [id, { Properties }] of alarms) {
      expect(Properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^WatchAlarms/) }]);
      const name = id.replace(/^(Watch|Stopped)/, '').replace(/[0-9A-F]{8}$/, '');
      expect(runbook).toContain(`${name}`);
    }
  });
});

describe('a sweep', () => {
  test('starts in the morning of each time zone of the practice', () => {
    const schedules = Object.values(desk.findResources('AWS::Scheduler::Schedule')).map(({ Properties }) => [
      Properties.ScheduleExpression,
      Properties.ScheduleExpressionTimezone,
    ]);
    expect(schedules).toEqual(
      expect.arrayContaining([
        ['cron(0 9 * * ? *)', 'America/Chicago'],
        ['cron(0 9 * * ? *)', 'America/Denver'],
      ]),
    );
  });
});
