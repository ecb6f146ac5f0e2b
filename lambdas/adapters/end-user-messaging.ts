import {
  PinpointSMSVoiceV2Client,
  PinpointSMSVoiceV2ServiceException,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { SendOutcome, Text, Texter } from '../../domain/message/senders.ts';
import type { TextOrigins } from '../../domain/practice/practice.ts';
import { log } from '../kit/logger.ts';
import { refusalOf } from './refusal.ts';
import { sending } from './time-limits.ts';

// A send that is repeated is a second text: one attempt, and its outcome is known or is not (G4).
const client = new PinpointSMSVoiceV2Client(sending);

/** Errors after which the text certainly did not leave. */
const refusals = new Set([
  'AccessDeniedException',
  'ConflictException',
  'ResourceNotFoundException',
  'ServiceQuotaExceededException',
  'ThrottlingException',
  'ValidationException',
]);

const throttles = new Set(['ServiceQuotaExceededException', 'ThrottlingException']);

/** What the service is asked for one text by one number. The context comes back with every event; only ids stand in it. */
export const requestOf = (
  { stream, to, text, about }: Text,
  origin: string,
  configurationSet: string,
): SendTextMessageCommandInput => ({
  DestinationPhoneNumber: to,
  OriginationIdentity: origin,
  MessageBody: text,
  MessageType: stream === 'marketing' ? 'PROMOTIONAL' : 'TRANSACTIONAL',
  ConfigurationSetName: configurationSet,
  Context: Object.fromEntries(Object.entries(about).map(([name, value]) => [name, String(value)])),
});

type Ask = (input: SendTextMessageCommandInput) => Promise<{ readonly MessageId?: string | undefined }>;

async function sendOnce(ask: Ask, input: SendTextMessageCommandInput): Promise<SendOutcome> {
  try {
    const { MessageId } = await ask(input);
    return { state: 'accepted', providerId: MessageId ?? '' };
  } catch (error) {
    if (error instanceof PinpointSMSVoiceV2ServiceException && refusals.has(error.name))
      return refusalOf(error.name, throttles);
    throw error;
  }
}

/** Numbers to try for a text, the next one only where the one before said for certain that it did not take it. */
function originsOf({ care, marketing, safety }: TextOrigins, stream: Text['stream']): readonly string[] {
  if (stream === 'marketing') return marketing ? [marketing] : [];
  return stream === 'safety' && safety ? [safety, care] : [care];
}

/** Texts by AWS End User Messaging: two-way, each by the number of its stream, and its events say what became of it. */
export function endUserMessagingTexter(
  origins: TextOrigins,
  configurationSet: string,
  ask: Ask = (input) => client.send(new SendTextMessageCommand(input)),
): Texter {
  return {
    send: async (text) => {
      let outcome: SendOutcome = { state: 'refused', reason: 'no-number' };
      for (const origin of originsOf(origins, text.stream)) {
        outcome = await sendOnce(ask, requestOf(text, origin, configurationSet));
        if (outcome.state === 'accepted') return outcome;
        log.warn('A number took no text.', { kind: text.about.kind, code: outcome.reason });
      }
      return outcome;
    },
  };
}
