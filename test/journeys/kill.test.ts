import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { typeformRequest } from '../support/typeform.ts';

/** kill -9 of the whole run at the moment one call of a function reaches the service behind it, before or after its effect. */
const points = [
  { service: 'dynamodb', operation: 'PutItem', caller: 'ReceiveDelivery', what: 'kill-after' },
  { service: 'states', operation: 'StartExecution', caller: 'RegisterDelivery', what: 'kill-before' },
  { service: 'ses', operation: 'SendEmail', caller: 'Tell', what: 'kill-after' },
] as const;

const minutesAfter = (at: string, minutes: number): string =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** Every point is met by a patient of its own; the run that a case is killed in is the run that the case before was healed in. */
describe('a run that is killed', () => {
  let local: LocalRun;
  let at = '2026-11-20T16:05:00.000Z';
  beforeAll(async () => {
    local = await startLocal({ at });
    await practiceAt(local).giveSecret();
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  test.each(points)(
    'at $operation of $caller ($what) loses no inquiry and pages nobody more than twice',
    async (point) => {
      const email = `${point.caller}.${point.operation}@example.com`.toLowerCase();
      const flag = typeformRequest({
        name: 'Rowan',
        email,
        message: 'My lip turned white after the filler',
        token: email,
      });
      await practiceAt(local).faults([point]);
      // The sender's own view: the connection may break, and then it sends again.
      const first = await local.call('/v1/hooks/src_typeform', flag).catch(() => undefined);
      if (first?.ok) await local.advance(1).catch(() => undefined);
      await local.kill();

      at = minutesAfter(at, 5);
      local = await startLocal({ at, dataDirectory: local.dataDirectory });
      const practice = practiceAt(local);
      expect((await local.call('/v1/hooks/src_typeform', flag)).status).toBe(200);
      await local.advance(150);
      const details = await Promise.all((await practice.inquiries()).map(({ id }) => practice.inquiry(id)));
      const hers = details.filter(({ contact }) => contact.email === email);
      expect(hers).toHaveLength(1);
      expect(hers[0]).toMatchObject({ level: 'E1', messageCount: 1 });
      const about = (await local.outbox()).filter((message) => message.about.inquiryId === hers[0]?.id);
      const pages = about.filter((message) => message.about.kind === 'page');
      expect(pages.some((page) => page.about.staffId === 'okoye' && page.channel === 'sms')).toBe(true);
      for (const [, sent] of Map.groupBy(pages, ({ to }) => to)) expect(sent.length).toBeLessThanOrEqual(2);
      const toPatient = about.filter(({ audience }) => audience === 'patient').length;
      expect([1, 2]).toContain(toPatient);
      // Answered, so that the next case has the stage for itself.
      expect(
        (await practice.act('physician', hers[0]?.id ?? '', 'log-call', { outcome: 'reached' })).status,
      ).toBe(200);
      await local.advance(1);
      at = minutesAfter(at, 10);
    },
  );
});

const sweepPoints = [
  { service: 'dynamodb', operation: 'PutItem', caller: 'SweepShard', what: 'kill-after' },
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
