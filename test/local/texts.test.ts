import { describe, expect, test } from '@jest/globals';
import type { Resource } from '../../local/assembly/assembly.ts';
import { createTexts } from '../../local/aws/texts.ts';
import type { Outgoing } from '../../local/outbox.ts';
import type { Clock } from '../../local/service.ts';
import { fridayMorning } from '../support/lakeside.ts';
import { textFrom } from '../support/texting-practice.ts';

const set = {
  name: 'the-set',
  properties: {
    EventDestinations: [
      {
        Enabled: true,
        MatchingEventTypes: ['TEXT_DELIVERED', 'TEXT_INVALID'],
        SnsDestination: { TopicArn: 'the-topic' },
      },
    ],
  },
} as unknown as Resource;

/** Asks for one text, and gives the answer, the outbox and what was published with how long after. */
async function asked(changes: Record<string, unknown> = {}) {
  const outbox: Outgoing[] = [];
  const published: unknown[] = [];
  const start = Date.parse(fridayMorning);
  const clock = {
    now: () => start,
    at: (time: number, fire: () => void) => {
      published.push(time - start);
      fire();
      return () => {};
    },
  } as unknown as Clock;
  const texts = createTexts({
    clock,
    outbox: { add: (message) => void outbox.push(message), all: () => outbox },
    configurationSets: [set],
    publish: (topic, message) => void published.push(topic, JSON.parse(message)),
  });
  const body = {
    DestinationPhoneNumber: '+15125550143',
    OriginationIdentity: textFrom.care,
    MessageBody: 'Hello',
    ConfigurationSetName: 'the-set',
    Context: { audience: 'patient', kind: 'reply', messageId: 'm1' },
    ...changes,
  };
  const call = { operation: 'SendTextMessage', body: Buffer.from(JSON.stringify(body)) };
  const { status, body: answer } = await texts(call as never);
  return { status, answer: JSON.parse(String(answer)), outbox, published };
}

describe('End User Messaging on one machine', () => {
  test('keeps a text with its number and its ids, and tells a second later that it arrived', async () => {
    const { status, answer, outbox, published } = await asked();
    expect(status).toBe(200);
    expect(outbox).toMatchObject([
      {
        channel: 'sms',
        audience: 'patient',
        to: '+15125550143',
        text: 'Hello',
        headers: { From: textFrom.care },
        about: { kind: 'reply', messageId: 'm1' },
      },
    ]);
    expect(published).toMatchObject([
      1000,
      'the-topic',
      {
        eventType: 'TEXT_DELIVERED',
        isFinal: true,
        messageId: answer.MessageId,
        destinationPhoneNumber: '+15125550143',
        context: { kind: 'reply', messageId: 'm1' },
      },
    ]);
  });

  test('tells of failures at numbers that stand for them, as far as the configuration set asks for it', async () => {
    const invalid = await asked({ DestinationPhoneNumber: '+14255550151' });
    expect(invalid.published[2]).toMatchObject({ eventType: 'TEXT_INVALID' });
    expect((await asked({ DestinationPhoneNumber: '+14255550153' })).published).toEqual([]);
    expect((await asked({ ConfigurationSetName: undefined })).published).toEqual([]);
  });

  test.each([
    [{ DestinationPhoneNumber: '5125550143' }, 'ValidationException'],
    [{ MessageBody: '' }, 'ValidationException'],
    [{ Context: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' } }, 'ValidationException'],
    [{ OriginationIdentity: '+15125550110' }, 'ResourceNotFoundException'],
    [{ ConfigurationSetName: 'another' }, 'ResourceNotFoundException'],
    [{ DestinationPhoneNumber: '+14255550161' }, 'ConflictException'],
  ])('refuses %j as AWS does, and keeps nothing', async (changes, type) => {
    const { status, answer, outbox } = await asked(changes);
    expect([status, answer.__type, outbox]).toEqual([400, type, []]);
  });
});
