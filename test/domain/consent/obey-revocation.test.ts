import { describe, expect, test } from '@jest/globals';
import { asKeyword } from '../../../domain/consent/as-keyword.ts';
import { obeyRevocation } from '../../../domain/consent/obey-revocation.ts';
import { isBare } from '../../../domain/consent/read-revocation.ts';
import { revocationReader } from '../../../domain/consent/revocation.ts';
import { messageCame } from '../../../domain/inquiry/arrival.ts';
import { joinedKeyword, keptKeyword } from '../../../domain/inquiry/keyword-message.ts';
import { opened } from '../../../domain/inquiry/open-or-join.ts';
import { assess, downtown, fridayMorning, lakeside, later, rules } from '../../support/lakeside.ts';
import { desk, grant, phone } from '../../support/revocation-desk.ts';

const revoking = revocationReader(lakeside.revocation, lakeside.revocation.likeness);

const texted = (text: string, id: string, at = fridayMorning) =>
  messageCame({
    id,
    receivedAt: at,
    channel: 'sms',
    source: 'src_aws_sms',
    location: downtown,
    contact: { phone },
    text,
    language: 'en',
    assessment: assess(text),
  });

describe('a message about further messages', () => {
  test('takes back by address and for everybody who shares it, once, and is confirmed once', async () => {
    const { ports, consents, byAddress, sent } = desk();
    await obeyRevocation(texted('STOP', 'm1'), ports);
    await obeyRevocation(texted('STOP', 'm1'), ports);
    await obeyRevocation(texted('quit', 'm2'), ports);
    expect(byAddress.map(({ action }) => action)).toEqual(['revoke', 'revoke']);
    expect(consents.get('p2')).toMatchObject([
      { channel: 'text', purpose: 'all', action: 'revoke', method: 'keyword', address: phone },
      { action: 'revoke', wording: { text: 'quit' } },
    ]);
    expect(consents.has('p3')).toBe(false);
    expect(sent).toHaveLength(1);
  });

  test('a confirmation whose sending failed, or that comes too late, is not sent again', async () => {
    const failing = desk();
    let tries = 0;
    const texter = {
      send: async () => {
        tries += 1;
        throw new Error('lost');
      },
    };
    await obeyRevocation(texted('STOP', 'm1'), { ...failing.ports, texter });
    await obeyRevocation(texted('STOP', 'm1'), { ...failing.ports, texter });
    expect(tries).toBe(1);
    const late = desk(later(fridayMorning, 6));
    await obeyRevocation(texted('STOP', 'm1'), late.ports);
    expect([late.sent.length, late.byAddress.length]).toEqual([0, 1]);
  });

  test('START gives back what had been agreed to and nothing else; a STOP after it is confirmed anew', async () => {
    const { ports, consents, sent } = desk();
    await obeyRevocation(texted('STOP', 'm1'), ports);
    await obeyRevocation(texted('START', 'm2', later(fridayMorning, 1)), {
      ...ports,
      now: later(fridayMorning, 1),
    });
    expect(consents.get('p1')?.at(-1)).toMatchObject({
      action: 'grant',
      purpose: 'marketing',
      method: 'keyword',
      wording: { text: 'I agree' },
    });
    expect(consents.get('p2')?.map(({ action }) => action)).toEqual(['revoke']);
    expect(sent.at(-1)).toContain('you will get our texts again');
    await obeyRevocation(texted('STOP', 'm3', later(fridayMorning, 2)), {
      ...ports,
      now: later(fridayMorning, 2),
    });
    expect(sent).toHaveLength(3);
  });

  test.each([
    ['nothing was agreed to', undefined],
    ['what was agreed to names no brand', { seller: undefined }],
    ['it was not in writing', { method: 'verbal' }],
    ['it was for another number', { address: '+15125550199' }],
  ] as const)('START promises nothing where no text comes of it: %s', async (_why, but) => {
    const { ports, consents, sent } = desk();
    consents.set('p1', but ? [{ ...grant, ...but } as typeof grant] : []);
    const at = later(fridayMorning, 1);
    await obeyRevocation(texted('STOP', 'm1'), ports);
    await obeyRevocation(texted('START', 'm2', at), { ...ports, now: at });
    expect(sent.at(-1)).toContain('no longer stopped, but');
    expect(sent.at(-1)?.length).toBeLessThanOrEqual(160);
    consents.set('p1', []);
    await obeyRevocation({ ...texted('iniciar', 'm3', at), language: 'es' }, { ...ports, now: at });
    expect(sent.at(-1)).toContain('no le llegaran');
    expect(sent.at(-1)?.length).toBeLessThanOrEqual(160);
  });

  test('START promises no texts about visits while nobody knows whether the number still is theirs', async () => {
    const { ports, consents, sent } = desk();
    consents.set('p1', [{ ...grant, purpose: 'care' }]);
    await obeyRevocation(texted('START', 'm1'), ports);
    expect(sent.at(-1)).toContain('no longer stopped, but');
  });

  test('CARE means nothing without a STOP before it', async () => {
    const { ports, consents } = desk();
    expect((await obeyRevocation(texted('CARE', 'm1'), ports)).intent).toBe('no');
    expect(consents.get('p2')).toEqual([]);
  });

  test('a channel that shall go on goes on, also where the message came by it', async () => {
    const kept = desk();
    const mail = { ...texted('Please stop the texts but keep emailing me', 'm1'), channel: 'email' as const };
    await obeyRevocation(mail, kept.ports);
    expect(kept.byAddress.map(({ channel }) => channel)).toEqual(['text']);
  });

  test('what is unsure ends marketing and gives staff a task; a wrong number is suppressed', async () => {
    const unsure = desk();
    await obeyRevocation(texted('no more', 'm1'), unsure.ports);
    expect(unsure.byAddress).toMatchObject([{ channel: 'text', purpose: 'marketing', action: 'deny' }]);
    expect([...unsure.tasks.values()][0]).toContain('perhaps');
    expect(unsure.sent).toEqual([]);
    expect(unsure.waiting).toEqual([fridayMorning, fridayMorning]);
    const learned = desk();
    await obeyRevocation(texted('I was hoping not to hear from your practice again', 'm1'), learned.ports);
    expect(learned.byAddress).toMatchObject([{ channel: 'text', purpose: 'marketing', action: 'deny' }]);
    expect([...learned.tasks.values()][0]).toBe(
      'perhaps wants no more messages (“I was hoping not to hear from your practice again”): marketing has stopped; read what they wrote',
    );
    const wrong = desk();
    await obeyRevocation(texted('wrong number', 'm1'), wrong.ports);
    expect(wrong.suppressed).toEqual(['wrong-number']);
    expect(wrong.tasks.size).toBe(2);
    expect(wrong.waiting).toEqual([undefined, undefined]);
    expect(wrong.checks.get('p1')).toBe('yes');
  });

  test.each([
    ['a form that names it', { channel: 'web-form', typed: true }],
    ['a mail', { channel: 'email' }],
    ['a chat in which it is told', { channel: 'messenger' }],
    ['a text that is held for a person', { review: 'Suspected spam' }],
  ] as const)('a wrong number by %s is a task for staff, and silences nobody', async (_by, changes) => {
    const { ports, consents, byAddress, tasks, suppressed, checks } = desk();
    await obeyRevocation({ ...texted('wrong number', 'm1'), ...changes }, ports);
    expect([suppressed, byAddress, checks.size]).toEqual([[], [], 0]);
    expect(consents.get('p1')).toEqual([grant]);
    expect([...tasks.values()]).toEqual([
      expect.stringContaining('not from the number itself'),
      expect.stringContaining('not from the number itself'),
    ]);
  });

  test('START from a number whose carrier took nothing lets texts reach it again, from the number itself only', async () => {
    const { ports, suppressed, lifted, tasks } = desk();
    await ports.outreach.suppress('key', 'carrier-blocked', fridayMorning);
    await obeyRevocation({ ...texted('START', 'm1'), channel: 'web-form', typed: true }, ports);
    expect(suppressed).toEqual(['carrier-blocked']);
    await obeyRevocation(texted('START', 'm2'), ports);
    expect([suppressed, lifted]).toEqual([[], ['carrier-blocked: START from the number']]);
    expect(tasks.size).toBe(0);
  });

  test('START from a number that was said to be wrong is answered, gives no consent back, and staff ask whose it is', async () => {
    const { ports, consents, suppressed, lifted, tasks, checks } = desk();
    await obeyRevocation(texted('wrong number', 'm1'), ports);
    const at = later(fridayMorning, 1);
    await obeyRevocation(texted('START', 'm2', at), { ...ports, now: at });
    expect([suppressed, lifted]).toEqual([[], ['wrong-number: START from the number']]);
    expect([checks.get('p1'), consents.get('p1')?.at(-1)?.action]).toEqual(['yes', 'reassigned']);
    expect([...tasks.values()].at(-1)).toContain('make sure whose number it is');
    await obeyRevocation(texted('wrong number', 'm3', later(at, 1)), { ...ports, now: later(at, 1) });
    expect(suppressed).toEqual(['wrong-number']);
  });

  test.each([
    ['STOP', true],
    ['please stop texting me', true],
    ['Cancel', false],
    ['stop texting me, and what about my appointment?', false],
    ['no more', false],
    ['Is Tuesday possible?', false],
  ])('%s waits for nobody: %s', (text, bare) => {
    expect(isBare(revoking(text), text)).toBe(bare);
  });

  test('a bare CANCEL revokes, and asks about the appointment once: by a task, or by an open inquiry from nobody known (R7)', async () => {
    const { ports, tasks, byAddress, sent } = desk();
    await obeyRevocation(texted('Cancel', 'm1'), ports);
    expect(byAddress).toMatchObject([{ channel: 'text', purpose: 'all', action: 'revoke' }]);
    expect([...tasks.values()][0]).toContain('did they mean the appointment?');
    expect(sent).toHaveLength(1);
    const known = await asKeyword(texted('Cancel', 'm1'), ports);
    expect(keptKeyword(opened(known, { rules, now: fridayMorning }), known, fridayMorning).status).toBe(
      'closed',
    );
    const nobody = { ...ports, patients: { ...ports.patients, byAddress: async () => [] } };
    const stranger = await asKeyword(texted('Cancel', 'm1'), nobody);
    expect(stranger).toMatchObject({ keyword: true });
    expect(keptKeyword(opened(stranger, { rules, now: fridayMorning }), stranger, fridayMorning).status).toBe(
      'new',
    );
    expect(await asKeyword(texted('Cancel my Tuesday appointment', 'm2'), ports)).not.toHaveProperty(
      'keyword',
    );
  });

  test('a bare keyword opens a closed inquiry, and wakes none that is answered; where somebody waits it is a message', () => {
    const stop = { ...texted('STOP', 'm1'), keyword: true };
    const inquiry = keptKeyword(opened(stop, { rules, now: fridayMorning }), stop, fridayMorning);
    expect(inquiry).toMatchObject({ status: 'closed', answeredCount: 1 });
    expect(inquiry.dueAt).toBeUndefined();
    expect(joinedKeyword(inquiry, stop, fridayMorning)?.course).toMatchObject({
      messageCount: 2,
      answeredCount: 2,
    });
    const waiting = opened(texted('Is Tuesday possible?', 'm2'), { rules, now: fridayMorning });
    expect(joinedKeyword(waiting, stop, fridayMorning)).toBeUndefined();
    const flagged = { ...stop, assessment: assess('I cannot see') };
    expect(keptKeyword(waiting, flagged, fridayMorning)).toBe(waiting);
  });
});
