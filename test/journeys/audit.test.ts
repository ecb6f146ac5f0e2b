import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { allows, policiesOf } from '../support/policies.ts';

type Json = Record<string, unknown>;

describe('a month of activity', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  let patient = '';
  let calls: readonly { caller: string; service: string; operation: string; resource: string }[];

  const asked = async (staff: string, path: string, init?: RequestInit): Promise<Json> => {
    const reply = await local.asMember(staff, path, init);
    return { status: reply.status, ...((await reply.json()) as Json) };
  };
  const post = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-30T14:00:00.000Z' });
    practice = practiceAt(local);
    await practice.faults([]);
    const body = 'patient_id,first_name,treatment,treatment_date\n1,Rowan,Botox,2026-01-20';
    const headers = { 'content-type': 'text/csv' };
    await local.asMember('bell', '/v1/imports', { method: 'POST', body, headers });
    const { items } = (await asked('bell', '/v1/patients')) as { items: { id: string }[] };
    patient = items[0]?.id ?? '';
    await local.asMember('marlow', `/v1/patients/${patient}`);
    await local.asMember('okoye', `/v1/patients/${patient}/copy`, post({ reason: 'a new practice' }));
    // To the next morning but one, when the trail of the month is written and its review made.
    await local.advance(20 * 3600);
    ({ calls } = await practice.calls());
  }, 300_000);
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  test('is recorded: sign-ins, what was seen, and the configuration', async () => {
    const { items } = (await asked('bell', '/v1/audit?day=2026-11-30&limit=100')) as { items: Json[] };
    const lines = items.map(({ staff, operation, subject }) => [staff, operation, subject]);
    expect(lines).toEqual(
      expect.arrayContaining([
        ['marlow', 'signIn', '-'],
        ['marlow', 'getPatient', patient],
        ['deploy', 'configurationChanged', 'recall'],
      ]),
    );
    expect(lines.filter(([staff, operation]) => staff === 'bell' && operation === 'signIn')).toHaveLength(1);
    expect(items.find(({ operation }) => operation === 'askForCopy')).toMatchObject({
      why: 'a new practice',
      from: expect.any(String),
    });
  });

  test('is told on the first working day to whoever reviews it, without a patient', async () => {
    const mails = (await local.outbox()).filter(({ subject = '' }) => subject.includes('review what staff'));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toContain('robin.bell');
    expect(JSON.stringify(mails)).not.toMatch(/Rowan|pat_/);
  });

  test('has a review that shows the copy, and that nobody opened a record without a reason', async () => {
    const review = await asked('bell', '/v1/audit/reviews/2026-11');
    expect(review).toMatchObject({ status: 200, signed: null, trail: { days: 1, problems: [] } });
    const { lines, outsideCare } = review as { lines: Record<string, Json[]>; outsideCare: Json[] };
    expect(lines.export).toMatchObject([{ staff: 'okoye', operation: 'askForCopy', subject: patient }]);
    expect(lines.configuration?.length).toBeGreaterThan(10);
    // The copy that was asked for on that day is a reason.
    expect(outsideCare).toEqual([]);
    expect((await asked('marlow', '/v1/audit/reviews/2026-11')).status).toBe(403);
  });

  test('is signed, and the signature is an entry of its own', async () => {
    const note = { note: 'Asked Dr. Okoye about the copy.' };
    const signed = await asked('bell', '/v1/audit/reviews/2026-11/sign-off', post(note));
    expect(signed).toMatchObject({ status: 200, signed: { by: 'bell', ...note, alone: false } });
    const { items } = (await asked('bell', '/v1/audit?day=2026-12-01&limit=100')) as { items: Json[] };
    expect(items.map(({ operation, subject }) => [operation, subject])).toContainEqual([
      'signOffAuditReview',
      '2026-11',
    ]);
  });

  test('is as it was written', async () => {
    const check = await asked('bell', '/v1/audit/verification?month=2026-11');
    expect(check).toMatchObject({ days: 1, problems: [] });
    expect(check.entries).toBeGreaterThan(10);
  });

  test('takes no right that the template does not give', () => {
    const policies = policiesOf('cdk.out/Heard-Desk.template.json');
    const own = calls.filter(({ caller }) => /KeepTrail|Watch-?Watch|Desk-?Desk/.test(caller));
    expect(
      own.some(({ caller, operation }) => caller.includes('KeepTrail') && operation === 'PutObject'),
    ).toBe(true);
    const made = new Map(
      own.map((call) => [`${call.caller} ${call.service} ${call.operation} ${call.resource}`, call]),
    );
    for (const [name, call] of made) expect([name, allows(policies, call)]).toEqual([name, true]);
  });

  test('leaves no word in the logs', () => {
    const log = readFileSync(join(local.dataDirectory, 'functions.log'), 'utf8');
    expect(log).not.toMatch(/Rowan|a new practice/);
    expect(log.split('\n').filter((line) => line.includes('"ERROR"'))).toEqual([]);
  });
});
