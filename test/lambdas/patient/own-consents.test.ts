import { describe, expect, test } from '@jest/globals';
import { confirmOwn, ownWaiting } from '../../../lambdas/patient/own-consents.ts';
import { formHouse, mailbox, number } from '../../support/form-house.ts';
import { fridayMorning, later } from '../../support/lakeside.ts';

const by = { ip: '192.0.2.9', userAgent: 'a browser' };

/** Two boxes of one form, and what its page offers to the address that the link was sent to. */
async function page() {
  const at = await formHouse();
  for (const channel of ['sms', 'email'] as const) await at.ticks(0, { channel, id: 'm1' });
  const ports = at.portsAt(later(fridayMorning, 5));
  const consents = [{ channel: 'sms', purpose: 'recall', wording: '', at: fridayMorning, page: '' }] as const;
  const messages = [{ id: 'm1', consents }];
  return {
    ...at,
    offers: async (contact: object, of = messages) =>
      (await ownWaiting(contact, of, ports)).map(({ id }) => id),
    presses: (contact: object, id: string, of: readonly { readonly id: string }[] = messages) =>
      confirmOwn(contact, of, id, by, ports),
  };
}

describe('what the page behind an acknowledgement lets one confirm', () => {
  test('is what was ticked for the address that its link was sent to', async () => {
    const { offers } = await page();
    expect(await offers({ phone: number })).toEqual(['m1#asked#text']);
    expect(await offers({ email: mailbox })).toEqual(['m1#asked#email']);
    expect(await offers({ phone: '+15125550199' })).toEqual([]);
    expect(await offers({ account: { channel: 'messenger', person: 'p', page: '7', source: 's' } })).toEqual(
      [],
    );
  });

  test('is nothing of another address, however its id is known', async () => {
    const { presses, events } = await page();
    expect(await presses({ email: mailbox }, 'm1#asked#text')).toBe(false);
    expect(await presses({ phone: '+15125550199' }, 'm1#asked#text')).toBe(false);
    expect((await events()).map(({ action }) => action)).toEqual(['pending', 'pending']);
    expect(await presses({ phone: number }, 'm1#asked#text')).toBe(true);
    expect((await events()).at(-1)).toMatchObject({ action: 'grant', channel: 'text', ...by });
  });

  test('is nothing of a message that is not on the page: another’s, or one that looks like a robot’s', async () => {
    const { offers, presses, ticks } = await page();
    await ticks(1, { id: 'm2' });
    expect(await offers({ phone: number })).toEqual(['m1#asked#text']);
    expect(await presses({ phone: number }, 'm2#asked#text')).toBe(false);
    expect(await presses({ phone: number }, 'm1#asked#text', [])).toBe(false);
  });
});
