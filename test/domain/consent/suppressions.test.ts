import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../domain/consent/decide.ts';
import {
  type MessagePurpose,
  type Question,
  type Suppression,
  type SuppressionReason,
  suppressionReasons,
} from '../../../domain/consent/question.ts';
import { lakeside } from '../../support/lakeside.ts';
import { questionOf } from '../../support/may-contact.ts';

const inviting = ['recall', 'marketing', 'education'] as const;
/** Answers to keywords go where the keyword came from. */
const keywords = ['stop-confirmation', 'help-reply'] as const;
const purposes = [
  'safety',
  'care',
  ...inviting,
  'reply',
  ...keywords,
] as const satisfies readonly MessagePurpose[];
const channels = ['email', 'text', 'call', 'letter', 'postcard'] as const;
type Pair = `${(typeof channels)[number]} ${MessagePurpose}`;

const pairs = (by: readonly (typeof channels)[number][], what: readonly MessagePurpose[]): readonly Pair[] =>
  by.flatMap((channel) => what.map((purpose): Pair => `${channel} ${purpose}`));

/** Written by hand from R9 to R26 and R70: what each reason stops, at the address it is of. */
const stopped: Readonly<
  Record<SuppressionReason, { readonly address: Suppression['address']; readonly what: readonly Pair[] }>
> = {
  // A person must call instead.
  'hard-bounce': { address: 'email', what: pairs(['email'], ['safety', 'care', ...inviting, 'reply']) },
  complaint: { address: 'email', what: pairs(['email'], inviting) },
  unsubscribed: { address: 'email', what: pairs(['email'], inviting) },
  'soft-bounces': { address: 'email', what: pairs(['email'], inviting) },
  'wrong-number': {
    address: 'phone',
    what: [...pairs(['text', 'call'], ['care', ...inviting, 'reply']), ...pairs(['text'], keywords)],
  },
  // Whatever leaves by itself; a person's answer is tried, and its outcome told.
  'carrier-blocked': { address: 'phone', what: pairs(['text'], ['care', ...inviting, 'stop-confirmation']) },
  'returned-mail': {
    address: 'post',
    what: pairs(['letter', 'postcard'], ['care', ...inviting, 'reply']),
  },
  erased: { address: 'post', what: pairs(['letter', 'postcard'], ['care', ...inviting]) },
};

const at = '2026-03-03 11:00 America/New_York';
const now = '2026-03-03T16:00:00.000Z';
const asked = (
  channel: Question['channel'],
  purpose: MessagePurpose,
  suppressed: Question['recipient']['suppressed'],
) => {
  const but = { requestedAt: at, patientWroteFirst: true, lastTreatedOn: '2026-02-20' };
  const base = questionOf({ what: purpose, by: channel, at, but }, lakeside.law);
  const grant = base.consents.find((event) => event.channel === 'email');
  const calls = ['call', 'letter'].map((one) => ({ ...grant, id: one, channel: one }) as never);
  return decide({
    ...base,
    consents: [...base.consents, ...calls],
    recipient: { ...base.recipient, suppressed },
    now,
  });
};
const all = channels.flatMap((channel) =>
  purposes
    .filter((purpose) => channel === 'text' || !keywords.some((one) => one === purpose))
    .map((purpose) => ({ channel, purpose })),
);

const stops = (address: Suppression['address'], reason: SuppressionReason): readonly string[] =>
  all
    .filter(({ channel, purpose }) => asked(channel, purpose, []).outcome === 'allow')
    .filter(({ channel, purpose }) => {
      const suppressed = [{ address, reason, at: '2026-03-01' }];
      return asked(channel, purpose, suppressed).outcome !== 'allow';
    })
    .map(({ channel, purpose }) => `${channel} ${purpose}`);

describe('what an address is suppressed for', () => {
  test('without any, everything may go', () => {
    expect(all.filter(({ channel, purpose }) => asked(channel, purpose, []).outcome !== 'allow')).toEqual([]);
  });

  test.each(suppressionReasons)('%s stops what it says, and nothing else', (reason) => {
    const { address, what } = stopped[reason];
    expect([...stops(address, reason)].sort()).toEqual([...what].sort());
  });

  test.each([
    ['email', ['email']],
    ['phone', ['text', 'call']],
    ['post', ['letter', 'postcard']],
  ] as const)('erased at %s stops all but answers and safety there', (address, by) => {
    expect([...stops(address, 'erased')].sort()).toEqual([...pairs(by, ['care', ...inviting])].sort());
  });

  test.each(['email', 'phone', 'post'] as const)(
    'no conversation is begun in a chat with somebody erased by %s',
    (address) => {
      const suppressed = [{ address, reason: 'erased', at: '2026-03-01' }] as const;
      expect(asked('social', 'recall', suppressed)).toMatchObject({
        outcome: 'block',
        rules: expect.arrayContaining(['R70']),
      });
      expect(asked('social', 'reply', suppressed).outcome).toBe('allow');
    },
  );
});
