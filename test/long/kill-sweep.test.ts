import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';

const minutesAfter = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** kill -9 of the whole run at the moment one call of a function reaches the service behind it, before or after its effect. */
const sweepPoints = [
  { service: 'dynamodb', operation: 'PutItem', caller: 'OpenSweep', what: 'kill-after' },
  { service: 'dynamodb', operation: 'PutItem', caller: 'SweepShard', what: 'kill-after' },
  { service: 'dynamodb', operation: 'UpdateItem', caller: 'SweepShard', what: 'kill-before' },
  { service: 'dynamodb', operation: 'UpdateItem', caller: 'CloseSweep', what: 'kill-after' },
  { service: 'ses', operation: 'SendEmail', caller: 'SendTouches', what: 'kill-after' },
] as const;

const day = 24 * 60;

describe('a sweep that is killed', () => {
  let local: LocalRun;
  let at = '2026-11-20T16:05:00.000Z';
  beforeAll(async () => {
    local = await startLocal({ at, arguments: resting });
    await fire('Watch');
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  // Schedules rest, so that a day can pass in no time.
  const resting = ['--resting'];
  const fire = (target: string) => local.call(`/_local/fire?target=${target}`, { method: 'POST' });

  async function patientsAreDue(prefix: string): Promise<readonly string[]> {
    const treatedOn = minutesAfter(at, -100 * day).slice(0, 10);
    const emails = [1, 2, 3].map((id) => `${prefix}.${id}@example.com`);
    const rows = emails.map((email) => `${email},Rowan,${email},,Botox,${treatedOn},yes,2026-01-01,paper`);
    const body = [
      'patient_id,first_name,email,phone,treatment,treatment_date,email_consent,consent_date,consent_method',
      ...rows,
    ].join('\n');
    await local.as('manager', '/v1/imports', {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    });
    return emails;
  }

  test.each(sweepPoints)(
    'at $operation of $caller ($what) contacts everybody once, nobody twice',
    async (point) => {
      const emails = await patientsAreDue(`${point.caller}.${point.operation}`.toLowerCase());
      await practiceAt(local).faults([point]);
      await local.call('/_local/sweep', { method: 'POST' }).catch(() => undefined);
      await fire('SendTouches').catch(() => undefined);
      await local.kill();

      local = await startLocal({
        at: minutesAfter(at, 15),
        dataDirectory: local.dataDirectory,
        arguments: resting,
      });
      await local.call('/_local/sweep', { method: 'POST' });
      await fire('SendTouches');
      await local.advance(960);
      await fire('SendTouches');
      const mail = (await local.outbox()).map(({ to }) => to).filter((to) => emails.includes(to));
      expect(mail.toSorted()).toEqual(emails);
      at = minutesAfter(at, day);
      const { now } = await local.json<{ now: string }>('/_local/now');
      await local.advance((Date.parse(at) - Date.parse(now)) / 1000);
    },
  );
});
