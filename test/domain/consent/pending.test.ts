import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { confirmConsent, waitingAt } from '../../../domain/consent/confirm-consent.ts';
import type { ConsentEvent } from '../../../domain/consent/consent-event.ts';
import { decide } from '../../../domain/consent/decide.ts';
import type { Question } from '../../../domain/consent/question.ts';
import { grantInForce, isWritten } from '../../../domain/consent/standing.ts';
import { saysYes } from '../../../domain/consent/yes-by-text.ts';
import { formHouse, mailbox, number } from '../../support/form-house.ts';
import { fridayMorning, lakeside, later } from '../../support/lakeside.ts';
import { examples, questionOf } from '../../support/may-contact.ts';
import { textingBy } from '../../support/texting-practice.ts';

const day = 24 * 60;
const texts = { channel: 'text', address: number, key: 'phone-key' } as const;
const mails = { channel: 'email', address: mailbox, key: 'mail-key' } as const;
const waits = { outcome: 'block', reason: 'waiting for the patient to confirm' };
const press = (minute: number) =>
  ({
    method: 'web-checkbox',
    at: later(fridayMorning, minute),
    source: 'the patient’s own page',
    ip: '192.0.2.9',
  }) as const;
type House = Awaited<ReturnType<typeof formHouse>>;
const presses = (at: House, of: typeof texts | typeof mails, id: string, minute: number) =>
  confirmConsent(of, id, press(minute), at.portsAt(later(fridayMorning, minute)));
const stop = (minute: number) =>
  ({
    id: `stop${minute}`,
    channel: 'text',
    purpose: 'all',
    action: 'revoke',
    method: 'keyword',
    occurredAt: later(fridayMorning, minute),
  }) as const;

describe('a box that was ticked beside an address that nobody has proved', () => {
  test('waits, with its evidence, and allows nothing', async () => {
    const at = await formHouse();
    await at.ticks(0);
    expect(await at.events()).toMatchObject([
      {
        action: 'pending',
        address: number,
        only: 'recall',
        ip: '192.0.2.7',
        until: later(fridayMorning, 30 * day),
        wording: { text: expect.stringContaining('visit is due') },
      },
    ]);
    expect(await at.asked('text', 10)).toMatchObject(waits);
    await at.ticks(1, { channel: 'email' });
    expect(await at.asked('email', 10)).toMatchObject(waits);
  });

  test('is granted by a press on the page that was sent to the address, for recall and nothing else', async () => {
    const at = await formHouse();
    for (const [channel, of] of [
      ['sms', texts],
      ['email', mails],
    ] as const) {
      const id = `${await at.ticks(0, { channel, id: channel })}#asked#${of.channel}`;
      expect(await presses(at, of, id, 5)).toBe(true);
      const grant = (await at.events()).at(-1);
      expect(grant).toMatchObject({
        action: 'grant',
        confirms: id,
        only: 'recall',
        ip: '192.0.2.9',
        occurredAt: later(fridayMorning, 5),
        wording: { text: expect.stringContaining('visit is due'), source: 'the patient’s own page' },
      });
      expect(grant).not.toHaveProperty('until');
      expect(grant && isWritten(grant)).toBe(true);
      expect((await at.asked(of.channel, 10)).outcome).not.toBe('block');
      // Pressed again, nothing more happens.
      const before = await at.events();
      expect(await presses(at, of, id, 9)).toBe(true);
      expect(await at.events()).toEqual(before);
      expect(await waitingAt(of, at.portsAt(later(fridayMorning, 10)))).toEqual([]);
    }
  });

  test('a press that was cut off is completed by the next', async () => {
    const at = await formHouse();
    const id = `${await at.ticks(0)}#asked#text`;
    const ports = at.portsAt(later(fridayMorning, 5));
    const cut = { ...ports.patients, addConsent: () => Promise.reject(new Error('cut off')) };
    await expect(confirmConsent(texts, id, press(5), { ...ports, patients: cut })).rejects.toThrow('cut off');
    expect(await at.asked('text', 6)).toMatchObject({ outcome: 'block' });
    await presses(at, texts, id, 7);
    expect((await at.events()).at(-1)).toMatchObject({
      action: 'grant',
      occurredAt: later(fridayMorning, 5),
    });
  });

  test('is granted at once where the address is proved, or its holder has confirmed such a wish before', async () => {
    const at = await formHouse();
    await at.ticks(0, { proved: true });
    expect((await at.events()).map(({ action }) => action)).toEqual(['grant']);
    expect(at.sent).toEqual([]);
    const before = await formHouse();
    await presses(before, texts, `${await before.ticks(0)}#asked#text`, 5);
    await before.ticks(3 * day);
    expect((await before.events()).map(({ action }) => action)).toEqual(['pending', 'grant', 'grant']);
    expect(before.sent).toHaveLength(1);
  });

  test('expires after thirty days, and comes back by nobody: not by the page, YES or START, another’s form, or staff', async () => {
    const at = await formHouse();
    const late = 30 * day + 1;
    const id = await at.ticks(0);
    const pending = `${id}#asked#text`;
    expect(await presses(at, texts, pending, late)).toBe(false);
    expect(await at.texts('YES', late)).toBe(false);
    expect(await at.texts('START', late)).toBe(false);
    // Staff confirm the address of the form then.
    await at.ticks(0, { id, proved: true, now: late });
    expect(await at.events()).toHaveLength(1);
    expect(await at.asked('text', late)).toMatchObject({ reason: expect.stringContaining('no written') });
    // A new form waits for itself.
    await at.ticks(late, { id: 'another' });
    expect(await presses(at, texts, pending, late + 1)).toBe(false);
    expect(await at.asked('text', late + 1)).toMatchObject(waits);
  });

  test('ends with a STOP after it, and is not kept where STOP came before', async () => {
    const at = await formHouse();
    const pending = `${await at.ticks(0)}#asked#text`;
    await at.says(stop(5));
    expect(await presses(at, texts, pending, 10)).toBe(false);
    expect(await at.texts('YES', 10)).toBe(false);
    // START gives back what was agreed to before, and this was not.
    await at.says({ ...stop(20), id: 'start', action: 'grant', purpose: 'marketing' });
    expect(await presses(at, texts, pending, 30)).toBe(false);
    const erased = await formHouse();
    const kept = `${await erased.ticks(0)}#asked#text`;
    erased.suppressed.push('erased');
    expect(await presses(erased, texts, kept, 10)).toBe(false);
    const before = await formHouse();
    await before.says(stop(0));
    await before.ticks(5);
    expect([await before.events(), before.sent]).toMatchObject([[{ action: 'revoke' }], []]);
  });

  test('takes nothing back that was agreed to before', async () => {
    const at = await formHouse();
    await at.ticks(0, { proved: true });
    await at.ticks(60, { id: 'later' });
    const events = await at.events();
    const scope = { channel: 'text', purpose: 'marketing', address: number, now: later(fridayMorning, 90) };
    expect(grantInForce(events, scope as never)?.id).toBe('form0#given#sms');
  });
});

