import type { PastContact, Suppression, SuppressionReason } from '../../domain/consent/question.ts';
import { pausedSince } from '../../domain/consent/soft-bounces.ts';
import type { EligibleEvent } from '../../domain/measure/facts.ts';
import type { DayCount, MailOutcome, Outreach, Pause } from '../../domain/recall/outreach.ts';
import type { Sequence } from '../../domain/recall/recall-rules.ts';
import type { Reckoning } from '../../domain/recall/reckon-anew.ts';
import {
  type CallTask,
  type Sweep,
  type SweepDecision,
  slotOf,
  type Touch,
} from '../../domain/recall/touch.ts';
import { memoryPage } from './memory-page.ts';

/** Called around each call of a port; may wait or throw, before its effect or after it. */
export type Around = <T>(operation: string, call: () => T) => Promise<T>;

export const plainly: Around = async (_operation, call) => call();

/** Cuts off, once, at the call that comes after so many; never while `left` is negative. */
export function cutter() {
  const state = { left: -1 };
  const around: Around = async (_operation, call) => {
    state.left -= 1;
    if (state.left === -1) throw new Error('cut off');
    if (state.left < -1) state.left = -1;
    return call();
  };
  return { state, around };
}

/** Every function of a port goes through `around`. */
export function through<P extends object>(port: P, around: Around): P {
  const entries = Object.entries(port).map(([name, call]) => [
    name,
    (...given: unknown[]) => around(name, () => (call as (...all: unknown[]) => unknown)(...given)),
  ]);
  return Object.fromEntries(entries) as P;
}

