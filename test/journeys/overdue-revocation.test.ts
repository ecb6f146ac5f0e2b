import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

let local: LocalRun;
const fire = (target: string) => local.call(`/_local/fire?target=${target}`, { method: 'POST' });
beforeAll(async () => {
  // Friday, 10:05 in Chicago. Schedules rest, so that a day passes in no time.
  local = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--resting'] });
  // Takes up who is of the staff.
  await fire('Watch');
});
afterAll(async () => {
  await local.stop();
  local.forget();
});

test('a revocation that nobody settles is told to the managers on the third business day, and not before', async () => {
  const practice = practiceAt(local);
  const csv = 'patient_id,first_name,last_name,phone\n1,Rowan,Ellery,(512) 555-0101';
  const headers = { 'content-type': 'text/csv' };
  const imported = await local.as('manager', '/v1/imports', { method: 'POST', headers, body: csv });
  expect(imported.status).toBe(200);
  const text = JSON.stringify({ from: '+15125550101', to: '+15125550110', text: 'Cancel' });
  await local.call('/_local/sms', { method: 'POST', body: text });
  const told = async () =>
    (await practice.sentTo('staff')).filter(({ about }) => about.kind === 'revocations');
  // Wednesday, 8:05: an hour before it opens.
  await local.advance(4 * 86_400 + 22 * 3600);
  await fire('OverdueRevocations');
  expect(await told()).toEqual([]);
  await local.advance(3 * 3600);
  await fire('OverdueRevocations');
  expect((await told())[0]?.text).toContain('three business days');
  expect(JSON.stringify(await told())).not.toMatch(/Rowan|5550101/);
});
