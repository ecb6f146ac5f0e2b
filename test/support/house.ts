import { resolve } from 'node:path';
import { nothingKnown } from '../../domain/consent/known-of-address.ts';
import { type NoticeKey, readKey } from '../../domain/escalation/notice-key.ts';
import { type Action, isClinician } from '../../domain/inquiry/action.ts';
import type { Arrival } from '../../domain/inquiry/arrival.ts';
import { close } from '../../domain/inquiry/closing.ts';
import { registerMessage } from '../../domain/inquiry/register-message.ts';
import { replanOpen } from '../../domain/inquiry/replan.ts';
import { reply } from '../../domain/inquiry/reply.ts';
import { claim, escalateNow, handOver, logCall, release } from '../../domain/inquiry/staff-actions.ts';
import { undo } from '../../domain/inquiry/undo.ts';
import { watch } from '../../domain/inquiry/watch.ts';
import type { SendOutcome } from '../../domain/message/senders.ts';
import type { RotaChange } from '../../domain/rota/rota.ts';
import { createTimerHeap } from '../../local/timer-heap.ts';
import { escalationDefinition } from '../../simulation/definition.ts';
import { escalationTasks } from '../../simulation/escalation-tasks.ts';
import { memoryInquiries } from '../../simulation/memory-inquiries.ts';
import { type MachinePorts, stateMachine } from '../../simulation/state-machine.ts';
import { watchFences } from './fences.ts';
import { watchFlags } from './flag-starts.ts';
import { assess, downtown, lakeside, rules, staffMember } from './lakeside.ts';
import { memoryDeliveries } from './memory-deliveries.ts';

const definition = escalationDefinition(resolve(import.meta.dirname, '../../cdk.out'));

export interface Sent {
  readonly key: string;
  readonly at: number;
}

export interface HouseOptions {
  /** Called before and after each call of a port; may wait or throw. */
  readonly gate: (operation: string) => Promise<void>;
  readonly startAt: number;
}

/**
 * The whole inquiry flow over plain values: the project's own rules and orchestration, the synthesized machine "Escalate an inquiry",
 * a watch, and a virtual clock. Every call of a port passes the gate.
 */
