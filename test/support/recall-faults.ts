import { type CallSite, callSites, invocationSites, reads, siteName } from './call-sites.ts';
import type { Disturbance } from './fault-flow.ts';
import { practiceAt } from './journey.ts';
import { type LocalRun, startLocal } from './local-run.ts';

const recallFunctions = /OpenSweep|FillCampaigns|SweepShard|CloseSweep|SendTouches|SettleTouches/;
const day = 86_400;

/** What the patient of a flow agreed to, and so how they are contacted. */
export type Way = 'email' | 'call';

interface Task {
  readonly id: string;
  readonly patientId: string;
}

/** What became of one morning in which one call was disturbed. */
export interface RecallOutcome {
  readonly site: string;
  readonly unmet: number;
  readonly messages: number;
  readonly task: boolean;
}

/** A local run in which somebody is due every day, swept, sent to and heard of, again and again, while one call fails. */
export async function recallFaults(way: Way = 'email') {
  const local: LocalRun = await startLocal({ at: '2026-11-20T16:05:00.000Z', arguments: ['--resting'] });
  const practice = practiceAt(local);
  let serial = 0;

  const fire = (target: string) => local.call(`/_local/fire?target=${target}`, { method: 'POST' });
  const get = async <T>(path: string): Promise<readonly T[]> =>
    ((await (await local.as('manager', path)).json()) as { items: T[] }).items;

  async function patientIsDue(): Promise<{ email: string; id: string }> {
    serial += 1;
    const email = `recall.${serial}@example.com`;
    const { now } = await local.json<{ now: string }>('/_local/now');
    const treatedOn = new Date(Date.parse(now) - 100 * day * 1000).toISOString().slice(0, 10);
    const columns =
      'patient_id,first_name,email,phone,treatment,treatment_date,email_consent,call_consent,consent_date,consent_method';
    const phone = `+1512555${String(1000 + serial)}`;
    const reach = way === 'call' ? `,${phone}` : `${email},`;
    const agreed = way === 'call' ? 'no,yes' : 'yes,';
    const body = `${columns}\nfault-${serial},Rowan,${reach},Botox,${treatedOn},${agreed},2026-01-01,paper`;
    await local.as('manager', '/v1/imports', {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    });
    const known = await everybody();
    const id = known.find(({ externalId }) => externalId === `fault-${serial}`)?.id ?? '';
    return { email, id };
  }

  async function everybody(): Promise<readonly { id: string; externalId: string }[]> {
    const all: { id: string; externalId: string }[] = [];
    for (let cursor = ''; ; ) {
      const reply = await local.as('manager', `/v1/patients?limit=100${cursor}`);
      const page = (await reply.json()) as { items: typeof all; cursor?: string };
      all.push(...page.items);
      if (!page.cursor) return all;
      cursor = `&cursor=${page.cursor}`;
    }
  }

  /** A morning: sweep and send, and once more for whatever stopped half-way; then the next day. */
  async function flow(): Promise<{ email: string; id: string }> {
    // Nobody in Texas is called on a Sunday morning, so no call is on the list then: neither on the day itself nor on the one after it.
    const { now } = await local.json<{ now: string }>('/_local/now');
    const weekday = new Date(now).getUTCDay();
    if (weekday === 6) await local.advance(2 * day);
    else if (weekday === 0 && way === 'call') await local.advance(day);
    const who = await patientIsDue();
    for (let round = 0; round < 2; round += 1) {
      await fire('Sweep');
      await local.advance(70);
      await fire('SendTouches');
      await local.advance(301);
    }
    // What a function was cut off in, or put off for an hour.
    for (const wait of [901, 3601]) {
      await local.advance(wait);
      await fire('SendTouches');
    }
    await local.advance(day - 70 * 2 - 301 * 2 - 901 - 3601);
    return who;
  }

  /** Whoever had their turn books, or declines on the phone, so that the next ones have the calls, and the list of tasks, to themselves. */
  async function restOf(id: string, tasks: readonly Task[]): Promise<void> {
    const { now } = await local.json<{ now: string }>('/_local/now');
    const on = new Date(Date.parse(now) + 150 * day * 1000).toISOString().slice(0, 10);
    const visit = { id: `visit-${id}`, on, status: 'booked', type: 'botulinum-toxin' };
    const send = (path: string, body: object) =>
      local.as('manager', path, { method: 'POST', body: JSON.stringify(body) });
    await send(`/v1/patients/${id}/appointments`, visit);
    for (const task of tasks.filter(({ patientId }) => patientId === id))
      await send(`/v1/recall/tasks/${task.id}/outcome`, { outcome: way === 'call' ? 'declined' : 'done' });
  }

  await fire('Watch');
  // The recorded morning is that of a Tuesday: one after a weekend reads more days than those that are disturbed.
  for (let morning = 0; morning < 2; morning += 1) await restOf((await flow()).id, []);
  await practice.faults([]);
  await restOf((await flow()).id, []);
  const { calls, invocations } = await practice.calls();

  return {
    sites: callSites(calls, recallFunctions),
    invocations: invocationSites(invocations, recallFunctions),
    disturbed: async (site: CallSite, what: Disturbance): Promise<RecallOutcome> => {
      const { caller, after, ...call } = site;
      await practice.faults([
        what.startsWith('twice') ? { caller, after, what } : { ...call, caller, after, what },
      ]);
      const { email, id } = await flow();
      const { unmet } = await practice.calls();
      const tasks = await get<Task>('/v1/recall/tasks?limit=100');
      const about = (await local.outbox()).filter(({ to }) => to === email);
      await restOf(id, tasks);
      return {
        site: `${way}: ${siteName(site)} ${what}`,
        unmet: unmet.length,
        messages: about.length,
        task: tasks.some(({ patientId }) => patientId === id),
      };
    },
    /** The fault kinds that tell something at a site. */
    kindsAt: (site: CallSite): readonly Disturbance[] => [
      'throttle',
      'drop-before',
      'hang-before',
      ...(reads(site) ? [] : (['before', 'after', 'drop-after', 'hang-after'] as const)),
    ],
    end: async (): Promise<void> => {
      await local.stop();
      local.forget();
    },
  };
}

/** Contacted once, or a person has it to do; a call is a task and nothing else. */
export const isSettled = (way: Way, { unmet, messages, task }: RecallOutcome): boolean =>
  unmet === 0 && (way === 'call' ? messages === 0 && task : messages === 1 || (messages === 0 && task));
