import { randomUUID } from 'node:crypto';
import { type Outbox, tagged } from '../outbox.ts';
import type { AwsBackend, Clock } from '../service.ts';

interface OutboundVoice {
  readonly DestinationPhoneNumber?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
}

/** Calls to numbers that end so are not put through. */
const refused = /0000$/;

/** Amazon Connect, as far as it calls staff: keeps what would be said, and with what it is claimed. */
export function createConnect(outbox: Outbox, clock: Clock): AwsBackend {
  return async ({ body }) => {
    const { DestinationPhoneNumber: to = '', Attributes = {} } = JSON.parse(body.toString()) as OutboundVoice;
    const headers = { 'content-type': 'application/json' };
    if (refused.test(to))
      return {
        status: 403,
        headers: { ...headers, 'x-amzn-errortype': 'DestinationNotAllowedException' },
        body: JSON.stringify({ Message: 'The number is refused, as it asks.' }),
      };
    const { words = '', language, ...about } = Attributes;
    outbox.add({
      channel: 'voice',
      ...tagged(about),
      to,
      subject: '',
      text: words,
      headers: { language: language ?? '' },
      at: new Date(clock.now()).toISOString(),
    });
    return { status: 200, headers, body: JSON.stringify({ ContactId: randomUUID() }) };
  };
}
