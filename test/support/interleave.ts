import { isEmergency, isRedFlag } from '../../domain/escalation/choose-policy.ts';
import { nothingLeft } from '../../domain/escalation/plan.ts';
import type { Inquiry } from '../../domain/inquiry/inquiry.ts';
import { randomFrom } from '../../local/demo/random.ts';
import { house } from './house.ts';

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

const minute = 60_000;
const startAt = Date.parse('2026-11-20T16:05:00.000Z');

type Deed = (run: ReturnType<typeof house>, serial: number) => Promise<unknown>;

const id = 'inq_1';
const seen = (run: ReturnType<typeof house>): number | undefined => run.inquiries.all()[0]?.messageCount;
const deeds: readonly Deed[] = [
  (run) => run.deliver(run.arrival('2', 'Are you open on Saturday?')),
  (run) => run.deliver(run.arrival('3', 'my lip turned white and it hurts')),
  (run) => run.deliver(run.arrival('2', 'Are you open on Saturday?')),
  (run) => run.claim(id, 'marlow', seen(run)),
  (run) => run.claim(id, 'okoye', seen(run)),
  (run) => run.release(id, 'marlow'),
  (run) => run.handOver(id, 'marlow', 'physician'),
  (run) => run.handOver(id, 'okoye', 'lindqvist'),
  (run) => run.escalateNow(id, 'marlow'),
  (run, serial) => run.changeRota(serial % 2 === 0 ? 'lindqvist' : 'okoye'),
  (run, serial) => run.reply(id, 'sato', `r${serial}`, seen(run)),
  (run, serial) => run.reply(id, 'okoye', `r${serial}`, seen(run)),
  (run) => run.logCall(id, 'okoye', seen(run)),
  (run) => run.close(id, 'okoye', seen(run)),
  (run) => run.undo(id, 'okoye'),
  (run) => run.undo(id, 'okoye'),
  (run) => run.undo(id, 'marlow'),
  (run) => run.missThrice(id, 'okoye'),
  (run) => run.watch(),
  // Longer than all retries of a registration take.
  (run) => run.outage(2 * minute),
];

export interface Finding {
  readonly seed: number;
  readonly what: string;
}

type House = ReturnType<typeof house>;

/** Calls of an execution that may take minutes: before or after their effect, its plan or its telling is late, and the watch starts the next run. */
const slowable = ['file', 'plan', 'holdToken', 'findNotice', 'beginNotice', 'send', 'settleNotice'].flatMap(
  (operation) => [operation, `${operation}:done`],
);
/** The watch takes over sooner, unless the inquiry keeps changing: each change makes it due anew. */
const slowest = 4 * minute;

/** A page waits for a clinician who has the inquiry, and else no longer than `patience`. */
function pagedInTime(run: House, inquiry: Inquiry, patience: number): boolean {
  const flagged = Date.parse(inquiry.flaggedAt ?? '');
  const since = run.flagSince(inquiry.id);
  if (since === undefined || run.clinicianClaims.some((at) => at >= flagged)) return true;
  const pages = run.sent.filter(({ key, at }) => key.startsWith(`${inquiry.id} page`) && at >= since);
  const first = pages.map(({ at }) => at).sort((a, b) => a - b)[0] ?? run.now();
  return first - since <= patience;
}

const questions = (run: House, inquiry: Inquiry): readonly string[] =>
  run.sent.map(({ key }) => key).filter((key) => key.startsWith(`${inquiry.id} welfare#`));
const askedNobody = (run: House, inquiry: Inquiry): boolean =>
  isEmergency(inquiry.level) &&
  (inquiry.unreachedCalls ?? 0) >= 3 &&
  !questions(run, inquiry).some((key) => key.includes(`#${inquiry.answeredCount}#`));
/** A question may go twice by a way whose outcome is unknown; it never goes to a second person of those on call. */
const askedTwice = (run: House, inquiry: Inquiry): boolean =>
  run.rotaChanges.length === 0 && questions(run, inquiry).some((key) => !key.includes('#okoye#'));

