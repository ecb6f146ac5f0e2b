import {
  ConflictException,
  InternalServerException,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { describe, expect, test } from '@jest/globals';
import type { Text } from '../../../domain/message/senders.ts';
import { endUserMessagingTexter } from '../../../lambdas/adapters/end-user-messaging.ts';

const id = (kind: 'phone' | 'pool', digit: string) => `${kind}-${digit.repeat(32)}`;
const origins = { care: id('phone', 'a'), marketing: id('pool', 'b'), safety: id('phone', 'c') };
const opted = new ConflictException({ message: '', $metadata: {} });

/** Sends one text through numbers of which these refuse or break. */
async function sent(
  stream: Text['stream'],
  { by = origins, fails = {} }: { by?: Partial<typeof origins>; fails?: Record<string, Error> } = {},
) {
  const asked: SendTextMessageCommandInput[] = [];
  const texter = endUserMessagingTexter({ care: origins.care, ...by }, 'the-set', async (input) => {
    asked.push(input);
    const error = fails[input.OriginationIdentity ?? ''];
    if (error) throw error;
    return { MessageId: 'm1' };
  });
  const about = {
    audience: 'staff',
    kind: 'page',
    inquiryId: 'inq_1',
    staffId: 'okoye',
    round: '0.0.0',
  } as const;
  const outcome = await texter
    .send({ stream, to: '+15125550143', text: 'Hello', about })
    .catch((error: Error) => error.name);
  return { outcome, asked, from: asked.map(({ OriginationIdentity }) => OriginationIdentity) };
}

describe('a text by End User Messaging', () => {
  test('says by which number it leaves, by which configuration set it is told of, and which ids come back', async () => {
    const { asked, outcome } = await sent('care');
    expect(outcome).toEqual({ state: 'accepted', providerId: 'm1' });
    expect(asked).toEqual([
      {
        DestinationPhoneNumber: '+15125550143',
        OriginationIdentity: origins.care,
        MessageBody: 'Hello',
        MessageType: 'TRANSACTIONAL',
        ConfigurationSetName: 'the-set',
        Context: { audience: 'staff', kind: 'page', inquiryId: 'inq_1', staffId: 'okoye', round: '0.0.0' },
      },
    ]);
    // AWS takes five members, and an alert to staff has as many.
    expect(Object.keys(asked[0]?.Context ?? {}).length).toBeLessThanOrEqual(5);
  });

  test('of marketing leaves by its own number, and by none where there is none', async () => {
    expect((await sent('marketing')).asked).toMatchObject([
      { OriginationIdentity: origins.marketing, MessageType: 'PROMOTIONAL' },
    ]);
    const without = await sent('marketing', { by: { safety: origins.safety } });
    expect(without).toMatchObject({ outcome: { state: 'refused', reason: 'no-number' }, asked: [] });
  });

  test('is refused only where it certainly did not leave', async () => {
    const refused = await sent('care', { fails: { [origins.care]: opted } });
    expect(refused.outcome).toEqual({ state: 'refused', reason: 'ConflictException' });
    const broken = new InternalServerException({ message: '', $metadata: {} });
    expect((await sent('care', { fails: { [origins.care]: broken } })).outcome).toBe(
      'InternalServerException',
    );
  });
});

describe('a safety reply', () => {
  test('leaves by a number of its own, by that for care where there is none', async () => {
    expect((await sent('safety')).from).toEqual([origins.safety]);
    expect((await sent('safety', { by: {} })).from).toEqual([origins.care]);
  });

  test('goes by the number for care when its own has certainly not taken it, and never twice', async () => {
    const refused = await sent('safety', { fails: { [origins.safety]: opted } });
    expect(refused.from).toEqual([origins.safety, origins.care]);
    expect(refused.outcome).toMatchObject({ state: 'accepted' });
    const broken = await sent('safety', { fails: { [origins.safety]: new Error('gone') } });
    expect(broken.from).toEqual([origins.safety]);
  });
});
