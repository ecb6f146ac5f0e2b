import { randomUUID } from 'node:crypto';
import { tagged } from '../outbox.ts';
import type { AwsBackend, AwsReply } from '../service.ts';
import { jsonReply } from './json-reply.ts';
import { knowsSet, receiptMilliseconds, type SenderOptions } from './sender.ts';

interface SendTextMessage {
  readonly DestinationPhoneNumber?: string;
  readonly OriginationIdentity?: string;
  readonly MessageBody?: string;
  readonly MessageType?: string;
  readonly ConfigurationSetName?: string;
  readonly Context?: Readonly<Record<string, string>>;
}

interface EventDestination {
  readonly Enabled: boolean;
  readonly MatchingEventTypes: readonly string[];
  readonly SnsDestination?: { readonly TopicArn: string };
}

/** What becomes of texts to these numbers; texts to all others are delivered. */
const fates: Readonly<Record<string, string>> = {
  '+14255550151': 'INVALID',
  '+14255550152': 'BLOCKED',
  '+14255550153': 'UNREACHABLE',
  '+14255550154': 'CARRIER_UNREACHABLE',
  '+14255550155': 'CARRIER_BLOCKED',
  '+14255550156': 'SPAM',
  '+14255550157': 'TTL_EXPIRED',
  '+14255550158': 'UNKNOWN',
  '+14255550159': 'PROTECT_BLOCKED',
  '+14255550160': 'INVALID_MESSAGE',
};
const refused = '+14255550161';
/** As long as AWS's own limit: more is an error there. */
const mostContext = 5;

const reply = jsonReply('1.0');
const refusal = (type: string, Message: string, Reason: string): AwsReply =>
  reply(400, { __type: type, Message, Reason });

/** Why a text is not taken. */
function refusalOf(text: SendTextMessage, knows: (set: string | undefined) => boolean): AwsReply | undefined {
  const { DestinationPhoneNumber: to = '', MessageBody, OriginationIdentity, ConfigurationSetName } = text;
  if (!/^\+[1-9]\d{6,14}$/.test(to) || !MessageBody)
    return refusal('ValidationException', 'A number in E.164 and a body are needed.', 'INVALID_PARAMETER');
  if (Object.keys(text.Context ?? {}).length > mostContext)
    return refusal(
      'ValidationException',
      `A context has ${mostContext} members at most.`,
      'INVALID_PARAMETER',
    );
  if (!/^(phone|pool)-[0-9a-f]{32}$/.test(OriginationIdentity ?? ''))
    return refusal('ResourceNotFoundException', 'There is no such number.', 'RESOURCE_NOT_FOUND');
  if (!knows(ConfigurationSetName))
    return refusal('ResourceNotFoundException', 'There is no such configuration set.', 'RESOURCE_NOT_FOUND');
  return to === refused
    ? refusal('ConflictException', 'The number has opted out.', 'DESTINATION_PHONE_NUMBER_OPTED_OUT')
    : undefined;
}

/** The event in the words of AWS; what it costs and over which network it went is left out. */
function eventOf(text: SendTextMessage, messageId: string, status: string, at: number, isFinal: boolean) {
  return {
    eventType: `TEXT_${status}`,
    eventVersion: '1.0',
    eventTimestamp: at,
    isFinal,
    originationPhoneNumber: text.OriginationIdentity,
    destinationPhoneNumber: text.DestinationPhoneNumber,
    isInternationalSend: false,
    messageId,
    messageType: text.MessageType,
    messageStatus: status,
    context: text.Context ?? {},
  };
}

/** AWS End User Messaging SMS: keeps every text with its context, and tells what became of it; texts that come in take inbound.ts. */
export function createTexts(options: SenderOptions): AwsBackend {
  const { clock, outbox, configurationSets, publish } = options;
  const knows = knowsSet(options);

  function topicsOf(text: SendTextMessage, type: string): readonly string[] {
    const set = configurationSets.find(({ name }) => name === text.ConfigurationSetName);
    const destinations = (set?.properties.EventDestinations ?? []) as readonly EventDestination[];
    return destinations
      .filter(({ Enabled, MatchingEventTypes }) => Enabled && MatchingEventTypes.includes(type))
      .flatMap(({ SnsDestination }) => SnsDestination?.TopicArn ?? []);
  }

  function announce(text: SendTextMessage, messageId: string): void {
    const fate = fates[text.DestinationPhoneNumber ?? ''] ?? 'DELIVERED';
    for (const [status, after, isFinal] of [
      ['PENDING', 0, false],
      [fate, receiptMilliseconds, true],
    ] as const) {
      const at = clock.now() + after;
      const event = eventOf(text, messageId, status, at, isFinal);
      for (const topic of topicsOf(text, event.eventType))
        clock.at(at, () => publish(topic, JSON.stringify(event)));
    }
  }

  return async ({ operation, body }) => {
    if (operation !== 'SendTextMessage')
      return refusal('ValidationException', `The local runtime has no ${operation}.`, 'UNKNOWN_OPERATION');
    const text = JSON.parse(body.toString()) as SendTextMessage;
    const no = refusalOf(text, knows);
    if (no) return no;
    const messageId = randomUUID();
    outbox.add({
      channel: 'sms',
      ...tagged(text.Context ?? {}),
      to: text.DestinationPhoneNumber ?? '',
      subject: '',
      text: text.MessageBody ?? '',
      headers: { From: text.OriginationIdentity ?? '', 'Message-Type': text.MessageType ?? '' },
      at: new Date(clock.now()).toISOString(),
    });
    announce(text, messageId);
    return reply(200, { MessageId: messageId });
  };
}
