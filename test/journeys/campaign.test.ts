import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { campaignContent } from '../support/memory-campaigns.ts';

const header =
  'patient_id,first_name,last_name,email,location,language,treatment,treatment_date,next_appointment,email_consent,consent_date,consent_method,birth_date';
const person = (id: number, name: string, treatedOn: string, booked = '', consent = 'yes'): string =>
  `${id},${name},Example,${name.toLowerCase()}@example.com,downtown,en,Botox,${treatedOn},${booked},${consent},2025-01-01,paper,1980-01-01`;
// Three who have not been seen for a year, one who has, one who is booked, one who did not consent.
const rows = [
  person(1, 'Rowan', '2025-06-01'),
  person(2, 'Ash', '2025-06-02'),
  person(3, 'Kit', '2025-06-03'),
  person(4, 'Sam', '2026-11-01'),
  person(5, 'Bo', '2025-06-05', '2026-12-10'),
  person(6, 'Max', '2025-06-06', '', 'no'),
];

interface Campaign {
  readonly id: string;
  readonly state: string;
}
interface Offer {
  readonly code: string;
  readonly patientId: string;
}

describe('a campaign', () => {
  let local: LocalRun;
  // Friday, 20 November 2026, 9:00 in Chicago: when the sweep begins. Schedules rest, so that a day passes in no time.
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T15:00:00.000Z', arguments: ['--resting'] });
    // Takes up who is of the staff.
    await fire('Watch');
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const post = (staff: string, path: string, body?: object): Promise<Response> =>
    local.asMember(staff, path, { method: 'POST', ...(body ? { body: JSON.stringify(body) } : {}) });
  const get = async <T>(path: string): Promise<T> => (await local.as('manager', path)).json() as Promise<T>;
  const draft = async (staff: string): Promise<string> => {
    const content = { ...campaignContent, dailyCeiling: 2, template: 'campaign' };
    const reply = await post(staff, '/v1/campaigns', content);
    expect([reply.status, await reply.clone().text()]).toEqual([201, expect.any(String)]);
    const { id } = (await reply.json()) as Campaign;
    expect((await post(staff, `/v1/campaigns/${id}/submit`)).status).toBe(200);
    return id;
  };
  const mails = async () =>
    (await practiceAt(local).sentTo('patient')).filter(({ subject }) =>
      subject?.startsWith('An invitation for you'),
    );
  const fire = (target: string) => local.call(`/_local/fire?target=${target}`, { method: 'POST' });
  const send = async (): Promise<void> => {
    await fire('SendTouches');
    await local.advance(300);
  };
  /** The morning's sweep, an hour of sending, and the rest of the day. */
  const dayMore = async (): Promise<void> => {
    await local.call('/_local/sweep', { method: 'POST' });
    for (let time = 0; time < 12; time += 1) await send();
    await local.advance(23 * 3600);
  };
  let id = '';
  let offers: readonly Offer[] = [];

  test('is approved by another person than its author', async () => {
    const body = [header, ...rows].join('\n');
    const headers = { 'content-type': 'text/csv' };
    const imported = await local.as('manager', '/v1/imports', { method: 'POST', body, headers });
    expect(await imported.json()).toMatchObject({ rows: 6, errors: [] });
    const own = await draft('bell');
    const refused = await post('bell', `/v1/campaigns/${own}/approve`);
    expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
      422,
      'Somebody who did not write it has to approve it.',
    ]);
    await post('bell', `/v1/campaigns/${own}/stop`, { reason: 'a trial' });
    id = await draft('marlow');
    expect((await post('bell', `/v1/campaigns/${id}/approve`)).status).toBe(200);
    const preview = await get<{ meant: number; contact: object; not: object }>(
      `/v1/campaigns/${id}/preview?limit=50`,
    );
    expect(preview).toMatchObject({ looked: 6, contact: { email: 3 } });
    expect(Object.values(preview.not)).toEqual([1, 1]);
  });

  test('adds two a day, and mails each a code of their own the day after', async () => {
    await dayMore();
    expect(await mails()).toEqual([]);
    await dayMore();
    const first = await mails();
    expect(first).toHaveLength(2);
    offers = (await get<{ items: Offer[] }>(`/v1/campaigns/${id}/offers`)).items;
    expect(new Set(offers.map(({ code }) => code)).size).toBe(2);
    for (const { text, about } of first) {
      const own = offers.find(({ patientId }) => patientId === about.patientId);
      expect(text).toContain(own?.code);
      expect(text).toContain('January 31, 2027');
    }
  });

  test('redeems a code once, and tells wrong from used', async () => {
    const path = (code: string) => `/v1/offers/${code}/redeem`;
    const [{ code } = { code: '' }] = offers;
    expect((await post('marlow', path('CCC-CCC-CCC'), {})).status).toBe(404);
    expect((await post('marlow', path(code.toLowerCase()), {})).status).toBe(200);
    expect((await post('marlow', path(code), {})).status).toBe(409);
    expect(await get(`/v1/campaigns/${id}/report`)).toMatchObject({ issued: 2, redeemed: 1, open: 1 });
  });

  test('sends nothing more once it is stopped', async () => {
    expect((await get<Campaign>(`/v1/campaigns/${id}`)).state).toBe('running');
    expect((await post('bell', `/v1/campaigns/${id}/stop`, { reason: 'full' })).status).toBe(200);
    await dayMore();
    await dayMore();
    expect(await mails()).toHaveLength(2);
  });
});
