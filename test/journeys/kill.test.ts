import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { typeformRequest } from '../support/typeform.ts';

/** kill -9 of the whole run at the moment one call of a function reaches the service behind it, before or after its effect. */
const points = [
  { service: 'dynamodb', operation: 'PutItem', caller: 'ReceiveDelivery', what: 'kill-after' },
  { service: 'states', operation: 'StartExecution', caller: 'RegisterDelivery', what: 'kill-before' },
  { service: 'dynamodb', operation: 'UpdateItem', caller: 'PlanEscalation', what: 'kill-after' },
  { service: 'ses', operation: 'SendEmail', caller: 'Tell', what: 'kill-after' },
  { service: 'sms-voice', operation: 'SendTextMessage', caller: 'Tell', what: 'kill-before' },
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
