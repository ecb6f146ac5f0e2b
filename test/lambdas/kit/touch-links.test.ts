import { expect, test } from '@jest/globals';
import { addressKey } from '../../../lambdas/kit/address-key.ts';
import { type LinkClaims, readLink } from '../../../lambdas/kit/signed-link.ts';
import { touchLinks } from '../../../lambdas/kit/touch-links.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';

const day = 24 * 60;
const linksOf = touchLinks({
  linkKey: async () => 'link key',
  addressKey: async () => 'address key',
  publicUrl: 'https://intake.example.com',
});
const read = (url: string, purpose: LinkClaims['purpose'], days: number) =>
  readLink('link key', url.split('/').at(-1) ?? '', purpose, later(fridayMorning, days * day));

test('the link to unsubscribe works for ever and knows its address by key; the one to the preferences works for 90 days', async () => {
  const email = 'ada@example.com';
  const links = await linksOf({ id: 'a.2026-11-20', patientId: 'a' }, email, fridayMorning);
  expect(read(links.unsubscribe, 'unsubscribe', 20_000)).toEqual({
    purpose: 'unsubscribe',
    subject: 'a.2026-11-20',
    person: 'a',
    address: addressKey('address key', 'email', email),
  });
  expect(read(links.preferences, 'preferences', 89)?.person).toBe('a');
  expect(read(links.preferences, 'preferences', 90)).toBeUndefined();
  const [payload = ''] = links.unsubscribe.split('/').at(-1)?.split('.') ?? [];
  expect(Buffer.from(payload, 'base64url').toString()).not.toContain('ada');
});