export function house({ gate, startAt }: HouseOptions) {
  let now = startAt;
  let lives = 0;
  const timers = createTimerHeap();
  const sent: Sent[] = [];
  const names = new Set<string>();
  const failures: unknown[] = [];
  const clinicianClaims: number[] = [];
  const changes: RotaChange[] = [];

  const iso = (): string => new Date(now).toISOString();
  const around = async <T>(operation: string, call: () => T): Promise<T> => {
    await gate(operation);
    const result = call();
    fences.look();
    flags.look();
    await gate(`${operation}:done`);
    return result;
  };
  const inquiries = memoryInquiries(around);
  const fences = watchFences(inquiries, definition.StartAt);
  const flags = watchFlags(inquiries);

  const keyText = (inquiryId: string, key: NoticeKey): string =>
    `${inquiryId} ${Object.values(key).join('#')}`;

  async function send(key: string): Promise<SendOutcome> {
    await gate('send');
    sent.push({ key, at: now });
    await gate('send:done');
    return { state: 'accepted', providerId: key };
  }

  /** Nobody waits for what an execution does next: it runs beside whoever started or woke it. */
  const beside = (work: Promise<void>): void => {
    work.catch((error: unknown) => failures.push(error));
  };

  /** Until then no registration works. */
  let outUntil = 0;
  const intake = memoryDeliveries({
    now: iso,
    beside,
    gate: async (operation) => {
      if (operation === 'registering' && now < outUntil) throw new Error('the tables are out');
      await gate(operation);
    },
  });

  /** The machine of one life of the engine: what it had begun stands still after a restart, as everything that it holds. */
  function engine() {
    lives += 1;
    const life = lives;
    const machine = stateMachine(definition, {
      now: () => now,
      at: (time, fire) => timers.add(time, () => beside(fire())),
      task: (state, payload) => (life === lives ? tasks(state, payload) : new Promise(() => {})),
      newToken: (serial) => `token-${life}-${serial}`,
    });
    return machine;
  }

  const escalations = {
    start: async (inquiryId: string, run: number): Promise<void> => {
      await gate('start');
      const name = `${inquiryId}-${run}`;
      if (!names.has(name)) {
        names.add(name);
        beside(machine.start({ inquiryId, run, rounds: 0 }));
      }
      await gate('start:done');
    },
    wake: async (token: string): Promise<void> => {
      await gate('wake');
      beside(machine.fail(token, 'Replan'));
      await gate('wake:done');
    },
  };
  const tasks: MachinePorts['task'] = (state, payload) =>
    fences.watched(state, payload, (sending) =>
      escalationTasks({
        definition,
        practice: lakeside.identity,
        staff: { ...lakeside.staff, changes },
        inquiries,
        escalations,
        alerted: async () => 1,
        send: (inquiry, key) => {
          sending();
          return send(keyText(inquiry.id, key));
        },
        now: iso,
      })(state, payload),
    );
  let machine = engine();

  const action = (inquiryId: string, staff: string, ifMessageCount?: number): Action => ({
    inquiryId,
    by: staffMember(staff),
    now: iso(),
    ...(ifMessageCount === undefined ? {} : { ifMessageCount }),
  });
  const ports = {
    inquiries,
    escalations,
    rules: rules.value,
    practice: lakeside.identity,
    law: lakeside.law,
    known: async () => nothingKnown,
  };

  return {
    inquiries,
    sent,
    failures,
    fencesBroken: fences.broken,
    flagSince: flags.since,
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
    /** The way of a sender: stored, then registered beside, and again by the watch where that fails. */
    deliver: (arrival: Arrival) =>
      intake.deliver(arrival.messageId, () =>
        registerMessage(arrival, { inquiries, escalations, rules, now: iso() }),
      ),
    unregistered: intake.unregistered,
    registrationRuns: intake.runs,
    /** For so many milliseconds every registration fails, however often it is tried. */
    outage: async (milliseconds: number): Promise<void> => {
      outUntil = now + milliseconds;
    },
    clinicianClaims,
    claim: async (id: string, staff: string, seen?: number) => {
      // Also where its answer is lost, it may have taken effect.
      if (isClinician(staffMember(staff))) clinicianClaims.push(now);
      return claim(ports, action(id, staff, seen));
    },
    handOver: (id: string, staff: string, to: string) => handOver(ports, { ...action(id, staff), to }),
    escalateNow: (id: string, staff: string) => escalateNow(ports, action(id, staff)),
    /** Puts somebody on call as first physician for an hour; whoever waits is planned anew. */
    changeRota: async (staff: string): Promise<void> => {
      const until = new Date(now + 3_600_000).toISOString();
      const made = { id: `c${changes.length}`, by: 'bell', at: iso(), from: iso(), until };
      changes.push({ ...made, kind: 'override', schedule: 'physicians', staff });
      await replanOpen({ inquiries, escalations, now: iso(), by: 'bell' }, [downtown.id]);
    },
    rotaChanges: changes,
    release: (id: string, staff: string) => release(ports, action(id, staff)),
    close: (id: string, staff: string, seen?: number) =>
      close(ports, { ...action(id, staff, seen), reason: 'no-answer-needed' }),
    logCall: (id: string, staff: string, seen?: number) =>
      logCall(ports, { ...action(id, staff, seen), outcome: 'reached' }),
    undo: (id: string, staff: string) => undo(ports, action(id, staff)),
    /** Three calls, one after the other, that do not reach the patient. */
    missThrice: async (id: string, staff: string) => {
      for (const outcome of ['no-answer', 'voicemail', 'wrong-number'] as const)
        await logCall(ports, { ...action(id, staff), outcome });
    },
    reply: (id: string, staff: string, messageId: string, seen?: number) =>
      reply(
        { ...ports, send: () => send(`${id} reply#${messageId}`) },
        { ...action(id, staff, seen), text: 'Hello', messageId },
      ),
    watch: () =>
      watch({
        inquiries,
        escalations,
        now: iso(),
        deliveries: intake.deliveries,
        registrations: intake.registrations,
      }),
    /** Drops every execution and token, as a restart does; what is stored stays. */
    restart: () => {
      timers.clear();
      machine = engine();
    },
    /** Does something after so many milliseconds, unless the engine restarts before. */
    after: (milliseconds: number, fire: () => void): void => void timers.add(now + milliseconds, fire),
    /** Moves to the next timer at or before `limit`; false when there is none. */
    nextTimer: (limit: number): boolean => {
      const next = timers.next();
      if (next === undefined || next > limit) {
        now = Math.max(now, limit);
        return false;
      }
      now = Math.max(now, next);
      timers.takeDue(now)?.();
      return true;
    },
    kindOf: (key: string) => readKey(key.split(' ')[1] ?? '').kind,
  };
}
