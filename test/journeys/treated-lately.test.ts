import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

describe('a patient who was treated lately', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  // Friday, 20 November 2026, 22:05 in Chicago: the practice is closed.
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-21T04:05:00.000Z' });
    practice = practiceAt(local);
    await practice.giveSecret();
    const body = [
      'patient_id,first_name,email,phone,treatment,treatment_date',
      '1,Rowan,rowan@example.com,(512) 555-0143,lip filler,2026-11-19',
      '2,Noor,noor@example.com,,lip filler,2026-11-10',
      '3,Ash,ash@example.com,,lip filler,2026-01-10',
    ].join('\n');
    await local.as('manager', '/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const write = async (email: string, token: string, message = 'I have a question about aftercare') => {
    // Of two in one instant neither is the newest.
    await local.advance(1);
    await practice.patientWrites(message, token, { email });
    return (await practice.inquiries())[0];
  };

  test('is urgent within the hot window, at night, and gets the direct line without a word of the treatment', async () => {
    expect(await write('rowan@example.com', 'hot')).toMatchObject({
      level: 'U',
      postTreatment: 'hot',
      priority: 'red-flag',
    });
    expect(
      (await practice.sentTo('staff')).some(({ about }) => about.kind === 'page' && about.staffId === 'sato'),
    ).toBe(true);
    const [reply] = await practice.sentTo('patient');
    expect(reply?.text).toContain('(512) 555-0199');
    expect(reply?.text).not.toMatch(/filler|lip/);
  });

  test('goes to the clinician on call while it is watched; later it is a message like any other', async () => {
    expect(await write('noor@example.com', 'watch')).toMatchObject({
      level: 'S',
      postTreatment: 'watch',
      priority: 'post-treatment',
    });
    expect(await write('ash@example.com', 'later')).toMatchObject({ level: 'R', postTreatment: null });
  });

  test('may have somebody who asks for them, and staff see that, and that they are nervous', async () => {
    const { items } = (await (await local.as('coordinator', '/v1/patients')).json()) as {
      items: { id: string; firstName: string }[];
    };
    const rowan = items.find(({ firstName }) => firstName === 'Rowan')?.id ?? '';
    const support = { name: 'Kit', relation: 'spouse', phone: '512 555 0166' };
    const note = (body: object) =>
      local.as('coordinator', `/v1/patients/${rowan}/care`, { method: 'PUT', body: JSON.stringify(body) });
    expect((await note({ nervous: true, supportPersons: [support] })).status).toBe(204);
    expect((await note({ nervous: true, supportPersons: [{ ...support, phone: '12' }] })).status).toBe(400);
    const body = JSON.stringify({ from: '+15125550166', to: '+15125550110', text: 'She would like a call' });
    await local.advance(1);
    await local.call('/_local/sms', { method: 'POST', body });
    await local.advance(1);
    expect((await practice.inquiries())[0]).toMatchObject({ onBehalf: 'spouse', nervous: true, level: 'U' });
    const link = /\/a\/\S+/.exec(
      (await practice.sentTo('staff')).findLast(({ channel }) => channel === 'email')?.text ?? '',
    )?.[0];
    const page = await (await local.call(link ?? '')).text();
    expect(page).toContain('May ask for a patient: recorded as spouse.');
    expect(page).toMatch(/Nervous: a person they know by name calls by \d/);
  });
});