describe('the question by text', () => {
  test('goes once a number and day, whoever types it how often', async () => {
    const at = await formHouse();
    for (const minute of [0, 1, 30, day - 1]) await at.ticks(minute);
    expect(at.sent).toMatchObject([{ to: number, kind: 'consent-question' }]);
    expect(at.sent[0]?.text).toMatch(/Lakeside Aesthetics.*YES.*STOP/);
    expect(at.sent[0]?.text.length).toBeLessThanOrEqual(160);
    await at.ticks(day);
    expect(at.sent).toHaveLength(2);
  });

  test('goes to numbers of the practice’s countries within the limit of the hour, and to none that takes no texts', async () => {
    const abroad = await formHouse();
    await abroad.ticks(0, { phone: '+9647901234567' });
    expect(abroad.sent).toEqual([]);
    const flooded = await formHouse();
    flooded.state.unproved = 60;
    await flooded.ticks(0);
    expect([flooded.sent, flooded.state.heldBack]).toEqual([[], 1]);
    const blocked = await formHouse();
    blocked.suppressed.push('carrier-blocked');
    await blocked.ticks(0);
    expect(blocked.sent).toEqual([]);
    const { channels } = textingBy('end-user-messaging').identity;
    const careOnly = await formHouse({ ...lakeside.identity, channels: { ...channels, textFor: ['care'] } });
    await careOnly.ticks(0);
    expect(careOnly.sent).toEqual([]);
    const late = await formHouse();
    await late.ticks(0, { now: 6 });
    expect(late.sent).toEqual([]);
  });

  test('is answered by YES, SI or START from the number, and that grants', async () => {
    for (const word of ['YES', 'yes!', 'Sí', 'si por favor', 'START']) {
      const at = await formHouse();
      await at.ticks(0);
      expect([word, await at.texts(word, 5)]).toEqual([word, true]);
      expect((await at.events()).at(-1)).toMatchObject({
        action: 'grant',
        method: 'keyword',
        confirms: 'form0#asked#text',
        address: number,
      });
      expect((await at.asked('text', 10)).outcome).not.toBe('block');
      // START is answered by itself.
      expect(at.sent.slice(1).map(({ kind }) => kind)).toEqual(word === 'START' ? [] : ['consent-confirmed']);
    }
  });

  test('a YES that answers something else, or nothing, is words for a person', async () => {
    const nobodyAsked = await formHouse();
    expect(await nobodyAsked.texts('YES', 5)).toBe(false);
    const byStaff = await formHouse();
    await byStaff.ticks(0);
    const reply = { direction: 'out', channel: 'sms', at: later(fridayMorning, 3), state: 'accepted' };
    byStaff.out.push(reply as never);
    expect(await byStaff.texts('YES', 5)).toBe(false);
    const byRecall = await formHouse();
    await byRecall.ticks(0);
    byRecall.contacts.push({ at: later(fridayMorning, 3), channel: 'text', purpose: 'care' });
    expect(await byRecall.texts('YES', 5)).toBe(false);
    const late = await formHouse();
    await late.ticks(0);
    expect(await late.texts('YES', 3 * day + 1)).toBe(false);
    const typed = await formHouse();
    await typed.ticks(0);
    expect(await typed.texts('YES', 5, { channel: 'web-form', typed: true })).toBe(false);
    expect(await typed.texts('YES', 5, { assessment: { level: 'U', flags: [] } })).toBe(false);
    for (const text of ['yes but not now', 'Yes, Tuesday', 'no', 'yes?? who is this'])
      expect(saysYes(text)).toBe(false);
  });

  test('handled again, the same YES is found again and changes nothing', async () => {
    const at = await formHouse();
    await at.ticks(0);
    await at.texts('YES', 5);
    const before = await at.events();
    expect(await at.texts('YES', 5)).toBe(true);
    expect(await at.events()).toEqual(before);
  });
});

