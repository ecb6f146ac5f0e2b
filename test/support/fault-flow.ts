import { type CallSite, callSites, siteName } from './call-sites.ts';
import { type InquiryView, practiceAt } from './journey.ts';
import { type LocalRun, startLocal } from './local-run.ts';
import { typeformRequest } from './typeform.ts';

const inquiryFunctions = /ReceiveDelivery|RegisterDelivery|PlanEscalation|Tell|DeskFunction/;

export type Disturbance = 'before' | 'after' | 'throttle';

/** What became of one flow in which one call was disturbed. */
export interface FaultOutcome {
  readonly site: string;
  /** The disturbance never met its call. */
  readonly unmet: number;
  readonly status: string;
  readonly messages: number;
  /** How often the page or safety reply that was sent most often was sent. */
  readonly most: number;
  readonly paged: boolean;
}

/** A local run in which a red flag comes, is paged and answered, again and again, while one call of the flow fails. */
export async function faultFlow() {
  const local: LocalRun = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--resting'] });
  const practice = practiceAt(local);
  let serial = 0;

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

  async function flow(): Promise<string> {
    serial += 1;
    const email = `fault.${serial}@example.com`;
    await sent(email);
    await local.advance(0);
    await pass(3);
    const { id } = await found(email).catch(() => found(email));
    await answered(id);
    await pass(2);
    return id;
  }

  await local.call('/_local/fire?target=Watch', { method: 'POST' });
  await practice.giveSecret();
  await flow();
  await practice.faults([]);
  await flow();
  const sites = callSites((await practice.calls()).calls, inquiryFunctions);

  return {
    sites,
    /** One flow in which this call is disturbed once. */
    disturbed: async (site: CallSite, what: Disturbance): Promise<FaultOutcome> => {
      await practice.faults([{ ...site, what }]);
      const id = await flow();
      const { unmet } = await practice.calls();
      const about = (await local.outbox()).filter((message) => message.about.inquiryId === id);
      const urgent = about.filter(({ about: ids }) => ids.kind === 'page' || ids.kind === 'safety');
      const perNotice = Map.groupBy(urgent, ({ to, about: ids, channel }) => `${ids.kind} ${channel} ${to}`);
      const { status, messageCount } = await practice.inquiry(id);
      return {
        site: `${siteName(site)} ${what}`,
        unmet: unmet.length,
        status,
        messages: messageCount,
        most: Math.max(0, ...[...perNotice.values()].map(({ length }) => length)),
        paged: urgent.some(({ about: ids }) => ids.kind === 'page'),
      };
    },
    /** How many messages leave in the next minutes, in which everybody has been answered. */
    toldLater: async (minutes: number): Promise<number> => {
      await practice.faults([]);
      const before = (await local.outbox()).length;
      await pass(minutes);
      return (await local.outbox()).length - before;
    },
    end: async (): Promise<void> => {
      await local.stop();
      local.forget();
    },
  };
}

/** Neither lost nor told too often: five minutes of an E1 chain are one round of pages, each at most twice. */
export const isWell = ({ unmet, status, messages, most, paged }: FaultOutcome): boolean =>
  unmet === 0 && status === 'answered' && messages === 1 && most <= 2 && paged;