function ofInquiry(run: House, inquiry: Inquiry, patience: number): string[] {
  const left = !nothingLeft(inquiry);
  const late = inquiry.dueAt !== undefined && Date.parse(inquiry.dueAt) < run.now() - 2.5 * minute;
  const checks: readonly (readonly [boolean, string])[] = [
    [late, `has been due since ${inquiry.dueAt}`],
    [left && inquiry.dueAt === undefined, 'is open and nobody looks at it'],
    [
      inquiry.emergency === true && !isEmergency(inquiry.level),
      'was an emergency, and is none although nobody closed it',
    ],
    [inquiry.messageIds.length !== inquiry.messageCount, 'counts messages it has not'],
    [new Set(inquiry.messageIds).size !== inquiry.messageCount, 'counts a message twice'],
    [
      left && isRedFlag(inquiry.level) && !pagedInTime(run, inquiry, patience),
      'has a red flag that was not paged in time',
    ],
    [left && askedNobody(run, inquiry), 'was reached by no call, and no physician was asked'],
    [askedTwice(run, inquiry), 'asked about a welfare check more than once'],
  ];
  return checks.flatMap(([broken, what]) => (broken ? [`${inquiry.id} ${what}`] : []));
}

/** What must never be, once all is quiet. */
function violations(run: House, patience: number): string[] {
  const counts = Map.groupBy(run.sent, ({ key }) => key);
  const repeated = [...counts].flatMap(([key, sends]) => {
    const most = / (page|safety|welfare)#/.test(key) ? 2 : 1;
    return sends.length > most ? [`${key} was sent ${sends.length} times`] : [];
  });
  const ended = run.failures.map((error) => `an execution ended: ${(error as Error).message}`);
  return [
    ...run.inquiries.all().flatMap((inquiry) => ofInquiry(run, inquiry, patience)),
    ...run.unregistered().map((id) => `${id} was stored and never registered`),
    ...repeated,
    ...ended,
    ...run.fencesBroken(),
  ];
}

/**
 * One seeded run: a message comes, then deeds of patients, staff and the watch interleave with the engine at every call of a port, with
 * calls failing before or after their effect or taking minutes, and the engine restarting; then the watch beats until all is quiet.
 */
export async function interleave(seed: number, faultRate = 0.03): Promise<readonly Finding[]> {
  const random = randomFrom(seed);
  const waiting: { readonly go: () => void; readonly fail: () => void }[] = [];
  let calm = false;
  /** The call that will be slow when it comes next. */
  let slow: string | undefined;
  let slowed = 0;
  let faults = 0;
  const gate = (operation: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const call = { go: resolve, fail: () => reject(new Error('injected')) };
      if (operation !== slow) return void waiting.push(call);
      slow = undefined;
      slowed += 1;
      run.after(minute + random() * (slowest - minute), () => waiting.push(call));
    });
  const run = house({ gate, startAt });

  async function settle(): Promise<void> {
    await turns(30);
    while (waiting.length > 0) {
      const [next] = waiting.splice(Math.floor(random() * waiting.length), 1);
      if (!calm && random() < faultRate) {
        faults += 1;
        next?.fail();
      } else next?.go();
      await turns(30);
    }
  }

  const attempt = (work: Promise<unknown>): void => {
    work.catch(() => undefined);
  };
  /** Lets time pass as it does in the cloud: the watch beats every minute. */
  async function pass(minutes: number): Promise<void> {
    await settle();
    for (let beat = 0; beat < minutes; beat += 1) {
      const limit = run.now() + minute;
      while (run.nextTimer(limit)) await settle();
      attempt(run.watch());
      await settle();
    }
  }

  attempt(run.deliver(run.arrival('1', 'How much is a consultation?')));
  for (let deed = 0; deed < 8; deed += 1) {
    const chosen = deeds[Math.floor(random() * deeds.length)] as Deed;
    if (random() < 0.5) await settle();
    if (random() < 0.2) slow = slowable[Math.floor(random() * slowable.length)];
    attempt(chosen(run, deed));
    if (random() < 0.4) await pass(Math.floor(random() * 6));
    if (faultRate > 0 && random() < 0.05) {
      await settle();
      faults += 1;
      run.restart();
    }
  }
  await settle();
  calm = true;
  slow = undefined;
  await pass(8);
  // What is due for a minute is taken up by the next beat of the watch; each fault costs one more beat at most. Without faults, and where
  // nothing is slow, nothing may wait at all.
  const patience = (faultRate > 0 ? (3 + faults) * minute : 10_000) + slowed * slowest;
  return violations(run, patience).map((what) => ({ seed, what }));
}
