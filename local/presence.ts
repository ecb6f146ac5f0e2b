import type { Clock } from './service.ts';

export interface Presence {
  /** While `work` runs, what this stands for is at rest and time may pass. */
  parked<T>(work: Promise<T>): Promise<T>;
  end(): void;
}

/** Counts something as in flight from now until its end, except while all of it waits. */
export function createPresence(clock: Pick<Clock, 'track'>): Presence {
  let release: (() => void) | undefined;
  let parkedCount = 0;
  const hold = (): void => {
    const { promise, resolve } = Promise.withResolvers<void>();
    release = resolve;
    void clock.track(promise);
  };
  const letGo = (): void => {
    release?.();
    release = undefined;
  };
  hold();
  return {
    parked: async (work) => {
      parkedCount += 1;
      letGo();
      try {
        return await work;
      } finally {
        parkedCount -= 1;
        if (parkedCount === 0) hold();
      }
    },
    end: letGo,
  };
}
