import { describe, expect, test } from '@jest/globals';
import { revocationReader } from '../../../domain/consent/revocation.ts';
import { registrationOf } from '../../../domain/inquiry/register-delivery.ts';
import { type ConsentPorts, obeyConsents } from '../../../lambdas/inquiry/consents.ts';
import { assess, fridayMorning, lakeside } from '../../support/lakeside.ts';

const source = lakeside.sources.sources.find(({ id }) => id === 'form_downtown');
const consent = { channel: 'sms', purpose: 'recall', wording: 'Yes', at: fridayMorning, page: '/f/downtown' };

/** What a form of the practice's own leaves behind: whether it is held, and the boxes that count. */
async function sent(suspicion: string, message: string, flooded = false) {
  const body = { name: 'Rowan', phone: '+15125550103', email: '', message, suspicion, consents: [consent] };
  const { arrivals } = await registrationOf({
    delivery: {
      id: 'a-delivery-of-a-form-for-a-test',
      schema: 1,
      source: 'form_downtown',
      receivedAt: fridayMorning,
      contentType: 'application/json',
      headers: {},
      encoding: 'utf8',
      body: JSON.stringify(body),
    },
    body: Buffer.from(JSON.stringify(body)),
    source,
    practice: lakeside.identity,
    assess,
    addressKeys: () => ['key'],
    flooded: async () => flooded,
    // A form proves nothing: nobody is awaited there.
    awaited: async () => true,
    keyedId: () => 'id',
  } as never);
  const kept: string[] = [];
  const ports = {
    revoking: revocationReader(lakeside.revocation),
    practice: lakeside.identity,
    addressKeys: async () => ({ phone: 'key' }),
    outreach: { suppressions: async () => [] },
    patients: {
      byAddress: async () => [],
      ofAddress: async () => [],
      keepForAddress: async (_key: string, { action }: { action: string }) => void kept.push(action),
    },
    now: fridayMorning,
  } as unknown as ConsentPorts;
  for (const arrival of arrivals) await obeyConsents(arrival, ports);
  return { held: arrivals[0]?.review !== undefined, typed: arrivals[0]?.typed, kept };
}

describe('a form that something speaks against', () => {
  const emergency = 'I cannot see with my left eye since the filler';
  test.each([
    ['nothing', '', 'May I book?', false, { held: false, kept: ['pending'] }],
    ['a field that people do not see', 'Suspected spam', 'May I book?', false, { held: true, kept: [] }],
    [
      'the same, with a red flag: it is answered',
      'Suspected spam',
      emergency,
      false,
      { held: false, kept: [] },
    ],
    ['a flood', '', 'May I book?', true, { held: true, kept: [] }],
    ['a flood, with a red flag', '', emergency, true, { held: false, kept: [] }],
  ] as const)('%s', async (_what, suspicion, message, flooded, wanted) => {
    expect(await sent(suspicion, message, flooded)).toEqual({ ...wanted, typed: true });
  });
});
