import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { type Registration, registrationOf } from '../../domain/inquiry/register-delivery.ts';
import type { RegistrationFacts } from '../../domain/inquiry/registration-facts.ts';
import type { Source } from '../../domain/practice/source.ts';
import { assess, lakeside } from './lakeside.ts';

export const sourceOf = (id: string): Source =>
  lakeside.sources.sources.find((source) => source.id === id) as Source;

/** The arrivals of one request to a source of Lakeside's, of people nobody knows. */
export async function arrivalsOf(...request: Parameters<typeof registered>): Promise<readonly Arrival[]> {
  return (await registered(...request)).arrivals;
}

/** The same, with what became of messages that are none. */
export function registered(
  source: Source,
  body: string,
  contentType = 'application/json',
  facts: Partial<RegistrationFacts> = {},
): Promise<Registration> {
  return registrationOf({
    delivery: {
      id: 'd'.repeat(32),
      schema: 1,
      source: source.id,
      receivedAt: '2026-11-20T16:05:00.000Z',
      contentType,
      headers: {},
      encoding: 'utf8',
      body: '',
    },
    body: Buffer.from(body),
    source,
    practice: lakeside.identity,
    assess,
    addressKeys: ({ email, phone }) => [email, phone].filter((key) => key !== undefined),
    keyedId: (id, key) => id + key,
    lead: async () => undefined,
    flooded: async () => false,
    awaited: async () => false,
    storedMail: async () => undefined,
    keepFile: async () => 'k',
    inquiryOf: async () => undefined,
    saidBefore: async () => [],
    templates: [],
    ...facts,
  });
}

/** One mail as SES hands it to its topic, vouched for. */
export const mailNotice = (mail: string): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: 'm1',
    Message: JSON.stringify({
      notificationType: 'Received',
      mail: { messageId: 'ses1', source: 'jordan@example.com' },
      receipt: {
        recipients: ['desk@in.example.com'],
        spamVerdict: { status: 'PASS' },
        virusVerdict: { status: 'PASS' },
        spfVerdict: { status: 'PASS' },
        dkimVerdict: { status: 'PASS' },
        dmarcVerdict: { status: 'PASS' },
      },
      content: mail,
    }),
  });
