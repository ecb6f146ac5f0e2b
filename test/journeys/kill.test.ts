import { afterEach, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { typeformRequest } from '../support/typeform.ts';

const morning = '2026-11-20T16:05:00.000Z';
const flag = {
  name: 'Rowan Ellery',
  email: 'rowan.ellery@example.com',
  message: 'My lip turned white after the filler',
  token: 'kill',
};

/** kill -9 of the whole run at the moment one call of a function reaches the service behind it, before or after its effect. */
const points = [
  { service: 'dynamodb', operation: 'PutItem', caller: 'ReceiveDelivery', what: 'kill-after' },
  { service: 'states', operation: 'StartExecution', caller: 'RegisterDelivery', what: 'kill-before' },
  { service: 'dynamodb', operation: 'UpdateItem', caller: 'PlanEscalation', what: 'kill-after' },
  { service: 'ses', operation: 'SendEmail', caller: 'Tell', what: 'kill-after' },
  { service: 'sns', operation: 'Publish', caller: 'Tell', what: 'kill-before' },
] as const;

describe('a run that is killed', () => {
  let local: LocalRun;
  afterEach(async () => {
    await local.stop();
    local.forget();
  });

  test.each(points)(
    'at $operation of $caller ($what) loses no inquiry and pages nobody more than twice',
    async (point) => {
      local = await startLocal({ at: morning });
      let practice = practiceAt(local);
      await practice.giveSecret();
      await practice.faults([point]);
      // The sender's own view: the connection may break, and then it sends again.
      const first = await local.call('/v1/hooks/src_typeform', typeformRequest(flag)).catch(() => undefined);
      if (first?.ok) await local.advance(1).catch(() => undefined);
      await local.kill();

      local = await startLocal({ at: '2026-11-20T16:06:30.000Z', dataDirectory: local.dataDirectory });
      practice = practiceAt(local);
      expect((await local.call('/v1/hooks/src_typeform', typeformRequest(flag))).status).toBe(200);
      await local.advance(150);
      const inquiries = await practice.inquiries();
      expect(inquiries).toHaveLength(1);
      expect(inquiries[0]).toMatchObject({ level: 'E1', messageCount: 1 });
      const pages = (await practice.sentTo('staff')).filter(({ about }) => about.kind === 'page');
      expect(pages.some(({ about, channel }) => about.staffId === 'okoye' && channel === 'sms')).toBe(true);
      const perWay = Map.groupBy(pages, ({ to, about }) => `${to} ${about.kind}`);
      for (const [, sent] of perWay) expect(sent.length).toBeLessThanOrEqual(2);
      expect((await practice.sentTo('patient')).length).toBeLessThanOrEqual(2);
      expect((await practice.sentTo('patient')).length).toBeGreaterThanOrEqual(1);
    },
  );
});

const csv = [
  'patient_id,first_name,email,phone,treatment,treatment_date,email_consent,consent_date,consent_method',
  ...[1, 2, 3].map((id) => `${id},Rowan,patient.${id}@example.com,,Botox,2026-08-20,yes,2026-01-01,paper`),
].join('\n');

const sweepPoints = [
  { service: 'dynamodb', operation: 'PutItem', caller: 'OpenSweep', what: 'kill-after' },
  { service: 'dynamodb', operation: 'PutItem', caller: 'SweepShard', what: 'kill-after' },
  { service: 'dynamodb', operation: 'UpdateItem', caller: 'SweepShard', what: 'kill-before' },
  { service: 'dynamodb', operation: 'UpdateItem', caller: 'CloseSweep', what: 'kill-after' },
  { service: 'ses', operation: 'SendEmail', caller: 'SendTouches', what: 'kill-after' },
] as const;

describe('a sweep that is killed', () => {
  let local: LocalRun;
  afterEach(async () => {
    await local.stop();
    local.forget();
  });

  test.each(sweepPoints)(
    'at $operation of $caller ($what) contacts everybody once, nobody twice',
    async (point) => {
      local = await startLocal({ at: morning });
      let practice = practiceAt(local);
      await local.as('manager', '/v1/imports', {
        method: 'POST',
        body: csv,
        headers: { 'content-type': 'text/csv' },
      });
      await practice.faults([point]);
      await local.call('/_local/sweep', { method: 'POST' }).catch(() => undefined);
      await local.advance(301).catch(() => undefined);
      await local.kill();

      local = await startLocal({ at: '2026-11-20T16:20:00.000Z', dataDirectory: local.dataDirectory });
      practice = practiceAt(local);
      await local.call('/_local/sweep', { method: 'POST' });
      await local.advance(1000);
      const mail = (await practice.sentTo('patient')).map(({ to }) => to);
      expect(mail.toSorted()).toEqual([
        'patient.1@example.com',
        'patient.2@example.com',
        'patient.3@example.com',
      ]);
    },
  );
});
