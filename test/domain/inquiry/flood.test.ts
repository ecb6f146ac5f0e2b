import { describe, expect, test } from '@jest/globals';
import { holdsFlood } from '../../../domain/inquiry/flood.ts';
import { type RegistrationFacts, registrationOf } from '../../../domain/inquiry/register-delivery.ts';
import { assess, fridayMorning, lakeside } from '../../support/lakeside.ts';

const source = lakeside.sources.sources.find(({ id }) => id === 'src_texts');

/** The topic of texts within one minute, as the shipped folder limits it. */
function minute(awaited: RegistrationFacts['awaited'] = async () => false) {
  const counts = new Map<string, number>();
  return async (number: string, text: string) => {
    const body = JSON.stringify({
      Type: 'Notification',
      Message: JSON.stringify({
        originationNumber: number,
        destinationNumber: '+15125550100',
        messageBody: text,
        inboundMessageId: `m${[...counts.values()].join('-')}`,
      }),
    });
    const { arrivals } = await registrationOf({
      delivery: {
        id: 'd'.repeat(64),
        schema: 1,
        source: 'src_texts',
        receivedAt: fridayMorning,
        contentType: 'application/json',
        headers: {},
        encoding: 'utf8',
        body,
      },
      body: Buffer.from(body),
      source,
      practice: lakeside.identity,
      assess,
      addressKeys: ({ phone }) => (phone ? [phone] : []),
      keyedId: (_source, key) => key,
      storedMail: async () => undefined,
      keepFile: async () => 'key',
      lead: async () => undefined,
      inquiryOf: async () => undefined,
      flooded: async (of = 'source') => {
        const count = (counts.get(of) ?? 0) + 1;
        counts.set(of, count);
        return count > (source?.perMinute ?? 60);
      },
      awaited,
    });
    expect(arrivals).toHaveLength(1);
    return arrivals[0]?.review;
  };
}

const held = expect.stringContaining('Suspected spam');
const attacker = '+15125550199';

describe('texts within one minute', () => {
  test('of many patients who answer their check-ins at noon are heard, each of them', async () => {
    const say = minute();
    const reviews: unknown[] = [];
    for (let patient = 10; patient < 60; patient += 1) reviews.push(await say(`+151255501${patient}`, '1'));
    expect(new Set(reviews)).toEqual(new Set([undefined]));
  });

  test('of one number are held beyond the limit, and hold nobody else’s', async () => {
    const say = minute();
    const reviews: unknown[] = [];
    for (let times = 0; times < 14; times += 1) reviews.push(await say(attacker, 'Buy followers'));
    expect(reviews.slice(11)).toEqual([undefined, held, held]);
    expect(await say('+15125550143', '3')).toBeUndefined();
    expect(await say(attacker, 'my lip turned white and it hurts')).toBeUndefined();
  });

  test('of a number that was asked how it is, or was treated lately, are never held', async () => {
    const say = minute(async ({ contact, addressKeys }) => {
      expect(addressKeys).toEqual([contact.phone]);
      return contact.phone === '+15125550143';
    });
    for (let times = 0; times < 14; times += 1) await say('+15125550143', 'hello');
    expect(await say('+15125550143', '3')).toBeUndefined();
  });
});

test('Nobody is awaited at an address that is only claimed', async () => {
  const facts = { awaited: async () => true } as unknown as RegistrationFacts;
  const arrival = { assessment: { level: 'R', flags: [] } } as never;
  expect(await holdsFlood(arrival, false, facts)).toBe(true);
  expect(await holdsFlood(arrival, true, facts)).toBe(false);
});
