import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { mime } from '../support/mail.ts';
import { allows, policiesOf } from '../support/policies.ts';

const hour = 3600;

describe('after a treatment', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  const imports = (...rows: readonly string[]) => {
    const columns =
      'patient_id,first_name,email,phone,region,language,treatment,treatment_date,text_care,consent_date,consent_method';
    return local.as('manager', '/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: [columns, ...rows].join('\n'),
    });
  };
  const given = 'yes,2026-01-05,paper form';
  const fire = (target: string) => local.call(`/_local/fire?target=${target}`, { method: 'POST' });
  /** Schedules rest, so that hours pass in no time: what waits is sent twice an hour. */
  const pass = async (seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left -= 1800) {
      await local.advance(Math.min(left, 1800) - 1);
      await fire('SendTouches');
      await local.advance(1);
    }
  };
  // Friday, 20 November 2026, 10:05 in Chicago.
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--resting'] });
    // Takes up who is of the staff.
    await fire('Watch');
    practice = practiceAt(local);
    await practice.faults([]);
    await imports(
      `1,Rowan,rowan@example.com,(512) 555-0143,TX,en,lip filler,2026-11-20,${given}`,
      `2,Luz,luz@example.com,(512) 555-0144,TX,es,liposuction,2026-11-20,${given}`,
      `3,Noor,noor@example.com,,TX,en,cheek filler,2026-11-20,,,`,
      `4,Ash,ash@example.com,(512) 555-0146,TX,en,lip filler,2026-11-10,${given}`,
    );
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const toPatients = async () =>
    (await practice.sentTo('patient')).map(({ to, channel, text }) => ({ to, channel, text }));
  const forget = async () => (await toPatients()).length;
  const texts = async (from: string, text: string): Promise<void> => {
    const body = JSON.stringify({ from, to: '+15125550110', text });
    await local.call('/_local/sms', { method: 'POST', body });
    await local.advance(1);
  };
  /** Inquiries that came by text. */
  const byText = async () => (await practice.inquiries()).filter(({ channel }) => channel === 'sms');

  test('patients are told whom to call, each in their language and once, and those treated long ago are not', async () => {
    await pass(2 * hour);
    const sent = await toPatients();
    expect(sent.map(({ to, channel }) => [to, channel]).toSorted()).toEqual([
      ['+15125550143', 'sms'],
      ['+15125550144', 'sms'],
      ['noor@example.com', 'email'],
    ]);
    for (const { text } of sent) {
      expect(text).toContain('(512) 555-0199');
      expect(text).not.toMatch(/filler|lip|chee/i);
    }
    expect(sent.find(({ to }) => to === '+15125550144')?.text).toContain('Gracias por su visita');
    await imports(`1,Rowan,rowan@example.com,(512) 555-0143,TX,en,Botox,2026-11-20,${given}`);
    await pass(hour);
    expect(await toPatients()).toHaveLength(3);
  });

  test('a treatment that the desk records counts like an imported one', async () => {
    const before = (await toPatients()).length;
    const { items } = (await (await local.as('coordinator', '/v1/patients')).json()) as {
      items: { id: string; firstName: string }[];
    };
    const ash = items.find(({ firstName }) => firstName === 'Ash')?.id;
    const body = JSON.stringify({ type: 'Sculptra', on: '2026-11-20' });
    const { status } = await local.as('coordinator', `/v1/patients/${ash}/treatments`, {
      method: 'POST',
      body,
    });
    expect(status).toBe(201);
    await pass(600);
    expect((await toPatients()).slice(before)).toMatchObject([{ to: '+15125550146', channel: 'sms' }]);
  });

  test('the day after they are asked how they are; a 1 wakes nobody', async () => {
    const before = await forget();
    // Recorded three hours later than the others, Ash is asked three hours after them.
    await pass(24 * hour);
    const asked = (await toPatients()).slice(before);
    expect(asked.map(({ to }) => to).toSorted()).toEqual([
      '+15125550143',
      '+15125550144',
      '+15125550146',
      'noor@example.com',
    ]);
    expect(asked.find(({ to }) => to === '+15125550143')?.text).toContain(
      'Reply 1 fine, 2 concern, 3 urgent',
    );
    expect(asked.find(({ to }) => to === 'noor@example.com')?.text).toContain('answer this mail with 1');
    const staff = (await practice.sentTo('staff')).length;
    await texts('+15125550143', '1');
    expect(await byText()).toMatchObject([{ status: 'closed', closeReason: 'no-answer-needed', level: 'R' }]);
    expect((await practice.sentTo('staff')).length).toBe(staff);
    expect((await toPatients()).length).toBe(before + 4);
  });

  test('a 3 pages the physician, and words of their own reach the clinician on call', async () => {
    await texts('+15125550143', '3');
    expect(await byText()).toMatchObject([{ level: 'E1', priority: 'red-flag' }]);
    const pages = (await practice.sentTo('staff')).filter(({ about }) => about.kind === 'page');
    expect(pages.map(({ about }) => about.staffId)).toContain('okoye');
    for (const { text } of pages) expect(text).not.toMatch(/filler|lip/i);
  });

  test('a 2 by mail, above the quoted question, reaches the nurse on call', async () => {
    const text =
      '2\r\n\r\nOn Sat, Nov 21, 2026 at 10:05 AM Lakeside wrote:\r\n> 1 (fine), 2 (concern) or 3 (urgent)';
    const body = mime({ id: 'm2', from: 'Noor <noor@example.com>', text });
    await local.call('/_local/mail', { method: 'POST', body });
    await local.advance(1);
    const [inquiry] = (await practice.inquiries()).filter(({ channel }) => channel === 'email');
    expect(inquiry).toMatchObject({ level: 'U', priority: 'red-flag' });
    expect((await practice.inquiry(inquiry?.id ?? '')).messages[0]).toMatchObject({
      details: { 'Check-in': '2, a concern' },
    });
  });

  test('nobody answers after surgery: staff have a call to make, with words to say', async () => {
    const open = async () =>
      (
        (await (await local.as('coordinator', '/v1/recall/tasks')).json()) as {
          items: { id: string; kind: string; why: string }[];
        }
      ).items;
    await pass(4 * hour);
    const [task, ...others] = await open();
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      kind: 'call',
      why: expect.stringContaining('has not answered how they are'),
    });
    const { words } = (await (await local.as('coordinator', `/v1/recall/tasks/${task?.id}`)).json()) as {
      words: { voicemail: string };
    };
    expect(words.voicemail).toContain('(512) 555-0199');
    const body = JSON.stringify({ outcome: 'done' });
    const ended = await local.as('coordinator', `/v1/recall/tasks/${task?.id}/outcome`, {
      method: 'POST',
      body,
    });
    expect(ended.status).toBe(200);
    expect(await open()).toEqual([]);
  });

  test('no function made a call that it has no right to', async () => {
    const policies = policiesOf('cdk.out/Heard-Desk.template.json');
    const { calls } = await practice.calls();
    const answers = calls.filter(
      ({ caller, operation }) => caller.includes('RegisterDelivery') && operation === 'UpdateItem',
    );
    expect(answers.some(({ resource }) => resource.includes('Outreach'))).toBe(true);
    for (const call of calls) expect([call, allows(policies, call)]).toEqual([call, true]);
  });
});
