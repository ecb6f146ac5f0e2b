import { describe, expect, test } from '@jest/globals';
import { agreedText } from '../../../lambdas/patient/agreed-words.ts';
import { confirmOwn, ownAgreed, ownWaiting } from '../../../lambdas/patient/own-consents.ts';
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
    messages,
    agreed: async (
      contact: object,
      of: readonly { readonly id: string }[] = messages,
      outreach: object = {},
    ) =>
      (await ownAgreed(contact, of, { ...ports, outreach: { ...ports.outreach, ...outreach } })).map(
        ({ channel, seller }) => `${channel} ${seller}`,
      ),
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

describe('what the page says after it was agreed to', () => {
  test('is that, for the address that agreed, and nothing before or of another', async () => {
    const { agreed, presses, events, messages } = await page();
    expect(await agreed({ phone: number })).toEqual([]);
    await presses({ phone: number }, 'm1#asked#text');
    const { seller } = (await events()).at(-1) ?? {};
    expect(await agreed({ phone: number })).toEqual([`text ${seller}`]);
    expect(await agreed({ email: mailbox })).toEqual([]);
    expect(await agreed({ phone: number }, [{ id: 'm2' }])).toEqual([]);
    expect(
      await agreed({ phone: number }, messages, { suppressions: async () => [{ reason: 'erased' }] }),
    ).toEqual([]);
  });

  test.each([
    [
      'text',
      'en',
      'Thank you, Rowan. You agreed to get reminders by text from Lakeside. To take it back, answer any of them with STOP, or call us.',
    ],
    [
      'email',
      'en',
      'Thank you, Rowan. You agreed to get reminders by e-mail from Lakeside. To take it back, use the link at the end of any of them, or call us.',
    ],
    [
      'text',
      'es',
      'Gracias, Rowan. Usted aceptó recibir recordatorios por mensaje de texto de Lakeside. Para retirarlo, responda ALTO a cualquiera de ellos, o llámenos.',
    ],
  ] as const)(
    'names the channel (%s), the brand, and how to take it back (%s)',
    (channel, language, said) => {
      const consent = { channel, seller: 'Lakeside', only: 'recall' } as const;
      const about = { language, name: ' Rowan Ellery', practice: 'Lakeside Aesthetics' };
      expect(agreedText(consent, about)).toBe(said);
      const plain = agreedText({ channel }, { language, practice: 'Lakeside Aesthetics' });
      expect(plain).toContain('Lakeside Aesthetics');
      expect(plain).toMatch(/^(Thank you|Gracias)\. /);
    },
  );
});
