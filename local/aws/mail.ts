import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import inboxPackage from 'aws-ses-v2-local';
import type { Resource } from '../assembly/assembly.ts';
import { tagged } from '../outbox.ts';
import type { AwsBackend, Service } from '../service.ts';
import { forwardTo } from './forward.ts';
import { jsonReply } from './json-reply.ts';
import { knowsSet, receiptMilliseconds, type SenderOptions } from './sender.ts';

interface Content {
  readonly Data?: string;
}
interface SendEmail {
  readonly FromEmailAddress?: string;
  readonly ReplyToAddresses?: readonly string[];
  readonly Destination?: { readonly ToAddresses?: readonly string[] };
  readonly Content?: {
    readonly Simple?: {
      readonly Subject?: Content;
      readonly Body?: { readonly Text?: Content; readonly Html?: Content };
      readonly Headers?: readonly { readonly Name: string; readonly Value: string }[];
    };
  };
  readonly ConfigurationSetName?: string;
  readonly EmailTags?: readonly { readonly Name: string; readonly Value: string }[];
}

interface EventDestination {
  readonly ConfigurationSetName: string;
  readonly EventDestination: {
    readonly MatchingEventTypes: readonly string[];
    readonly SnsDestination?: { readonly TopicARN: string };
  };
}

export interface MailOptions extends SenderOptions {
  readonly eventDestinations: readonly Resource[];
}

/** What follows a send to each kind of test address, in the words of SES's event publishing. */
function eventsFor(to: string): readonly (readonly [type: string, body: object])[] {
  const recipients = [{ emailAddress: to }];
  const delivery = ['Delivery', { delivery: { recipients: [to] } }] as const;
  const bounce = (bounceType: string) =>
    ['Bounce', { bounce: { bounceType, bouncedRecipients: recipients } }] as const;
  if (to.startsWith('bounce@')) return [bounce('Permanent')];
  if (to.startsWith('soft@')) return [bounce('Transient')];
  if (to.startsWith('complaint@'))
    return [delivery, ['Complaint', { complaint: { complainedRecipients: recipients } }]];
  return [delivery];
}

const reply = jsonReply();

const tagsOf = (mail: SendEmail): Record<string, string> =>
  Object.fromEntries((mail.EmailTags ?? []).map(({ Name, Value }) => [Name, Value]));

function record(mail: SendEmail, to: string, options: MailOptions): void {
  const simple = mail.Content?.Simple;
  options.outbox.add({
    channel: 'email',
    ...tagged(tagsOf(mail)),
    to,
    subject: simple?.Subject?.Data ?? '',
    text: simple?.Body?.Text?.Data ?? '',
    headers: {
      From: mail.FromEmailAddress ?? '',
      ...(mail.ReplyToAddresses ? { 'Reply-To': mail.ReplyToAddresses.join(', ') } : {}),
      ...Object.fromEntries((simple?.Headers ?? []).map(({ Name, Value }) => [Name, Value])),
    },
    at: new Date(options.clock.now()).toISOString(),
  });
}

function announce(mail: SendEmail, to: string, messageId: string, options: MailOptions): void {
  const { clock } = options;
  const topics = options.eventDestinations
    .map(({ properties }) => properties as unknown as EventDestination)
    .filter(({ ConfigurationSetName }) => ConfigurationSetName === mail.ConfigurationSetName);
  const common = {
    messageId,
    timestamp: new Date(clock.now()).toISOString(),
    destination: [to],
    tags: Object.fromEntries(Object.entries(tagsOf(mail)).map(([name, value]) => [name, [value]])),
  };
  for (const [eventType, body] of [['Send', { send: {} }] as const, ...eventsFor(to)]) {
    for (const { EventDestination } of topics) {
      const { MatchingEventTypes, SnsDestination } = EventDestination;
      if (SnsDestination && MatchingEventTypes.some((type) => type.toLowerCase() === eventType.toLowerCase()))
        clock.at(clock.now() + (eventType === 'Bounce' ? receiptMilliseconds : 0), () =>
          options.publish(SnsDestination.TopicARN, JSON.stringify({ eventType, mail: common, ...body })),
        );
    }
  }
}

/** So many a second that no run waits for it. */
const account = {
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  SendQuota: { Max24HourSend: 50_000_000, MaxSendRate: 100_000, SentLast24Hours: 0 },
};

/** SES v2: keeps every send with its tags and the run's time, shows it in an inbox page, and tells what became of it. */
export function createMail(port: number, options: MailOptions): Service & { readonly backend: AwsBackend } {
  const toInbox = forwardTo(port);
  let inbox: Server | undefined;
  const knows = knowsSet(options);

  return {
    backend: async (call) => {
      if (call.operation === 'GetAccount') return reply(200, account);
      if (call.operation !== 'SendEmail') return toInbox(call);
      const mail = JSON.parse(call.body.toString()) as SendEmail;
      const to = mail.Destination?.ToAddresses?.[0] ?? '';
      if (!knows(mail.ConfigurationSetName))
        return reply(404, { message: `There is no configuration set ${mail.ConfigurationSetName}.` });
      if (to.startsWith('refused@'))
        return reply(400, { message: 'The address is refused, as it asks.', __type: 'MessageRejected' });
      record(mail, to, options);
      const shown = await toInbox(call);
      if (shown.status >= 400) throw new Error(`The inbox page did not take a mail: ${shown.status}.`);
      const messageId = randomUUID();
      announce(mail, to, messageId, options);
      return reply(200, { MessageId: messageId });
    },
    start: async () => {
      inbox = (await inboxPackage.default({ host: '127.0.0.1', port })) as unknown as Server;
    },
    end: () =>
      new Promise((resolve) => {
        if (!inbox) return resolve();
        inbox.close(() => resolve());
        inbox.closeAllConnections();
      }),
  };
}
