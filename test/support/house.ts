import { type NoticeKey, readKey } from '../../domain/escalation/notice-key.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { keepTime } from '../../domain/inquiry/keep-time.ts';
import { registerMessage } from '../../domain/inquiry/register-message.ts';
import { reply } from '../../domain/inquiry/reply.ts';
import {
  type Action,
  claim,
  close,
  isClinician,
  logCall,
  release,
} from '../../domain/inquiry/staff-actions.ts';
import { tell } from '../../domain/inquiry/tell.ts';
import { watch } from '../../domain/inquiry/watch.ts';
import type { SendOutcome } from '../../domain/message/senders.ts';
import { memoryInquiries } from '../../simulation/memory-inquiries.ts';
import { assess, downtown, lakeside, rules, staffMember } from './lakeside.ts';

export interface Sent {
  readonly key: string;
  readonly at: number;
}

export interface HouseOptions {
  /** Called before and after each call of a port; may wait or throw. */
  readonly gate: (operation: string) => Promise<void>;
  readonly startAt: number;
}

interface Timer {
  readonly at: number;
  readonly fire: () => void;
  cancelled: boolean;
}

/**
 * The whole inquiry flow over plain values: the project's own rules and orchestration, an engine that plays "Escalate an inquiry",
 * a watch, and a virtual clock. Every call of a port passes the gate.
 */
export function house({ gate, startAt }: HouseOptions) {
  let now = startAt;
  let timers: Timer[] = [];
  let serial = 0;
  const sent: Sent[] = [];
  const tokens = new Map<string, (error: string) => void>();
  const names = new Set<string>();
  const failures: unknown[] = [];
  const clinicianClaims: number[] = [];
  let alive = 0;

  const iso = (): string => new Date(now).toISOString();
  const around = async <T>(operation: string, call: () => T): Promise<T> => {
    await gate(operation);
    const result = call();
    await gate(`${operation}:done`);
    return result;
  };
  const inquiries = memoryInquiries(around);

  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => timers.push({ at: now + milliseconds, fire: resolve, cancelled: false }));

  async function wake(token: string): Promise<void> {
    await gate('wake');
    tokens.get(token)?.('Replan');
    tokens.delete(token);
    await gate('wake:done');
  }

  const escalations = {
    start: async (inquiryId: string, run: number): Promise<void> => {
      await gate('start');
      const name = `${inquiryId}-${run}`;
      if (!names.has(name)) {
        names.add(name);
        void execution(inquiryId, run, alive).catch((error: unknown) => failures.push(error));
      }
      await gate('start:done');
    },
    wake,
  };

  async function send(key: string): Promise<SendOutcome> {
    await gate('send');
    sent.push({ key, at: now });
    await gate('send:done');
    return { state: 'accepted', providerId: key };
  }

  const keyText = (inquiryId: string, key: NoticeKey): string =>
    `${inquiryId} ${Object.values(key).join('#')}`;

  /** Plays the state machine: Plan with three retries, Tell under a token, ten seconds' pause after any other error. */
  async function execution(inquiryId: string, run: number, life: number): Promise<void> {
    let rounds = 0;
    while (life === alive) {
      const orders = await planned(inquiryId, run, rounds);
      if (life !== alive || orders === 'nothing-left') return;
      if (orders === undefined) {
        await sleep(10_000);
        continue;
      }
      ({ rounds } = orders);
      const outcome = await waited(orders, life);
      if (outcome === 'again') await sleep(10_000);
    }
  }

  async function planned(inquiryId: string, run: number, rounds: number) {
    for (let attempt = 0; attempt <= 3; attempt += 1) {
      try {
        const ports = {
          inquiries,
          escalations,
          staff: async () => lakeside.staff,
          practice: lakeside.identity,
          now: iso(),
        };
        return await keepTime(ports, { inquiryId, run, rounds });
      } catch {
        await sleep(1000 * 2 ** attempt);
      }
    }
    return undefined;
  }

  async function waited(
    orders: {
      inquiryId: string;
      run: number;
      revision: number;
      waitSeconds: number;
      dueAt: string;
      notices: readonly string[];
    },
    life: number,
  ) {
    serial += 1;
    const token = `token-${serial}`;
    const { inquiryId, run, revision, notices, dueAt } = orders;
    const woken = new Promise<'plan'>((resolve) => {
      tokens.set(token, () => resolve('plan'));
      timers.push({
        at: now + orders.waitSeconds * 1000,
        fire: () => {
          tokens.delete(token);
          resolve('plan');
        },
        cancelled: false,
      });
    });
    try {
      await tell(
        {
          inquiries,
          escalations,
          message: (id, messageId) => inquiries.findMessage(id, messageId),
          notice: (id, key) => inquiries.findNotice(id, key),
          alerted: async () => 1,
          send: (inquiry, key) => send(keyText(inquiry.id, key)),
          now: iso,
        },
        { token, id: inquiryId, run, revision, notices, dueAt },
      );
    } catch {
      return 'again' as const;
    }
    return life === alive ? woken : 'again';
  }

  const action = (inquiryId: string, staff: string, ifMessageCount?: number): Action => ({
    inquiryId,
    by: staffMember(staff),
    now: iso(),
    ...(ifMessageCount === undefined ? {} : { ifMessageCount }),
  });
  const ports = { inquiries, escalations, rules: rules.value };

  return {
    inquiries,
    sent,
    failures,
    now: () => now,
    iso,
    arrival: (id: string, text: string, address = 'somebody'): Arrival => ({
      messageId: `m-${id}`,
      inquiryId: `inq_${id}`,
      receivedAt: iso(),
      channel: 'web-form',
      source: 'src_typeform',
      location: downtown,
      contact: { name: 'Somebody', email: `${address}@example.com` },
      addressKeys: [address],
      text,
      language: 'en',
      wantsPhysician: false,
      assessment: assess(text),
    }),
    register: (arrival: Arrival) => registerMessage(arrival, { inquiries, escalations, rules, now: iso() }),
    clinicianClaims,
    claim: async (id: string, staff: string, seen?: number) => {
      // Also where its answer is lost, it may have taken effect.
      if (isClinician(staffMember(staff))) clinicianClaims.push(now);
      return claim(ports, action(id, staff, seen));
    },
    release: (id: string, staff: string) => release(ports, action(id, staff)),
    close: (id: string, staff: string, seen?: number) =>
      close(ports, { ...action(id, staff, seen), reason: 'no-answer-needed' }),
    logCall: (id: string, staff: string, seen?: number) =>
      logCall(ports, { ...action(id, staff, seen), outcome: 'reached' }),
    reply: (id: string, staff: string, messageId: string, seen?: number) =>
      reply(
        { ...ports, practice: lakeside.identity, send: () => send(`${id} reply#${messageId}`) },
        { ...action(id, staff, seen), text: 'Hello', messageId },
      ),
    watch: () =>
      watch({
        inquiries,
        escalations,
        now: iso(),
        deliveries: { unregistered: async () => [] },
        registrations: { start: async () => {} },
      }),
    /** Drops every execution and token, as a restart does; what is stored stays. */
    restart: () => {
      alive += 1;
      tokens.clear();
      timers = [];
    },
    /** Moves to the next timer at or before `limit`; false when there is none. */
    nextTimer: (limit: number): boolean => {
      timers.sort((a, b) => a.at - b.at);
      const [first] = timers;
      if (!first || first.at > limit) {
        now = Math.max(now, limit);
        return false;
      }
      timers.shift();
      now = Math.max(now, first.at);
      first.fire();
      return true;
    },
    kindOf: (key: string) => readKey(key.split(' ')[1] ?? '').kind,
  };
}
