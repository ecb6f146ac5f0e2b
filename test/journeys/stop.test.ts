import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

const header =
  'patient_id,first_name,last_name,email,phone,location,language,treatment,treatment_date,email_consent,consent_date,consent_method,birth_date';
// Today is Friday, 20 November 2026. Toxin is due after three months, contact starts a week before.
const rows = [
  '1,Rowan,Ellery,rowan.ellery@example.com,(512) 555-0101,downtown,en,Botox,2026-08-22,yes,2025-01-01,paper,1980-01-01',
  '2,Luz,Marin,luz.marin@example.com,(512) 555-0102,downtown,es,Botox,2026-08-20,yes,2025-01-01,paper,1979-05-05',
  '3,Ash,Okafor,,(512) 555-0103,downtown,en,Botox,2026-08-20,,,,1990-01-01',
  '5,Kim,Dole,kim.dole@example.com,,downtown,en,Botox,2026-08-20,,,,1990-01-01',
  '6,Noa,Reyes,,(512) 555-0106,downtown,es,Botox,2026-08-20,,,,1990-01-01',
];
const late = '4,Pat,Later,,(512) 555-0104,downtown,en,Botox,2026-08-20,,,,1985-01-01';

interface ConsentHistory {
  readonly items: readonly {
    readonly channel: string;
    readonly purpose: string;
    readonly action: string;
    readonly method: string;
    readonly wording: string | null;
    readonly address: string | null;
  }[];
  readonly chainHolds: boolean;
  readonly preferences: readonly { readonly what: string; readonly from: string; readonly to: string }[];
  readonly stated: { readonly phone: string | null } | null;
}

