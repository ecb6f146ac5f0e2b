import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

interface Decision {
  readonly name: string;
  readonly outcome: string;
  readonly channel: string | null;
  readonly reason: string;
}

/** What docs/recall-by-hand.md has a newcomer do, with the file that it names. */
describe('recall by hand', () => {
  const file = readFileSync(resolve('docs/examples/patients.csv'), 'utf8');
  let local: LocalRun;
  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T14:00:00.000Z' });
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const get = async <T>(path: string): Promise<T> => (await local.as('manager', path)).json() as Promise<T>;
  const post = async <T>(path: string, body: string, type = 'application/json'): Promise<T> =>
    (
      await local.as('manager', path, { method: 'POST', body, headers: { 'content-type': type } })
    ).json() as Promise<T>;
  const patients = async (): Promise<ReadonlyMap<string, string>> => {
    const { items } = await get<{ items: { id: string; firstName: string }[] }>('/v1/patients?limit=100');
    return new Map(items.map(({ id, firstName }) => [firstName, id]));
  };
  const decisionsOn = async (name: string): Promise<readonly Decision[]> => {
    const id = (await patients()).get(name) ?? '';
    return (await get<{ items: Decision[] }>(`/v1/patients/${id}/decisions`)).items;
  };
  const toPatients = () => practiceAt(local).sentTo('patient');

  test('brings the patients in once, and says beforehand who is contacted and how', async () => {
    expect(await post('/v1/imports', file, 'text/csv')).toMatchObject({ rows: 9, changed: 9, errors: [] });
    expect(await post('/v1/imports', file, 'text/csv')).toMatchObject({ changed: 0, unchanged: 9 });
    const { items } = await post<{ items: Decision[] }>('/v1/sweeps/preview', '{}');
    const ways = items.map(({ name, outcome, channel }) => [name.split(' ')[0], channel ?? outcome]);
    expect(Object.fromEntries(ways)).toEqual({
      Rowan: 'email',
      Luz: 'text',
      Ash: 'call',
      Kit: 'call',
      Wren: 'letter',
      Max: 'not-now',
    });
    expect(await toPatients()).toEqual([]);
  });

  test('sends mail and text, sets tasks, and prints the letter', async () => {
    await local.advance(7800);
    await post('/v1/letters/batches', '{}');
    const sent = await local.outbox();
    const count = (of: string) => sent.filter(({ channel }) => channel === of).length;
    expect([count('email'), count('sms'), count('task')]).toEqual([1, 1, 2]);
    const printed = sent.filter(({ channel }) => channel === 'letter').map(({ text }) => text);
    const [pdf, csv] = await Promise.all(
      printed.map(async (url) => (await local.call(new URL(url).pathname)).text()),
    );
    expect(pdf).toMatch(/^%PDF-/);
    expect(csv).toContain('Wren Castellan,14 Juniper Lane');
  });

  test('stops where somebody books, texts ALTO or unsubscribes', async () => {
    const ids = await patients();
    const visit = JSON.stringify({ id: 'visit-1', on: '2026-12-16', status: 'booked' });
    const booked = { method: 'POST', body: visit };
    expect((await local.as('manager', `/v1/patients/${ids.get('Rowan')}/appointments`, booked)).status).toBe(
      204,
    );
    const mail = (await toPatients()).find(({ channel }) => channel === 'email');
    const link = /<(http[^>]+)>/.exec(mail?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
    const oneClick = {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
    expect((await local.call(new URL(link).pathname, oneClick)).status).toBe(200);
    const alto = { from: '+15125550102', to: '+15125550110', text: 'ALTO' };
    await local.call('/_local/sms', { method: 'POST', body: JSON.stringify(alto) });
    await local.advance(60);
    const texts = (await toPatients()).filter(({ to }) => to === '+15125550102');
    expect(texts).toHaveLength(2);
  });

  test('respects it two weeks later, and reports what came of it', async () => {
    await local.stop();
    local = await startLocal({ at: '2026-12-04T14:00:00.000Z', dataDirectory: local.dataDirectory });
    const before = (await toPatients()).length;
    await local.advance(10_800);
    expect(await toPatients()).toHaveLength(before);
    expect(await decisionsOn('Luz')).toMatchObject([{ outcome: 'contact', channel: 'call' }, {}]);
    expect(await decisionsOn('Rowan')).toMatchObject([{ outcome: 'contact', channel: 'email' }]);
    const { items } = await get<{ items: Record<string, unknown>[] }>(
      '/v1/reports/recall?from=2026-11-01&to=2026-12-31&afresh=true',
    );
    const [all] = items;
    expect(all).toMatchObject({ type: 'all', touches: 3, attributed: { bookings: 1 } });
    expect(all).toMatchObject({ return: { cost: 111 }, incremental: { visits60: { why: 'no holdout' } } });
  });
});
