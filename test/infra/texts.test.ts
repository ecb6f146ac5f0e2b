import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { textEventTypes } from '../../domain/message/text-events.ts';
import { environments } from '../../lambdas/kit/env.ts';
import { DataStack } from '../../lib/data-stack.ts';
import { DeskStack } from '../../lib/desk-stack.ts';
import type { PracticeFolder } from '../../lib/practice/read-practice.ts';
import { textFrom, textingBy } from '../support/texting-practice.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
}

const names = Object.keys(environments);
const bundles = Object.fromEntries(names.map((name) => [name, 'test/fixtures/senders'])) as never;

function stacksOf(practice: PracticeFolder) {
  const app = new App({ builtinCloudFormationValidation: false });
  const data = new DataStack(app, 'Data', { practice: practice.identity });
  const desk = Template.fromStack(new DeskStack(app, 'Desk', { practice, bundles, held: data }));
  return { desk, data: Template.fromStack(data) };
}

/** What each function may do with this action: its name, and the resources as text. */
function mayDo(desk: Template, action: string): Readonly<Record<string, string>> {
  const policies = Object.entries(desk.findResources('AWS::IAM::Policy'));
  return Object.fromEntries(
    policies.flatMap(([id, { Properties }]) => {
      const statements = Properties.PolicyDocument.Statement as readonly Statement[];
      const found = statements.filter(({ Action }) => [Action].flat().includes(action));
      const name =
        /PlanEscalation|Tell|RegisterDelivery|SendTouches|Pages|DeskRole|OverdueRevocations/.exec(id)?.[0] ??
        id;
      return found.length > 0
        ? [[name, JSON.stringify(found.map(({ Resource, NotResource }) => Resource ?? { NotResource }))]]
        : [];
    }),
  );
}

const namesIn = (resources: string): readonly string[] =>
  Object.entries(textFrom).flatMap(([stream, id]) =>
    resources.includes(`${id.startsWith('pool') ? 'pool' : 'phone-number'}/${id}`) ? [stream] : [],
  );

describe('texts by End User Messaging', () => {
  const { desk, data } = stacksOf(textingBy('end-user-messaging', textFrom));

  test('leave by the numbers of each function’s streams only', () => {
    const may = mayDo(desk, 'sms-voice:SendTextMessage');
    const streams = Object.fromEntries(
      Object.entries(may).map(([name, resources]) => [name, namesIn(resources)]),
    );
    expect(streams).toEqual({
      Tell: ['care', 'safety'],
      RegisterDelivery: ['care'],
      DeskRole: ['care'],
      Pages: ['care'],
      SendTouches: ['care', 'marketing'],
      OverdueRevocations: ['care'],
    });
    for (const resources of Object.values(may)) expect(resources).not.toContain('"*"');
  });

  test('give no function the right to texts by SNS', () => {
    for (const resources of Object.values(mayDo(desk, 'sns:Publish')))
      expect(resources).not.toMatch(/"\*"|NotResource/);
  });

  test('tell what became of them to a topic that only this account’s service may write to, and whose queue is settled', () => {
    const [set] = Object.values(desk.findResources('AWS::SMSVOICE::ConfigurationSet'));
    const [destination] = set?.Properties.EventDestinations ?? [];
    expect(destination).toMatchObject({ Enabled: true, MatchingEventTypes: textEventTypes });
    const topic = destination.SnsDestination.TopicArn.Ref as string;
    expect(set?.DependsOn).toContain(topic);
    desk.hasResourceProperties('AWS::SNS::Subscription', { TopicArn: { Ref: topic }, Protocol: 'sqs' });
    const policies = Object.values(desk.findResources('AWS::SNS::TopicPolicy'));
    const own = policies.find(({ Properties }) => JSON.stringify(Properties.Topics).includes(topic));
    expect(own?.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Principal: { Service: 'sms-voice.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });

  test('have opt-out lists of their own, one for the safety number, that outlive their stack', () => {
    const lists = Object.values(data.findResources('AWS::SMSVOICE::OptOutList'));
    expect(lists.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
  });
});

describe('texts that come in', () => {
  test('are taken from the service, whose texts the key lets it encrypt', () => {
    const { data } = stacksOf(textingBy('sns'));
    expect(JSON.stringify(data.findResources('AWS::SNS::TopicPolicy'))).toContain('sms-voice.amazonaws.com');
    expect(JSON.stringify(data.findResources('AWS::KMS::Key'))).toContain('sms-voice.amazonaws.com');
  });
});

describe('a practice that texts otherwise', () => {
  test.each(['sns', undefined] as const)('by %s, has nothing of End User Messaging', (text) => {
    const { desk, data } = stacksOf(textingBy(text));
    expect(JSON.stringify(desk.toJSON())).not.toMatch(/SMSVOICE|sms-voice:/);
    expect(data.findResources('AWS::SMSVOICE::OptOutList')).toEqual({});
    // A number has no ARN: whoever may text may publish to all that is no topic.
    const all = Object.values(mayDo(desk, 'sns:Publish')).filter((resources) =>
      resources.includes('NotResource'),
    );
    expect(all).toHaveLength(text === 'sns' ? 6 : 0);
    const noTopic = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sns:*:*:*']] };
    for (const resources of all) expect(JSON.parse(resources)).toContainEqual({ NotResource: noTopic });
  });
});