describe('stopping messages', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  // 8:00 in Chicago: an hour before the sweep.
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T14:00:00.000Z' });
    practice = practiceAt(local);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const importCsv = async (lines: readonly string[]) =>
    local.as('manager', '/v1/imports', {
      method: 'POST',
      body: [header, ...lines].join('\n'),
      headers: { 'content-type': 'text/csv' },
    });
  const get = async <T>(path: string): Promise<T> => (await local.as('manager', path)).json() as Promise<T>;
  const idOf = async (externalId: string): Promise<string> => {
    const { items } = await get<{ items: { id: string; externalId: string }[] }>('/v1/patients?limit=100');
    return items.find((patient) => patient.externalId === externalId)?.id ?? '';
  };
  const consentOf = async (externalId: string) =>
    get<ConsentHistory>(`/v1/patients/${await idOf(externalId)}/consent`);
  const texts = async (from: string, text: string): Promise<void> => {
    const body = JSON.stringify({ from, to: '+15125550110', text });
    expect((await local.call('/_local/sms', { method: 'POST', body })).status).toBe(200);
    await local.advance(1);
  };
  const sentTo = async (to: string, kind?: string) =>
    (await practice.sentTo('patient')).filter(
      (message) => message.to === to && (kind === undefined || message.about.kind === kind),
    );
  const tasks = () => get<{ items: { patientId: string; why: string }[] }>('/v1/recall/tasks');
  /** Somebody ticks a box in the form of the practice's own; staff see that there is nothing to answer. */
  const ticks = async (given: Record<string, string>, language = 'en'): Promise<void> => {
    const html = await (await local.call(`/f/downtown?lang=${language}`)).text();
    const token = /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    await local.advance(20);
    const answers = {
      token,
      name: 'Somebody',
      message: 'Do you have Saturday hours?',
      ...given,
    };
    const reply = await local.call(`/f/downtown?lang=${language}`, {
      method: 'POST',
      body: new URLSearchParams(answers),
    });
    expect(reply.status).toBeLessThan(400);
    await local.advance(1);
    const [{ id } = { id: '' }] = await practice.inquiries();
    expect((await practice.act('coordinator', id, 'close', { reason: 'no-answer-needed' })).status).toBe(200);
    await local.advance(1);
  };
  const linkIn = (text: string, part: string): string =>
    new URL(new RegExp(`https?://\\S+/${part}/\\S+`).exec(text)?.[0] ?? '').pathname;

  test('a ticked box waits for whoever has the number, and a press on the page that went there is their written consent', async () => {
    expect((await importCsv(rows)).status).toBe(200);
    await ticks({ phone: '+15125550103', 'consent-sms': 'yes' });
    const asked = {
      channel: 'text',
      purpose: 'marketing',
      action: 'pending',
      method: 'web-checkbox',
      address: '+15125550103',
      wording: expect.stringContaining('Reply STOP'),
    };
    expect((await consentOf('3')).items).toMatchObject([asked]);
    const [acknowledged] = await sentTo('+15125550103', 'acknowledgement');
    const page = linkIn(`${acknowledged?.text}`, 'i');
    const shown = await (await local.call(page)).text();
    expect(shown).toContain('remind me when a visit is due');
    // Opening it agrees to nothing: scanners open links too.
    expect((await consentOf('3')).items).toHaveLength(1);
    const consent = /name="consent" value="([^"]+)"/.exec(shown)?.[1] ?? '';
    const press = (id: string) =>
      local.call(page, {
        method: 'POST',
        body: new URLSearchParams({ act: 'confirm', consent: id }),
        redirect: 'manual',
      });
    expect((await press(`${consent}x`)).status).toBe(409);
    expect((await press(consent)).status).toBe(303);
    const { items, chainHolds } = await consentOf('3');
    expect(items).toMatchObject([asked, { ...asked, action: 'grant' }]);
    expect(chainHolds).toBe(true);
    expect(await (await local.call(page)).text()).not.toContain('name="consent"');
  });

  test('a number is asked once by text, and its YES is consent too; it opens no inquiry', async () => {
    await ticks({ phone: '+15125550106', 'consent-sms': 'yes' }, 'es');
    await ticks({ phone: '+15125550106', 'consent-sms': 'yes', message: 'Otra pregunta' }, 'es');
    const questions = await sentTo('+15125550106', 'consent-question');
    expect(questions.map(({ text }) => text)).toEqual([expect.stringContaining('responda SI')]);
    const alerts = (await practice.sentTo('staff')).length;
    await texts('+15125550106', 'Sí');
    expect((await consentOf('6')).items.at(-1)).toMatchObject({ action: 'grant', method: 'keyword' });
    expect(await sentTo('+15125550106', 'consent-confirmed')).toHaveLength(1);
    expect((await practice.inquiries()).filter(({ status }) => status !== 'closed')).toEqual([]);
    expect(await practice.sentTo('staff')).toHaveLength(alerts);
  });

  test('an address that confirms nothing is not written to, and staff read why', async () => {
    await ticks({ email: 'kim.dole@example.com', 'consent-email': 'yes' });
    expect((await sentTo('kim.dole@example.com'))[0]?.text).toContain('confirm the reminders');
    expect((await consentOf('5')).items).toMatchObject([{ channel: 'email', action: 'pending' }]);
  });

  test('STOP ends a text that waits to leave, is confirmed once, and opens no inquiry', async () => {
    // The sweep of nine o'clock plans a text for ten, when it is nine in every zone of Texas.
    await local.advance(3600 + 600);
    const { items: sweeps } = await get<{ items: { id: string }[] }>('/v1/sweeps');
    const chicago = sweeps.find(({ id }) => id.startsWith('America-Chicago'))?.id;
    const { items: decisions } = await get<{
      items: { patientId: string; channel: string | null; outcome: string; reason: string }[];
    }>(`/v1/sweeps/${chicago}/decisions`);
    const waiting = await idOf('5');
    expect(decisions.find(({ patientId }) => patientId === waiting)).toMatchObject({
      outcome: 'not-now',
      reason: expect.stringContaining('waiting for the patient to confirm'),
    });
    const id = await idOf('3');
    expect(decisions.find(({ patientId }) => patientId === id)?.channel).toBe('text');
    const before = await practice.inquiries();
    const alerts = (await practice.sentTo('staff')).length;
    await texts('+15125550103', 'STOP');
    await texts('+15125550103', 'Stop!!');
    await local.advance(59);
    const sent = (await sentTo('+15125550103')).filter(({ about }) => about.kind === 'stop-confirmation');
    expect(sent).toHaveLength(1);
    expect(sent[0]?.text).toContain('CARE');
    expect((await practice.inquiries()).filter(({ status }) => status !== 'closed')).toEqual(
      before.filter(({ status }) => status !== 'closed'),
    );
    expect(await practice.sentTo('staff')).toHaveLength(alerts);
    await local.advance(3600);
    expect(await sentTo('+15125550103', 'recall')).toEqual([]);
    expect(await sentTo('+15125550106', 'recall')).toHaveLength(1);
    expect(await sentTo('kim.dole@example.com', 'recall')).toEqual([]);
    // The next channel of the same attempt.
    expect((await tasks()).items.map(({ patientId }) => patientId)).toContain(id);
    const { items, chainHolds } = await consentOf('3');
    expect(items.slice(2)).toMatchObject([
      { channel: 'text', purpose: 'all', action: 'revoke', method: 'keyword', wording: 'STOP' },
      { wording: 'Stop!!' },
    ]);
    expect(chainHolds).toBe(true);
  });

  test('CARE after the confirmation brings back texts about appointments only', async () => {
    await texts('+15125550103', 'CARE');
    const { items } = await consentOf('3');
    expect(items.at(-1)).toMatchObject({
      channel: 'text',
      purpose: 'care',
      action: 'grant',
      method: 'keyword',
    });
    expect(await sentTo('+15125550103', 'keyword-care')).toHaveLength(1);
  });

  test('HELP is answered in either language, also once texts are stopped', async () => {
    await texts('+15125550103', 'help');
    await texts('+15125550155', 'AYUDA');
    expect((await sentTo('+15125550103', 'keyword-help'))[0]?.text).toContain('Reply STOP');
    expect((await sentTo('+15125550155', 'keyword-help'))[0]?.text).toContain('Responda ALTO');
  });

  test('a number that nobody knew yet stays stopped for the patient who comes with it', async () => {
    await texts('+15125550104', 'please stop texting me');
    expect((await importCsv([late])).status).toBe(200);
    expect((await consentOf('4')).items).toMatchObject([
      { channel: 'text', action: 'revoke', method: 'free-text', wording: 'please stop texting me' },
    ]);
  });

  test('a red flag from a stopped number still gets the safety reply', async () => {
    await texts('+15125550104', 'STOP my lip turned white an hour after filler and it hurts a lot');
    expect((await sentTo('+15125550104', 'safety'))[0]?.text).toContain('call 911 now');
  });

  test('a wrong number is used no more, and staff are asked for another', async () => {
    await texts('+15125550102', 'Número equivocado');
    const { items } = await tasks();
    const id = await idOf('2');
    expect(items.find(({ patientId }) => patientId === id)?.why).toContain('belongs to somebody else');
    expect((await consentOf('2')).items.filter(({ action }) => action === 'reassigned')).toHaveLength(2);
    expect(await sentTo('+15125550102', 'stop-confirmation')).toEqual([]);
  });

  test('START from that number is a task for staff, who ask whose it is; the same words anew stop it anew', async () => {
    const askedOf = async () => {
      const id = await idOf('2');
      return (await tasks()).items.filter(({ patientId }) => patientId === id).map(({ why }) => why);
    };
    await texts('+15125550102', 'START');
    expect(await askedOf()).toContainEqual(expect.stringContaining('make sure whose number it is'));
    await texts('+15125550102', 'Número equivocado');
    await texts('+15125550102', 'START');
    expect((await askedOf()).filter((why) => why.includes('make sure whose'))).toHaveLength(2);
    await texts('+15125550102', 'Número equivocado');
  });

  test('recall goes on by mail', async () => {
    expect(await sentTo('luz.marin@example.com', 'recall')).toHaveLength(1);
  });

  test('the preference page changes nothing when it is opened, and each box with its words when it is sent', async () => {
    const [mail] = await sentTo('luz.marin@example.com', 'recall');
    const unsubscribe = new URL(/<(.+)>/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '').pathname;
    expect((await local.call(unsubscribe, { method: 'POST', body: new URLSearchParams() })).status).toBe(200);
    const path = linkIn(`${mail?.text}`, 'p');
    const count = (await consentOf('2')).items.length;
    const shown = await (await local.call(path)).text();
    expect(shown).toContain('Sus preferencias');
    expect(shown).not.toContain('<script');
    expect((await consentOf('2')).items).toHaveLength(count);
    const fields: [string, string][] = [
      ['act', 'save'],
      ['page', /name="page" value="([^"]+)"/.exec(shown)?.[1] ?? ''],
      ['shown', 'es'],
      ['channel', 'email'],
      ['topic', 'recall'],
      ['language', 'en'],
      ['bestTime', 'evening'],
      ['email', 'luz.marin@example.com'],
      ['phone', '(512) 555-0188'],
    ];
    const send = () =>
      local.call(path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    expect((await send()).status).toBe(303);
    const { items, chainHolds, stated } = await consentOf('2');
    expect(items.find((one) => one.method === 'preference-page' && one.channel === 'email')).toMatchObject({
      action: 'grant',
      wording: 'Acepto recibir por correo electrónico invitaciones y ofertas de Lakeside Aesthetics.',
    });
    expect(items.filter(({ channel, action }) => channel === 'letter' && action === 'revoke')).toHaveLength(
      1,
    );
    expect(chainHolds).toBe(true);
    expect(stated?.phone).toBe('+15125550188');
    const wished = [
      { what: 'best-time', from: 'any', to: 'evening', by: 'patient' },
      { what: 'language', from: 'es', to: 'en' },
      { what: 'topics', from: 'all', to: 'without education, marketing' },
    ];
    expect((await consentOf('2')).preferences).toMatchObject(wished);
    // Sent once more, it says no more.
    expect((await send()).status).toBe(303);
    expect((await consentOf('2')).preferences).toMatchObject(wished);
    expect(await (await local.call(path)).text()).toContain('Your preferences');
    const id = await idOf('2');
    expect(
      (await tasks()).items.some(({ patientId, why }) => patientId === id && why.includes('contact details')),
    ).toBe(true);
  });

  test('unsubscribing from everything ends every channel', async () => {
    const [mail] = await sentTo('luz.marin@example.com', 'recall');
    const path = linkIn(`${mail?.text}`, 'p');
    const all = new URLSearchParams({ act: 'all', shown: 'en' });
    expect((await local.call(path, { method: 'POST', body: all, redirect: 'manual' })).status).toBe(303);
    const { items } = await consentOf('2');
    expect(items.slice(-2)).toMatchObject([
      { channel: 'all', purpose: 'marketing', action: 'revoke' },
      { channel: 'text', purpose: 'all', action: 'revoke' },
    ]);
    expect((await local.call(`${path}x`)).status).toBe(404);
  });

  test('CANCEL is a task and no inquiry', async () => {
    const open = async () => (await practice.inquiries()).filter(({ status }) => status !== 'closed').length;
    const before = await open();
    await texts('+15125550101', 'Cancel');
    expect(await open()).toBe(before);
    const id = await idOf('1');
    const mine = (await tasks()).items.filter(({ patientId }) => patientId === id);
    expect(mine.map(({ why }) => why)).toContainEqual(expect.stringContaining('mean the appointment'));
  });
});