interface Query {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The port without its promises: nothing of it may be left out. */
type Plain = {
  readonly [K in keyof Outreach]: (...given: Parameters<Outreach[K]>) => Awaited<ReturnType<Outreach[K]>>;
};

type Counted = DayCount & { readonly mailed: number };

/** The ledger of outreach in memory, as its table keeps it; reads by the index are those of the table. */
export function memoryOutreach(around: Around = plainly) {
  const touches = new Map<string, Touch>();
  const eligible = new Map<string, EligibleEvent>();
  const touched = new Map<string, string>();
  const answers = new Map<string, { readonly key: string; readonly at: string }>();
  const tasks = new Map<string, CallTask>();
  const sweeps = new Map<string, Sweep>();
  const decisions = new Map<string, SweepDecision>();
  const sequences = new Map<string, Sequence>();
  const suppressed = new Map<string, { reason: SuppressionReason; at: string; liftedAt?: string }>();
  const softBounces = new Map<string, string>();
  const contacts = new Map<string, PastContact & { touchId: string }>();
  const counts = new Map<string, Counted>();
  const aftercare = new Map<string, number>();
  const lastClosed = new Map<string, string>();
  const watched = new Map<string, string>();
  const leases = new Map<string, string>();
  const messages = new Map<string, readonly [patientId: string, slot: string]>();
  const reckoned = new Map<string, Reckoning>();
  let pause: Pause | undefined;

  const keyOf = (touch: Pick<Touch, 'patientId' | 'on' | 'aftercare'>): string =>
    `${touch.patientId}.${slotOf(touch)}`;
  const waiting = (state: Touch['state'], before: string): readonly Touch[] =>
    [...touches.values()]
      .filter((touch) => touch.state === state && touch.sendAt <= before)
      .sort((a, b) => a.sendAt.localeCompare(b.sendAt));
  const once = <T>(map: Map<string, T>, key: string, value: T): T => {
    const standing = map.get(key) ?? value;
    map.set(key, standing);
    return standing;
  };
  /** What is kept under a key, in the order of its places. */
  const own = <T>(map: ReadonlyMap<string, T>, key: string): readonly T[] =>
    memoryPage([...map].filter(([place]) => place.startsWith(`${key} `))).items;
  const count = (day: string): Counted =>
    counts.get(day) ?? { sent: 0, mailed: 0, bounced: 0, complained: 0 };
  const changedTask = (id: string, changes: Partial<CallTask>): CallTask | undefined => {
    const task = tasks.get(id);
    if (task?.state !== 'open') return undefined;
    tasks.set(id, { ...task, ...changes });
    return tasks.get(id);
  };

  const plain = {
    putTouch: (touch: Touch) => once(touches, keyOf(touch), touch),
    findTouch: (patientId: string, slot: string) => touches.get(`${patientId}.${slot}`),
    touches: (patientId: string, since: string) =>
      memoryPage(touches).items.filter((touch) => touch.patientId === patientId && slotOf(touch) >= since),
    toSend: (now: string, limit: number) => waiting('planned', now).slice(0, limit),
    undecided: (before: string) =>
      waiting('sending', before).filter(({ startedAt = '9' }) => startedAt <= before),
    toPrint: (query: Query) =>
      memoryPage(
        waiting('to-print', '9').map((touch) => [`${touch.sendAt} ${touch.id}`, touch]),
        query,
      ),
    move: (
      at: Pick<Touch, 'patientId' | 'on' | 'aftercare'>,
      from: Touch['state'],
      changes: Partial<Touch>,
    ) => {
      const touch = touches.get(keyOf(at));
      if (touch?.state !== from) return false;
      touches.set(keyOf(at), { ...touch, ...changes });
      return true;
    },
    noteEligible: (event: EligibleEvent) =>
      void once(eligible, `${event.on.slice(0, 7)} ${event.patientId}#${event.item}#${event.episode}`, event),
    noteTouched: ({ patientId, on }: Pick<Touch, 'patientId' | 'on'>) =>
      void touched.set(`${on.slice(0, 7)} ${patientId}`, patientId),
    eligibleIn: (month: string) => ({ events: own(eligible, month), touched: own(touched, month) }),
    noteAnswer: (
      at: Pick<Touch, 'patientId' | 'on' | 'aftercare'>,
      answer: Pick<Touch, 'answer' | 'answeredAt'>,
      { states, over }: Parameters<Outreach['noteAnswer']>[2],
    ) => {
      const touch = touches.get(keyOf(at));
      if (!touch || !states.includes(touch.state)) return false;
      if (touch.answer !== undefined && !over.includes(touch.answer)) return false;
      touches.set(keyOf(at), { ...touch, ...answer });
      return true;
    },
    noteContact: (key: string, contact: PastContact & { touchId: string }) => {
      contacts.set(`${key} ${contact.at.slice(0, 10)}#${contact.touchId}`, contact);
    },
    contactsOf: (key: string, since: string, except: readonly string[]) =>
      own(contacts, key)
        .filter(
          ({ at, touchId }) =>
            at.slice(0, 10) >= since.slice(0, 10) && !except.some((id) => touchId.startsWith(`${id}.`)),
        )
        .map(({ at, channel, purpose, aftercare }) => ({
          at,
          channel,
          purpose,
          ...(aftercare ? { aftercare } : {}),
        })),
    addTask: (task: CallTask) => void once(tasks, task.id, task),
    task: (id: string) => tasks.get(id),
    tasks: (query: Query) =>
      memoryPage(
        [...tasks.values()].flatMap((task) =>
          task.state === 'open' ? [[`${task.dueOn} ${task.id}`, task] as const] : [],
        ),
        query,
      ),
    assignTask: (id: string, assignee: string) => changedTask(id, { assignee }),
    finishTask: (id: string, end: Partial<CallTask>) => changedTask(id, { ...end, state: 'done' }),
    openSweep: (sweep: Sweep) => once(sweeps, sweep.id, sweep),
    sweep: (id: string) => sweeps.get(id),
    lastClosed: (zone: string) => lastClosed.get(zone),
    watchedSince: (zone: string, day: string) => once(watched, zone, day),
    closeSweep: (id: string, totals: Partial<Sweep>) => {
      const sweep = sweeps.get(id);
      if (!sweep) return undefined;
      const closed = { ...sweep, ...totals, state: 'closed' as const };
      sweeps.set(id, closed);
      if ((lastClosed.get(sweep.zone) ?? '') < sweep.on) lastClosed.set(sweep.zone, sweep.on);
      return closed;
    },
    sweeps: (query: Query) =>
      memoryPage(
        [...sweeps.values()].map((sweep) => [`${sweep.openedAt} ${sweep.id}`, sweep]),
        query,
        'descending',
      ),
    recordDecision: (decision: SweepDecision) =>
      void once(decisions, `${decision.sweepId} ${decision.patientId}`, decision),
    decisions: (sweepId: string, query: Query) =>
      memoryPage(
        own(decisions, sweepId).map((decision) => [decision.patientId, decision]),
        query,
      ),
    decisionsOn: (patientId: string, sweepIds: readonly string[]) =>
      sweepIds.flatMap((id) => decisions.get(`${id} ${patientId}`) ?? []),
    keepSequence: (version: string, sequence: Sequence) => void once(sequences, version, sequence),
    sequence: (version: string) => sequences.get(version),
    suppress: (key: string, reason: SuppressionReason, at: string) => {
      const before = suppressed.get(`${key} ${reason}`);
      if (before === undefined || (before.at < at && (before.liftedAt ?? '') < at))
        suppressed.set(`${key} ${reason}`, { reason, at });
    },
    liftSuppression: (key: string, reason: SuppressionReason, { at }: { at: string }) => {
      const before = suppressed.get(`${key} ${reason}`);
      if (before && before.liftedAt === undefined)
        suppressed.set(`${key} ${reason}`, { ...before, liftedAt: at });
    },
    beginAnswer: (addressKey: string, answer: { readonly key: string; readonly at: string }) =>
      once(answers, `${addressKey} ${answer.key}`, answer) === answer,
    answersTo: (addressKey: string) => own(answers, addressKey),
    noteSoftBounce: (key: string, eventId: string, at: string) =>
      void once(softBounces, `${key} ${eventId}`, at),
    suppressions: (key: string, address: Suppression['address']) => {
      const paused = pausedSince(own(softBounces, key));
      return [
        ...own(suppressed, key).flatMap(({ liftedAt, ...told }) =>
          liftedAt === undefined ? [{ address, ...told }] : [],
        ),
        ...(paused ? [{ address, reason: 'soft-bounces' as const, at: paused }] : []),
      ];
    },
    noteMessage: (id: string, touch: Pick<Touch, 'patientId' | 'on' | 'aftercare'>) =>
      void messages.set(id, [touch.patientId, slotOf(touch)]),
    touchOfMessage: (id: string) => {
      const [patientId, slot] = messages.get(id) ?? [];
      return patientId === undefined || slot === undefined ? undefined : touches.get(`${patientId}.${slot}`);
    },
    takeSend: (day: string, ceiling: number, of?: 'aftercare') => {
      if (of) {
        const sent = aftercare.get(day) ?? 0;
        if (sent < ceiling) aftercare.set(day, sent + 1);
        return sent < ceiling;
      }
      if (count(day).sent >= ceiling) return false;
      counts.set(day, { ...count(day), sent: count(day).sent + 1 });
      return true;
    },
    countOutcome: (day: string, outcome: MailOutcome) => {
      counts.set(day, { ...count(day), [outcome]: count(day)[outcome] + 1 });
    },
    countsSince: (day: string) =>
      [...counts]
        .filter(([on]) => on >= day)
        .reduce(
          (sum, [, one]) => ({
            sent: sum.sent + one.mailed,
            bounced: sum.bounced + one.bounced,
            complained: sum.complained + one.complained,
          }),
          { sent: 0, bounced: 0, complained: 0 },
        ),
    pause: () => pause,
    setPause: (given: Pause) => {
      pause = given;
    },
    reckoning: (of: string) => reckoned.get(of),
    keepReckoning: (of: string, reckoning: Reckoning) => void reckoned.set(of, reckoning),
    lease: (name: string, now: string, until: string) => {
      if ((leases.get(name) ?? '') >= now) return false;
      leases.set(name, until);
      return true;
    },
    release: (name: string) => void leases.set(name, ''),
  };
  const outreach = through(plain satisfies Plain, around) as unknown as Outreach;
  return {
    outreach,
    all: {
      touches: (): readonly Touch[] => [...touches.values()],
      tasks: (): readonly CallTask[] => [...tasks.values()],
      decisions: (): readonly SweepDecision[] => [...decisions.values()],
      counts: (): ReadonlyMap<string, DayCount> => counts,
    },
  };
}
