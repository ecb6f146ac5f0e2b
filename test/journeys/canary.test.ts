import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { allows, policiesOf } from '../support/policies.ts';

const her = {
  name: 'Zephyrine Quillfeather',
  email: 'zephyrine.quillfeather@example.com',
  phone: '+15125550177',
  message: 'My lip turned marmoreal white after the filler, I am Zephyrine',
};
/** Anything that would tell who she is, or what she wrote. */
const traces = /zephyrine|quillfeather|5550177|555-0177|marmoreal/i;

function filesUnder(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** One patient goes through every flow; then everything that is not hers to be in is searched for her. */
describe('a canary', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  let calls: readonly { caller: string; service: string; operation: string; resource: string }[];
  const errors: string[] = [];
  const links: string[] = [];

  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T14:00:00.000Z' });
    practice = practiceAt(local);
    await practice.faults([]);
    await practice.giveSecret();
    await practice.patientWrites(her.message, 'canary', her);
    await local.advance(11 * 60);
    const [inquiry] = await practice.inquiries();
    const id = inquiry?.id ?? '';
    await practice.act('physician', id, 'claim');
    await practice.act('physician', id, 'release');
    await practice.act('physician', id, 'hand-over', { to: 'lindqvist' });
    errors.push(
      await (await practice.act('coordinator', id, 'close', { reason: 'no-answer-needed' })).text(),
    );
    errors.push(
      await (await practice.act('physician', id, 'claim', undefined, { 'if-match': '"99"' })).text(),
    );
    errors.push(await (await practice.act('physician', id, 'reply', { wrong: her.name })).text());
    errors.push(
      await (
        await local.call('/v1/hooks/src_typeform', { method: 'POST', body: JSON.stringify(her) })
      ).text(),
    );
    await practice.act('physician', id, 'reply', { text: `Dear ${her.name}, come in at once.` });
    await practice.patientWrites('Thank you, Zephyrine', 'canary-2', her);
    await practice.act('physician', id, 'log-call', { outcome: 'reached' });
    await practice.act('physician', id, 'close', {
      reason: 'clinically-resolved',
      outcome: 'resolved-by-phone',
    });

    const columns =
      'patient_id,first_name,last_name,email,phone,treatment,treatment_date,email_consent,consent_date,consent_method';
    const body = `${columns}\n1,Zephyrine,Quillfeather,${her.email},${her.phone},Botox,2026-08-20,yes,2026-01-01,paper\n1,Zephyrine,Quillfeather,${her.email},${her.phone},lip filler,2026-11-20,,,\n2,Zephyrine,Q,,,Botox,Quillfeather,,,`;
    errors.push(
      await (
        await local.as('manager', '/v1/imports', {
          method: 'POST',
          body,
          headers: { 'content-type': 'text/csv' },
        })
      ).text(),
    );
    await local.advance(2 * 3600);
    for (const { text } of await local.outbox()) links.push(...(text.match(/https?:\S+/g) ?? []));
    for (const link of links.filter((url) => /\/[au]\//.test(url))) await local.call(new URL(link).pathname);
    ({ calls } = await practice.calls());
    await local.stop();
  });
  afterAll(() => local.forget());

  test('went through every flow', async () => {
    const functions = new Set(calls.map(({ caller }) => caller.replace(/Function[0-9A-F]+$/, '')));
    for (const part of [
      'ReceiveDelivery',
      'RegisterDelivery',
      'PlanEscalation',
      'Tell',
      'Watch',
      'Desk-Desk',
      'DeskPages',
      'OpenSweep',
      'SweepShard',
      'CloseSweep',
      'SendTouches',
      'SettleTouches',
    ])
      expect([part, [...functions].some((name) => name.includes(part))]).toEqual([part, true]);
  });

  test('leaves no trace in logs, metrics, execution input and history', () => {
    for (const file of ['functions.log', 'executions.jsonl'])
      expect([file, traces.exec(readFileSync(join(local.dataDirectory, file), 'utf8'))]).toEqual([
        file,
        null,
      ]);
  });

  test('met no error on its way', () => {
    const lines = readFileSync(join(local.dataDirectory, 'functions.log'), 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('"ERROR"'))).toEqual([]);
  });

  test('leaves no trace in alerts', () => {
    const lines = readFileSync(join(local.dataDirectory, 'outbox.jsonl'), 'utf8').trim().split('\n');
    const messages = lines.map((line) => JSON.parse(line) as { audience: string });
    const alerts = messages.filter(({ audience }) => audience !== 'patient');
    expect(alerts.length).toBeGreaterThan(4);
    expect(traces.exec(JSON.stringify(alerts))).toBeNull();
  });

  test('leaves no trace in URLs and error bodies', () => {
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) {
      const [, payload = ''] = /\/[au]\/([^.]+)\./.exec(link) ?? [];
      expect(traces.exec(link + Buffer.from(payload, 'base64url').toString())).toBeNull();
    }
    expect(errors).toHaveLength(5);
    for (const error of errors)
      expect([error.slice(0, 40), traces.exec(error)]).toEqual([error.slice(0, 40), null]);
  });

  test('leaves no trace in queues but the address that SES itself writes there', () => {
    for (const file of filesUnder(join(local.dataDirectory, 'messaging'))) {
      const content = readFileSync(file, 'utf8').replaceAll(her.email, '');
      expect(traces.exec(content)).toBeNull();
    }
  });

  test('made no call that its function has no right to', () => {
    const policies = policiesOf('cdk.out/Heard-Desk.template.json');
    const made = new Map(
      calls.map((call) => [`${call.caller} ${call.service} ${call.operation} ${call.resource}`, call]),
    );
    expect(made.size).toBeGreaterThan(40);
    for (const [name, call] of made) expect([name, allows(policies, call)]).toEqual([name, true]);
    const [receive] = calls.filter(
      ({ caller, service }) => caller.includes('ReceiveDelivery') && service === 'dynamodb',
    );
    expect(receive && allows(policies, { ...receive, operation: 'DeleteItem' })).toBe(false);
    expect(receive && allows(policies, { ...receive, resource: 'Heard-Data-Inquiries5DACAF3F' })).toBe(false);
  });
});
