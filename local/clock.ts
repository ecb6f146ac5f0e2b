import type { Clock, Service } from './service.ts';
import { createTimerHeap } from './timer-heap.ts';

export interface ClockOptions {
  /** Epoch milliseconds to start at; the real time without it. */
  readonly at?: number;
  /** Stands still until it is advanced. */
  readonly frozen?: boolean;
}

const longestRealTimer = 2_000_000_000;

/** Lets everything that follows from the last event reach the point where it is tracked. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** What worker threads read: [0] is 1 when frozen, [1] the frozen instant or the offset from real time. */
function share(): { buffer: SharedArrayBuffer; write(frozen: boolean, value: number): void } {
  const buffer = new SharedArrayBuffer(16);
  const cells = new BigInt64Array(buffer);
  return {
    buffer,
    write: (frozen, value) => {
      Atomics.store(cells, 0, frozen ? 1n : 0n);
      Atomics.store(cells, 1, BigInt(Math.round(value)));
    },
  };
}

/** The time of one run. Nothing in the runtime or in a function reads another. */
export function createClock(options: ClockOptions = {}): Clock & Service {
  const frozen = options.frozen === true;
  const timers = createTimerHeap();
  const shared = share();
  let standing = options.at ?? Date.now();
  let offset = options.at === undefined ? 0 : options.at - Date.now();
  let inFlight = 0;
  let idle: (() => void)[] = [];
  let armed: NodeJS.Timeout | undefined;
  let advancing = false;
  let ended = false;
  let queue: Promise<unknown> = Promise.resolve();

  const now = (): number => (frozen || advancing ? standing : Date.now() + offset);
  const publish = (): void =>
    frozen || advancing ? shared.write(true, standing) : shared.write(false, offset);

  function fireDue(): void {
    for (let due = timers.takeDue(now()); due; due = timers.takeDue(now())) due();
  }

  function arm(): void {
    clearTimeout(armed);
    const next = timers.next();
    if (frozen || advancing || ended || next === undefined) return;
    const wait = Math.min(Math.max(0, next - now()), longestRealTimer);
    armed = setTimeout(() => {
      fireDue();
      arm();
    }, wait);
  }

  async function settled(): Promise<void> {
    do {
      if (inFlight > 0) await new Promise<void>((resolve) => idle.push(resolve));
      await turns(3);
    } while (inFlight > 0);
  }

  async function run(seconds: number): Promise<number> {
    standing = now();
    advancing = true;
    clearTimeout(armed);
    publish();
    const target = standing + seconds * 1000;
    await settled();
    for (let next = timers.next(); next !== undefined && next <= target; next = timers.next()) {
      standing = Math.max(standing, next);
      publish();
      timers.takeDue(standing)?.();
      await settled();
    }
    standing = target;
    offset = target - Date.now();
    advancing = false;
    publish();
    arm();
    return target;
  }

  publish();
  return {
    now,
    shared: shared.buffer,
    at: (time, fire) => {
      const cancel = timers.add(time, fire);
      if (frozen && time <= now()) setImmediate(fireDue);
      else arm();
      return cancel;
    },
    track: async (work) => {
      inFlight += 1;
      try {
        return await work;
      } finally {
        inFlight -= 1;
        if (inFlight === 0) {
          const waiting = idle;
          idle = [];
          for (const resolve of waiting) resolve();
        }
      }
    },
    advance: (seconds) => {
      const turn = queue.then(() => run(seconds));
      queue = turn;
      return turn;
    },
    start: async () => arm(),
    end: async () => {
      ended = true;
      clearTimeout(armed);
      timers.clear();
    },
  };
}
