import { localDay } from '../../domain/recall/local-day.ts';
import { sweepId } from '../../domain/recall/sweep-gate.ts';
import { takeBack } from '../../domain/recall/take-back.ts';
import { randomFrom } from '../../local/demo/random.ts';
import type { Around } from './memory-outreach.ts';
import { type RecallHouse, recallHouse, zone } from './recall-house.ts';

export interface Finding {
  readonly seed: number;
  readonly what: string;
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
};

const people = ['p1', 'p2', 'p3'] as const;
type Who = (typeof people)[number];
const days = 3;
const manager = { by: 'sato', reason: 'wrong words', limit: 100 };

interface Story {
  readonly house: RecallHouse;
  /** What was stored, and how many messages had begun to be sent to them by then: those may still arrive. */
  readonly ended: { readonly who: Who; readonly why: string; readonly begun: number }[];
  /** Sweeps that a manager takes back. */
  readonly takenBack: Set<string>;
  /** Messages that somebody is at the moment about to send, by patient. */
  readonly inFlight: Map<string, number>;
}

type Deed = (story: Story, who: Who) => Promise<unknown>;

async function ends({ house, ended, inFlight }: Story, who: Who, why: string, deed: Promise<unknown>) {
  await deed;
  const before = house.sent.filter(({ patientId }) => patientId === who).length;
  ended.push({ who, why, begun: before + (inFlight.get(who) ?? 0) });
}

async function declines(story: Story, who: Who): Promise<void> {
  const task = story.house.all.tasks().find((one) => one.patientId === who && one.state === 'open');
  if (!task) return;
  const ending = { by: 'okoye', outcome: 'declined' as const, reason: 'price' };
  await ends(story, who, 'declined', story.house.end(task.id, ending));
}

/** A manager takes back what the sweep of the day planned. */
async function takesBack({ house, takenBack }: Story): Promise<void> {
  const id = sweepId(zone, localDay(house.now(), zone));
  takenBack.add(id);
  await takeBack({ ...house.ports(), now: house.now() }, { sweepId: id, ...manager });
}

const deeds: readonly Deed[] = [
  ({ house }) => house.sweep(),
  ({ house }) => house.sweep(),
  ({ house }) => house.send(),
  ({ house }) => house.send(),
  ({ house }) => house.send(),
  (story, who) => ends(story, who, 'STOP', story.house.stop(who)),
  (story, who) => ends(story, who, 'booked', story.house.book(who)),
  declines,
  ({ house }, who) => house.refresh(who),
  takesBack,
];

function ofTouches({ house }: Story): string[] {
  const waits = new Set(['planned', 'sending']);
  const tasks = new Set(house.all.tasks().map(({ touchId }) => touchId));
  return house.all.touches().flatMap(({ id, state, channel, takenBack, startedAt }) => {
    if (takenBack && (state !== 'cancelled' || startedAt)) return [`${id} was taken back, and is ${state}`];
    if (waits.has(state)) return [`${id} is ${state} for ever`];
    const asks = state === 'unknown' || state === 'failed' || (state === 'task' && channel === 'call');
    return asks && !tasks.has(id) ? [`${id} is ${state}, and nobody has it to do`] : [];
  });
}

function ofContacts({ house, ended }: Story): string[] {
  const perDay = Map.groupBy(house.sent, ({ patientId, at }) => `${patientId} on ${at.slice(0, 10)}`);
  const twice = [...perDay].flatMap(([whom, sent]) =>
    sent.length > 1 ? [`${whom} was contacted twice`] : [],
  );
  const after = ended.flatMap(({ who, why, begun }) => {
    const count = house.sent.filter(({ patientId }) => patientId === who).length;
    return count > begun ? [`${who} was contacted after ${why}`] : [];
  });
  return [...twice, ...after];
}

/** Every attempt that an item has stands on a touch of its own; a jump over channels that may not be used makes it more. */
async function ofItems({ house, ended }: Story): Promise<string[]> {
  const found: string[] = [];
  for (const who of people) {
    const record = await house.patients.record(who);
    // Who said no is still somebody who has not been seen, half a year later.
    for (const { id, attempts, state } of record?.items.filter(({ type }) => type === 'due') ?? []) {
      const touched = house.all
        .touches()
        .filter((touch) => touch.patientId === who && !touch.takenBack)
        .flatMap(({ items }) => items.filter((item) => item.id === id));
      const most = Math.max(0, ...touched.map(({ attempt }) => attempt + 1));
      // Who has said no keeps the count that they had.
      if (attempts > most && state !== 'stopped')
        found.push(`${who} ${id} has ${attempts} attempts, and touches of ${most}`);
      const said = ended.some((one) => one.who === who && one.why === 'declined');
      if (said && state === 'open') found.push(`${who} ${id} is open although declined`);
    }
    if (new Set(record?.items.map(({ id }) => id)).size !== record?.items.length)
      found.push(`${who} has an item twice`);
  }
  return found;
}

/**
 * One seeded run of three days: sweeps, sends, bookings, STOPs and calls that ended interleave at every call of a port, with calls that fail before
 * or after their effect and functions that are cut off; then all goes on in quiet until everything has settled.
 */
export async function interleaveRecall(seed: number, faultRate = 0.03): Promise<readonly Finding[]> {
  const random = randomFrom(seed);
  const waiting: { readonly go: () => void; readonly fail: () => void }[] = [];
  let calm = true;
  const gate = (): Promise<void> =>
    calm
      ? Promise.resolve()
      : new Promise((resolve, reject) => {
          waiting.push({ go: resolve, fail: () => reject(new Error('injected')) });
        });
  const around: Around = async (_operation, call) => {
    await gate();
    const result = call();
    await gate();
    return result;
  };
  const inFlight = new Map<string, number>();
  const house = recallHouse({ around, inFlight });
  const story: Story = { house, ended: [], inFlight, takenBack: new Set() };
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;

  async function settle(): Promise<void> {
    await turns(40);
    while (waiting.length > 0) {
      const [next] = waiting.splice(Math.floor(random() * waiting.length), 1);
      if (random() < faultRate) next?.fail();
      else next?.go();
      await turns(40);
    }
  }

  await house.person({ id: 'p1', consents: ['email', 'call'] });
  await house.person({ id: 'p2', consents: ['email', 'text', 'call'] });
  await house.person({ id: 'p3', consents: ['call'] });
  for (let day = 0; day < days; day += 1) {
    calm = false;
    for (let count = 0; count < 7; count += 1) {
      pick(deeds)(story, pick(people)).catch(() => undefined);
      if (random() < 0.4) await settle();
      if (random() < 0.3) house.wait(6);
    }
    await settle();
    calm = true;
    house.wait(14 * 24 * 60);
  }
  // What was cut off is asked for again; a sweep that did not finish is not taken back.
  const again = (id: string) =>
    takeBack({ ...house.ports(), now: house.now() }, { sweepId: id, ...manager }).catch(() => undefined);
  for (const id of story.takenBack) await again(id);
  await house.sweep();
  for (let run = 0; run < 40; run += 1) {
    house.wait(run < 8 ? 61 : 24 * 60);
    await house.send().catch(() => undefined);
  }
  return [...ofTouches(story), ...ofContacts(story), ...(await ofItems(story))].map((what) => ({
    seed,
    what,
  }));
}
