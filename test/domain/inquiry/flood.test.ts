import { describe, expect, test } from '@jest/globals';
import { holdsFlood } from '../../../domain/inquiry/flood.ts';
import { registrationOf } from '../../../domain/inquiry/register-delivery.ts';
import type { RegistrationFacts } from '../../../domain/inquiry/registration-facts.ts';
import { assess, fridayMorning, lakeside } from '../../support/lakeside.ts';
import { mime } from '../../support/mail.ts';

/** One delivery of a source, as a topic hands it over. */
async function arrived(id: string, message: object, facts: Pick<RegistrationFacts, 'flooded' | 'awaited'>) {
  const body = JSON.stringify({ Type: 'Notification', Message: JSON.stringify(message) });
  const { arrivals } = await registrationOf({
    delivery: {
      id: 'd'.repeat(64),
      schema: 1,
      source: id,
      receivedAt: fridayMorning,
      contentType: 'application/json',
      headers: {},
      encoding: 'utf8',
      body,
    },
    body: Buffer.from(body),
    source: lakeside.sources.sources.find((source) => source.id === id),
    practice: lakeside.identity,
    assess,
    addressKeys: ({ phone, email }) => [phone ?? email ?? ''].filter(Boolean),
    keyedId: (_source, key) => key,
    storedMail: async () => undefined,
    keepFile: async () => 'key',
    lead: async () => undefined,
    inquiryOf: async () => undefined,
    saidBefore: async () => [],
    templates: [],
    ...facts,
  });
  expect(arrivals).toHaveLength(1);
  return arrivals[0]?.review;
}

const limit = lakeside.sources.sources.find(({ id }) => id === 'src_texts')?.perMinute ?? 60;

/** The topic of texts within one minute, as the shipped folder limits it. */
function minute(awaited: RegistrationFacts['awaited'] = async () => false) {
  const counts = new Map<string, number>();
  const flooded = async (of = 'source') => {
    const count = (counts.get(of) ?? 0) + 1;
    counts.set(of, count);
    return count > limit;
  };
  return (number: string, text: string) =>
    arrived(
      'src_texts',
      { originationNumber: number, destinationNumber: '+15125550100', messageBody: text },
      { flooded, awaited },
    );
}

/** A mail as SES hands it over with what it thinks of it. */
function mailed(text: string, verdicts: Readonly<Record<string, string>>, awaited = true, flooded = false) {
  const given = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', ...verdicts };
  const receipt = Object.fromEntries(
    Object.entries(given).map(([name, status]) => [`${name}Verdict`, { status }]),
  );
  const content = mime({ id: 'm1', text });
  const mail = { source: 'rowan.ellery@example.com', messageId: 'ses-1' };
  return arrived(
    'src_mail',
    { notificationType: 'Received', mail, receipt, content },
    { flooded: async () => flooded, awaited: async () => awaited },
  );
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

const spam = { spam: 'FAIL' };
const unproved = { dmarc: 'GRAY', spf: 'GRAY' };

test.each([
  ['from nobody who is awaited, in a flood', {}, false, true, held],
  ['from whoever is awaited, in a flood', {}, true, true, undefined],
  ['of which nobody vouches, in a flood', unproved, true, true, held],
  ['that may be spam, from nobody who is awaited', spam, false, false, expect.stringContaining('spam')],
  ['that may be spam, from whoever is awaited', spam, true, false, undefined],
  [
    'that may be spam, and of which nobody vouches',
    { ...spam, ...unproved },
    true,
    false,
    expect.any(String),
  ],
  ['with a virus', { virus: 'FAIL' }, true, false, expect.stringContaining('viruses')],
  ['that its own domain disowns', { dmarc: 'FAIL' }, true, false, expect.stringContaining('forged')],
] as const)('A mail %s', async (_what, verdicts, awaited, flooded, review) => {
  expect(await mailed('3', verdicts, awaited, flooded)).toEqual(review);
});
