import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CallSite, callSites, reads, siteName } from '../support/call-sites.ts';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

const recallFunctions = /OpenSweep|SweepShard|CloseSweep|SendTouches|SettleTouches/;
const day = 86_400;

/** Every call of sweep, send and settle fails once before its effect and once after it, on a patient and a day of its own. */
describe('a recall, while one call fails', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  let sites: readonly CallSite[];
  let serial = 0;

  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--resting'] });
    practice = practiceAt(local);
    await fire('Watch');
    await flow();
    await practice.faults([]);
    await flow();
    sites = callSites((await practice.calls()).calls, recallFunctions);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  const fire = (target: string) => local.call(`/_local/fire?target=${target}`, { method: 'POST' });

  async function patientIsDue(email: string): Promise<void> {
    const { now } = await local.json<{ now: string }>('/_local/now');
    const treatedOn = new Date(Date.parse(now) - 100 * day * 1000).toISOString().slice(0, 10);
    const columns =
      'patient_id,first_name,email,phone,treatment,treatment_date,email_consent,consent_date,consent_method';
    const body = `${columns}\nfault-${serial},Rowan,${email},,Botox,${treatedOn},yes,2026-01-01,paper`;
    await local.as('manager', '/v1/imports', {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    });
  }

  /** A morning: sweep and send, and once more for whatever stopped half-way; then the next day. */
  async function flow(): Promise<string> {
    serial += 1;
    const email = `recall.${serial}@example.com`;
    await patientIsDue(email);
    for (let round = 0; round < 2; round += 1) {
      await fire('Sweep');
      await local.advance(60);
      await fire('SendTouches');
      await local.advance(301);
    }
    await local.advance(901);
    await fire('SendTouches');
    await local.advance(day - 60 * 2 - 301 * 2 - 901);
    return email;
  }

  async function taskFor(email: string): Promise<boolean> {
    const patients = (await (await local.as('manager', '/v1/patients?limit=100')).json()) as {
      items: { id: string; email: string | null }[];
    };
    const tasks = (await (await local.as('manager', '/v1/recall/tasks?limit=100')).json()) as {
      items: { patientId: string }[];
    };
    const id = patients.items.find((patient) => patient.email === email)?.id;
    return tasks.items.some(({ patientId }) => patientId === id);
  }

  test('has call sites', () => {
    expect(sites.length).toBeGreaterThan(15);
  });

  test.each(['before', 'after'] as const)(
    '%s its effect, contacts nobody twice and leaves nobody unsettled',
    async (what) => {
      for (const site of sites.filter((one) => what === 'before' || !reads(one))) {
        await practice.faults([{ ...site, what }]);
        const email = await flow();
        const { unmet } = await practice.calls();
        const mails = (await local.outbox()).filter(({ to }) => to === email).length;
        const settled = mails === 1 || (mails === 0 && (await taskFor(email)));
        expect([siteName(site), unmet, settled]).toEqual([siteName(site), [], true]);
      }
    },
    180_000,
  );
});