describe('whatever is pending', () => {
  const { law } = lakeside;
  const asked = examples().map((example) => questionOf(example, law));
  const pending = (question: Question) =>
    fc.record({
      id: fc.constantFrom('x', 'y', 'c0'),
      patientId: fc.constant('p1'),
      channel: fc.constantFrom<ConsentEvent['channel'][]>('text', 'email', 'call', 'letter', 'social', 'all'),
      purpose: fc.constantFrom<ConsentEvent['purpose'][]>('care', 'marketing', 'authorization', 'all'),
      action: fc.constant('pending' as const),
      occurredAt: fc.constantFrom('2025-12-01', '2026-03-01T00:00:00.000Z', question.now),
      recordedAt: fc.constant('2026-01-01T00:00:00.000Z'),
      method: fc.constantFrom<ConsentEvent['method'][]>('web-checkbox', 'keyword', 'preference-page'),
      actor: fc.constant('patient'),
      address: fc.constantFrom(question.recipient.phone ?? number, question.recipient.email ?? mailbox),
      seller: fc.constant(question.message.seller),
      affirmative: fc.constant(true),
      wording: fc.constant({ text: 'I agree to receive texts.' }),
    });
  const cases = fc
    .constantFrom(...asked)
    .chain((question) => fc.tuple(fc.constant(question), fc.array(pending(question), { maxLength: 3 })));

  test('decide answers as if it were not there; only its reason may say that it waits', () => {
    fc.assert(
      fc.property(cases, ([question, events]) => {
        const without = decide(question);
        const beside = decide({ ...question, consents: [...question.consents, ...events] });
        expect({ ...beside, reason: '' }).toEqual({ ...without, reason: '' });
      }),
      { numRuns: 400 },
    );
  });

  test('no question is allowed by it where it is the only word', () => {
    const grants = asked.filter(({ consents }) => consents.some(({ action }) => action === 'grant'));
    const turned = grants.map((question) => ({
      ...question,
      consents: question.consents.map((event) =>
        event.action === 'grant' ? { ...event, action: 'pending' as const } : event,
      ),
    }));
    for (const question of turned) {
      const none = { ...question, consents: question.consents.filter(({ action }) => action !== 'pending') };
      expect(decide(question).outcome).toBe(decide(none).outcome);
    }
    const blocked = turned.map(decide).filter(({ outcome }) => outcome === 'block');
    expect(blocked).toContainEqual(expect.objectContaining({ reason: 'waiting for the patient to confirm' }));
  });
});
