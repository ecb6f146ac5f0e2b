import { randomUUID } from 'node:crypto';
import type { Clock, FunctionDescription, FunctionResult, Functions, Service } from '../service.ts';
import { type Instance, startInstance } from './instance.ts';

export interface FunctionsOptions {
  readonly clock: Clock;
  /** Endpoints and credentials that every function gets besides the template's variables. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
  /** Gets each line that a function printed. */
  log(name: string, line: string): void;
}

const instancesPerFunction = 10;

interface Fleet {
  readonly description: FunctionDescription;
  readonly idle: Instance[];
  readonly waiting: (() => void)[];
  running: number;
}

/**
 * Functions as Lambda runs them: one event at a time in an instance, up to ten instances each, started when first needed. An
 * instance that crashed or ran out of time is replaced.
 */
export function createFunctions(
  descriptions: readonly FunctionDescription[],
  options: FunctionsOptions,
): Functions & Service {
  const fleets = new Map<string, Fleet>();
  const all = new Set<Instance>();
  for (const description of descriptions) {
    const fleet: Fleet = { description, idle: [], waiting: [], running: 0 };
    fleets.set(description.name, fleet);
    fleets.set(description.arn, fleet);
  }

  async function take(fleet: Fleet): Promise<Instance> {
    while (fleet.idle.length === 0 && fleet.running >= instancesPerFunction) {
      await new Promise<void>((resolve) => fleet.waiting.push(resolve));
    }
    const idle = fleet.idle.pop();
    if (idle) return idle;
    fleet.running += 1;
    const instance = startInstance(fleet.description, options);
    all.add(instance);
    return instance;
  }

  function giveBack(fleet: Fleet, instance: Instance): void {
    if (instance.alive()) {
      fleet.idle.push(instance);
    } else {
      fleet.running -= 1;
      all.delete(instance);
    }
    fleet.waiting.shift()?.();
  }

  async function run(nameOrArn: string, event: unknown): Promise<FunctionResult> {
    const fleet = fleets.get(nameOrArn);
    if (!fleet) throw new Error(`There is no function ${nameOrArn} in the assembly.`);
    const instance = await take(fleet);
    try {
      return await instance.invoke(randomUUID(), event);
    } finally {
      giveBack(fleet, instance);
    }
  }

  /** Each function loads once at the start, so that one that cannot start stops the run at once; it is started anew when called. */
  async function tryToLoad(description: FunctionDescription): Promise<void> {
    const instance = startInstance(description, options);
    all.add(instance);
    const result = await instance.load();
    all.delete(instance);
    await instance.end();
    if ('error' in result) throw new Error(`${description.name} does not load. ${result.error.errorMessage}`);
  }

  return {
    invoke: (nameOrArn, event) => options.clock.track(run(nameOrArn, event)),
    start: async () => {
      for (const description of descriptions) await tryToLoad(description);
    },
    end: async () => {
      await Promise.all([...all].map((instance) => instance.end()));
    },
  };
}
