import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Text } from '../../domain/message/senders.ts';
import { textEventTypes } from '../../domain/message/text-events.ts';
import type { Practice, TextOrigins } from '../../domain/practice/practice.ts';
import { letTextsPublish } from '../end-user-messaging.ts';
import type { DeskFunction } from './desk-function.ts';

/** A function that may be allowed to send texts. */
type Sender = Pick<DeskFunction<never>, 'allow' | 'allowTexts'>;

export interface TextsProps {
  readonly key: IKey;
  readonly practice: Practice;
}

/** Texts in the way that the practice has configured. Numbers of End User Messaging are registered by hand (docs/deploy.md). */
export class Texts extends Construct {
  /** Of End User Messaging; without it `none`, so that every function finds its variable set. */
  readonly configurationSet: string = 'none';
  /** Where End User Messaging says what became of each text. */
  readonly events?: Topic;
  private readonly way: NonNullable<Practice['channels']>['text'];
  private readonly origins: Partial<TextOrigins>;
  private readonly configurationSetArn: readonly string[] = [];

  constructor(scope: Construct, id: string, { key, practice }: TextsProps) {
    super(scope, id);
    this.way = practice.channels?.text;
    this.origins = practice.channels?.textFrom ?? {};
    if (this.way !== 'end-user-messaging') return;
    this.events = new Topic(this, 'Events', { masterKey: key, enforceSSL: true });
    letTextsPublish(this.events);
    const set = new CfnConfigurationSet(this, 'ConfigurationSet', {
      eventDestinations: [
        {
          eventDestinationName: 'outcomes',
          enabled: true,
          matchingEventTypes: [...textEventTypes],
          snsDestination: { topicArn: this.events.topicArn },
        },
      ],
    });
    // It may not publish before the topic's policy lets it.
    set.node.addDependency(this.events);
    this.configurationSet = set.ref;
    this.configurationSetArn = [set.attrArn];
  }

  /** Lets a function send texts of these streams: with End User Messaging by their numbers only. */
  allow(sender: Sender, streams: readonly Text['stream'][]): void {
    if (this.way === 'sns') sender.allowTexts();
    if (this.way !== 'end-user-messaging') return;
    const origins = new Set(streams.flatMap((stream) => this.origins[stream] ?? []));
    sender.allow(
      ['sms-voice:SendTextMessage'],
      [...[...origins].map((origin) => this.arnOf(origin)), ...this.configurationSetArn],
    );
  }

  /** Lets a function page these topics: no right to texts covers a topic. */
  allowPages(sender: Sender, topics: readonly string[]): void {
    if (topics.length > 0) sender.allow(['sns:Publish'], topics);
  }

  private arnOf(origin: string): string {
    const resource = origin.startsWith('pool-') ? 'pool' : 'phone-number';
    return Stack.of(this).formatArn({ service: 'sms-voice', resource, resourceName: origin });
  }
}
