import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CallSite, callSites, reads, siteName } from '../support/call-sites.ts';
import { type InquiryView, practiceAt } from '../support/journey.ts';
import { type LocalRun, startLocal } from '../support/local-run.ts';
import { typeformRequest } from '../support/typeform.ts';

const inquiryFunctions = /ReceiveDelivery|RegisterDelivery|PlanEscalation|Tell|DeskFunction/;

/** Every call of the flow fails once before its effect and once after it, on an inquiry of its own each. */
describe('an inquiry, while one call fails', () => {
  let local: LocalRun;
  let practice: ReturnType<typeof practiceAt>;
  let sites: readonly CallSite[];
  let serial = 0;

  beforeAll(async () => {
    local = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--resting'] });
    practice = practiceAt(local);
    await local.call('/_local/fire?target=Watch', { method: 'POST' });
    await practice.giveSecret();
    await flow();
    await practice.faults([]);
    await flow();
    sites = callSites((await practice.calls()).calls, inquiryFunctions);
  });
  afterAll(async () => {
    await local.stop();
    local.forget();
  });

  /** A minute at a time, with the watch, as in the cloud; schedules rest so that only this flow makes calls. */
  async function pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      await local.advance(60);
      await local.call('/_local/fire?target=Watch', { method: 'POST' });
    }
  }

  async function sent(email: string): Promise<void> {
    const form = {
      name: 'Rowan Ellery',
      email,
      message: 'My lip turned white after the filler',
      token: `fault-${serial}`,
    };
    // Senders try again when they are told 503.
    for (let tries = 0; tries < 3; tries += 1)
      if ((await local.call('/v1/hooks/src_typeform', typeformRequest(form))).status === 200) return;
  }

  async function found(email: string): Promise<InquiryView> {
    const { items } = (await (await local.as('manager', '/v1/inquiries?limit=2')).json()) as {
      items?: InquiryView[];
    };
    for (const { id } of items ?? []) {
      const inquiry = await practice.inquiry(id);
      if (inquiry.contact?.email === email) return inquiry;
    }
    throw new Error('The inquiry is lost.');
  }

  /** The doctor answers by the API; where that fails she sees so, looks again, and calls. */
  async function answered(id: string): Promise<void> {
    const reply = await practice.act('physician', id, 'reply', { text: 'Come in at once.' });
    for (let tries = 0; tries < 3 && reply.status !== 200; tries += 1)
      if ((await practice.act('physician', id, 'log-call', { outcome: 'reached' })).status === 200) return;
  }

  async function flow(): Promise<{ readonly email: string; readonly id: string }> {
    serial += 1;
    const email = `fault.${serial}@example.com`;
    await sent(email);
    await local.advance(0);
    await pass(3);
    const { id } = await found(email).catch(() => found(email));
    await answered(id);
    await pass(2);
    return { email, id };
  }

  test('has call sites', () => {
    expect(sites.length).toBeGreaterThan(25);
  });

  test.each(['before', 'after'] as const)(
    '%s its effect, is neither lost nor told too often',
    async (what) => {
      for (const site of sites.filter((one) => what === 'before' || !reads(one))) {
        await practice.faults([{ ...site, what }]);
        const { email, id } = await flow();
        const { unmet } = await practice.calls();
        const outbox = await local.outbox();
        const about = outbox.filter((message) => message.about.inquiryId === id);
        const perNotice = Map.groupBy(
          about,
          ({ to, about: ids, channel }) => `${ids.kind} ${channel} ${to} ${ids.messageId ?? ''}`,
        );
        const most = Math.max(
          ...[...perNotice]
            .filter(([key]) => /^(page|safety)/.test(key))
            .map(([, messages]) => messages.length),
        );
        const { status, messageCount } = await practice.inquiry(id);
        // Five minutes of an E1 chain: one round of pages, each at most twice.
        expect([siteName(site), unmet, status, messageCount, most <= 2, email]).toEqual([
          siteName(site),
          [],
          'answered',
          1,
          true,
          email,
        ]);
        const pagedAt = about
          .filter((message) => message.about.kind === 'page')
          .map(({ at }) => at)
          .sort()[0];
        expect(pagedAt).toBeDefined();
      }
      // All are answered: whatever is told after this is told too often.
      await practice.faults([]);
      const told = (await local.outbox()).length;
      await pass(20);
      expect((await local.outbox()).length).toBe(told);
    },
    180_000,
  );
});
