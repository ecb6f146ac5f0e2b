import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LinkClaims, readLink, signLink } from '../../../lambdas/kit/signed-link.ts';

const key = 'a key of the tests';
const claims = {
  purpose: 'answer',
  subject: 'inq1',
  person: 'maria',
  expiresAt: '2026-11-23T12:00:00.000Z',
} as const satisfies LinkClaims;
const now = '2026-11-20T12:00:00.000Z';

describe('a signed link', () => {
  test('gives back what was signed, to the purpose it was signed for', () => {
    expect(readLink(key, signLink(key, claims), 'answer', now)).toEqual(claims);
  });

  test('is refused for another purpose', () => {
    expect(readLink(key, signLink(key, claims), 'unsubscribe', now)).toBeUndefined();
  });

  test('is refused from the instant it expires', () => {
    expect(readLink(key, signLink(key, claims), 'answer', '2026-11-23T12:00:00.000Z')).toBeUndefined();
  });

  test.each(['answer', 'preferences', 'inquiry', 'claim', 'shown'] as const)(
    'to %s is refused without an expiry',
    (purpose) => {
      const { expiresAt, ...forever } = { ...claims, purpose };
      expect(readLink(key, signLink(key, { ...forever, expiresAt }), purpose, now)).toBeDefined();
      expect(readLink(key, signLink(key, forever), purpose, now)).toBeUndefined();
    },
  );

  test.each(['unsubscribe', 'form'] as const)('to %s never expires without an expiry', (purpose) => {
    const forever = signLink(key, { purpose, subject: 'p1', person: 'self' });
    expect(readLink(key, forever, purpose, '2099-01-01T00:00:00.000Z')?.subject).toBe('p1');
  });

  test('keeps how many messages its holder was told of', () => {
    const claim = { ...claims, purpose: 'claim', saw: 3 } as const;
    expect(readLink(key, signLink(key, claim), 'claim', now)).toEqual(claim);
  });

  test('is refused under another key', () => {
    expect(readLink('another key', signLink(key, claims), 'answer', now)).toBeUndefined();
  });

  test('is refused when any one character is changed', () => {
    const token = signLink(key, claims);
    fc.assert(
      fc.property(fc.nat(token.length - 2), fc.constantFrom('A', 'x', '7', '_'), (at, letter) => {
        fc.pre(token[at] !== letter);
        const changed = token.slice(0, at) + letter + token.slice(at + 1);
        expect(readLink(key, changed, 'answer', now)).toBeUndefined();
      }),
    );
  });

  test('is refused, and never throws, for any other text', () => {
    fc.assert(fc.property(fc.string(), (text) => readLink(key, text, 'answer', now) === undefined));
  });
});
