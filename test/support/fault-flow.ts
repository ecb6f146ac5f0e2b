import { type CallSite, callSites, invocationSites, siteName } from './call-sites.ts';
import { type InquiryView, practiceAt } from './journey.ts';
import { type LocalRun, startLocal } from './local-run.ts';
import { typeformRequest } from './typeform.ts';

const inquiryFunctions =
  /ReceiveDelivery|ReceiveNotifications|RegisterDelivery|PlanEscalation|Tell|DeskFunction/;
/** AWS may give these the same event twice: a queue, a schedule or a machine, or a sender that was answered too late. */
const mayGetTwice = /ReceiveDelivery|ReceiveNotifications|RegisterDelivery|PlanEscalation|Tell|Watch/;

/** `drop`: the SDK's own time is up, and it tries again where it does that; `hang`: the function's time is up. */
export type Disturbance =
  | 'before'
  | 'after'
  | 'throttle'
  | 'drop-before'
  | 'drop-after'
  | 'hang-before'
  | 'hang-after'
  | 'twice'
  | 'twice-beside';

/** How the patient writes: by the form, or by a text, which comes through a queue. */
export type By = 'form' | 'text';

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
  /** The patient got the safety reply. */
  readonly safe: boolean;
}

/** A local run in which a red flag comes, is paged and answered, again and again, while one call of the flow fails. */
export async function faultFlow() {
  const run: LocalRun = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--resting'] });
  let serial = 0;

  /** A request may wait for a function that hangs: then time passes until that function's is up. */
  async function patiently<T>(request: Promise<T>): Promise<T> {
    let open = true;
    const done = request.finally(() => {
      open = false;
    });
    while (open && (await run.json<{ count: number }>('/_local/stalled')).count === 0)
      await Promise.race([done, run.json('/_local/health')]);
    for (let steps = 0; open && steps < 4; steps += 1) await Promise.race([done, run.advance(15)]);
    return done;
  }
  const local: LocalRun = {
    ...run,
    call: (path, init) => patiently(run.call(path, init)),
    as: (role, path, init) => patiently(run.as(role, path, init)),
  };
  const practice = practiceAt(local);

  /** A minute at a time, with the watch, as in the cloud; schedules rest so that only this flow makes calls. */
  async function pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      await local.advance(60);
      await local.call('/_local/fire?target=Watch', { method: 'POST' });
    }
  }

  const words = 'My lip turned white after the filler';

  /** Writes, and gives the contact by which this patient is found again. */
  async function wrote(by: By): Promise<{ email?: string; phone?: string }> {
    if (by === 'text') {
      const phone = `+1512555${String(120 + (serial % 80)).padStart(4, '0')}`;
      const body = JSON.stringify({ from: phone, to: '+15125550110', text: words });
      await local.call('/_local/sms', { method: 'POST', body });
      return { phone };
    }
    const email = `fault.${serial}@example.com`;
    const form = { name: 'Rowan Ellery', email, message: words, token: `fault-${serial}` };
    // Senders try again when they are told 503.
    for (let tries = 0; tries < 3; tries += 1)
      if ((await local.call('/v1/hooks/src_typeform', typeformRequest(form))).status === 200) break;
    return { email };
  }

  async function found(who: { email?: string; phone?: string }): Promise<InquiryView> {
    const { items } = (await (await local.as('manager', '/v1/inquiries?limit=2')).json()) as {
      items?: InquiryView[];
    };
    for (const { id } of items ?? []) {
      const { contact, ...inquiry } = await practice.inquiry(id);
      if (contact && Object.entries(who).every(([name, value]) => contact[name] === value))
        return { contact, ...inquiry };
    }
    throw new Error('The inquiry is lost.');
  }

  /** The doctor answers by the API; where that fails she sees so, looks again, and calls. */
  async function answered(id: string): Promise<void> {
    const reply = await practice.act('physician', id, 'reply', { text: 'Come in at once.' });
    for (let tries = 0; tries < 3 && reply.status !== 200; tries += 1)
      if ((await practice.act('physician', id, 'log-call', { outcome: 'reached' })).status === 200) return;
  }

  async function flow(by: By): Promise<string> {
    serial += 1;
    const who = await wrote(by);
    await local.advance(0);
    await pass(3);
    const { id } = await found(who).catch(() => found(who));
    await answered(id);
    await pass(2);
    return id;
  }

  await local.call('/_local/fire?target=Watch', { method: 'POST' });
  await practice.giveSecret();

  /** Where a flow calls, and which functions get events in it. */
  async function sitesOf(by: By) {
    await flow(by);
    await practice.faults([]);
    await flow(by);
    const { calls, invocations } = await practice.calls();
    return {
      calls: callSites(calls, inquiryFunctions),
      invocations: invocationSites(invocations, mayGetTwice),
    };
  }
  async function outcomeOf(
    id: string,
    disturbance: Pick<FaultOutcome, 'site' | 'unmet'>,
  ): Promise<FaultOutcome> {
    const about = (await local.outbox()).filter((message) => message.about.inquiryId === id);
    const urgent = about.filter(({ about: ids }) => ids.kind === 'page' || ids.kind === 'safety');
    const perNotice = Map.groupBy(urgent, ({ to, about: ids, channel }) => `${ids.kind} ${channel} ${to}`);
    const { status, messageCount } = await practice.inquiry(id);
    return {
      ...disturbance,
      status,
      messages: messageCount,
      most: Math.max(0, ...[...perNotice.values()].map(({ length }) => length)),
      paged: urgent.some(({ about: ids }) => ids.kind === 'page'),
      safe: urgent.some(({ about: ids }) => ids.kind === 'safety'),
    };
  }
  const form = await sitesOf('form');
  const byQueue = ({ caller }: CallSite): boolean => caller.includes('ReceiveNotifications');

  return {
    sites: form.calls,
    invocations: form.invocations,
    /** What a text adds to that: the way through the queue. */
    textSites: async () => {
      const text = await sitesOf('text');
      return { calls: text.calls.filter(byQueue), invocations: text.invocations.filter(byQueue) };
    },
    /** One flow in which this call is disturbed once. */
    disturbed: async (site: CallSite, what: Disturbance, by: By = 'form'): Promise<FaultOutcome> => {
      const { caller, after, ...call } = site;
      await practice.faults([
        what.startsWith('twice') ? { caller, after, what } : { ...call, caller, after, what },
      ]);
      const id = await flow(by);
      const { unmet } = await practice.calls();
      return outcomeOf(id, { site: `${siteName(site)} ${what}`, unmet: unmet.length });
    },
    /** A flow that begins while no registration works for so many minutes, which is longer than its own retries last. */
    outlasting: async (minutes: number): Promise<FaultOutcome> => {
      const out = { service: 'dynamodb', caller: 'RegisterDelivery', what: 'throttle', times: 100_000 };
      await practice.faults([out]);
      serial += 1;
      const who = await wrote('form');
      await pass(minutes);
      await practice.faults([]);
      await pass(3);
      const { id } = await found(who);
      await answered(id);
      return outcomeOf(id, { site: `no registration for ${minutes} minutes`, unmet: 0 });
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
export const isWell = ({ unmet, status, messages, most, paged, safe }: FaultOutcome): boolean =>
  unmet === 0 && status === 'answered' && messages === 1 && most <= 2 && paged && safe;
